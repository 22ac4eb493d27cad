// This file was made by the `uniffi` crate.
// Do not change it.

// swiftlint:disable all
import Foundation

// Depending on the consumer's build setup, the low-level FFI code
// might be in a separate module, or it might be compiled inline into
// this module. This is a bit of light hackery to work with both.
#if canImport(FrameSealFFI)
import FrameSealFFI
#endif

fileprivate extension RustBuffer {
    // Allocate a new buffer, copying the contents of a `UInt8` array.
    init(bytes: [UInt8]) {
        let rbuf = bytes.withUnsafeBufferPointer { ptr in
            RustBuffer.from(ptr)
        }
        self.init(capacity: rbuf.capacity, len: rbuf.len, data: rbuf.data)
    }

    static func empty() -> RustBuffer {
        RustBuffer(capacity: 0, len:0, data: nil)
    }

    static func from(_ ptr: UnsafeBufferPointer<UInt8>) -> RustBuffer {
        try! rustCall { ffi_frameseal_uniffi_rustbuffer_from_bytes(ForeignBytes(bufferPointer: ptr), $0) }
    }

    // Frees the buffer in place.
    // The buffer must not be used after this is called.
    func deallocate() {
        try! rustCall { ffi_frameseal_uniffi_rustbuffer_free(self, $0) }
    }
}

fileprivate extension ForeignBytes {
    init(bufferPointer: UnsafeBufferPointer<UInt8>) {
        self.init(len: Int32(bufferPointer.count), data: bufferPointer.baseAddress)
    }

    init(rawBufferPointer: UnsafeRawBufferPointer) {
        self.init(
            len: Int32(rawBufferPointer.count),
            data: rawBufferPointer.baseAddress?.assumingMemoryBound(to: UInt8.self)
        )
    }
}

// Converter for `&[u8]` / `[ByRef] bytes` arguments.
//
// Conforms to `FfiConverter` so the compiler enforces the full converter
// method set. Only the scope-bound `lower(_:_body:)` overload is sound —
// zero-copy byte buffers only flow foreign -> Rust, and only in argument
// position. The four protocol-witness methods (`lift`, `lower`, `read`,
// `write`) `fatalError` at runtime if anyone reaches them.
//
// The scope-bound `lower` takes a closure because the `ForeignBytes`
// pointer is only guaranteed valid for the duration of
// `Data.withUnsafeBytes`. Callers must run the full FFI call inside
// the closure body.
fileprivate enum FfiConverterByRefBytes: FfiConverter {
    typealias SwiftType = Data
    typealias FfiType = ForeignBytes

    static func lower<R>(_ value: Data, _ body: (ForeignBytes) throws -> R) rethrows -> R {
        return try value.withUnsafeBytes { rawBuf in
            try body(ForeignBytes(rawBufferPointer: rawBuf))
        }
    }

    static func lower(_ value: Data) -> ForeignBytes {
        fatalError("ByRef bytes cannot use the plain lower: returning ForeignBytes escapes the Data.withUnsafeBytes scope. Use the scope-bound lower(_:_body:) overload instead.")
    }

    static func lift(_ value: ForeignBytes) throws -> Data {
        fatalError("ByRef bytes cannot be lifted: zero-copy &[u8] only flows foreign->Rust")
    }

    static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Data {
        fatalError("ByRef bytes cannot be read from a buffer: zero-copy &[u8] is only supported in argument position, not nested in records/options/etc.")
    }

    static func write(_ value: Data, into buf: inout [UInt8]) {
        fatalError("ByRef bytes cannot be written to a buffer: zero-copy &[u8] is only supported in argument position, not nested in records/options/etc.")
    }
}

// For every type used in the interface, we provide helper methods for conveniently
// lifting and lowering that type from C-compatible data, and for reading and writing
// values of that type in a buffer.

// Helper classes/extensions that don't change.
// Someday, this will be in a library of its own.

fileprivate extension Data {
    init(rustBuffer: RustBuffer) {
        self.init(
            bytesNoCopy: rustBuffer.data!,
            count: Int(rustBuffer.len),
            deallocator: .none
        )
    }
}

// Define reader functionality.  Normally this would be defined in a class or
// struct, but we use standalone functions instead in order to make external
// types work.
//
// With external types, one swift source file needs to be able to call the read
// method on another source file's FfiConverter, but then what visibility
// should Reader have?
// - If Reader is fileprivate, then this means the read() must also
//   be fileprivate, which doesn't work with external types.
// - If Reader is internal/public, we'll get compile errors since both source
//   files will try define the same type.
//
// Instead, the read() method and these helper functions input a tuple of data

fileprivate func createReader(data: Data) -> (data: Data, offset: Data.Index) {
    (data: data, offset: 0)
}

// Reads an integer at the current offset, in big-endian order, and advances
// the offset on success. Throws if reading the integer would move the
// offset past the end of the buffer.
fileprivate func readInt<T: FixedWidthInteger>(_ reader: inout (data: Data, offset: Data.Index)) throws -> T {
    let range = reader.offset..<reader.offset + MemoryLayout<T>.size
    guard reader.data.count >= range.upperBound else {
        throw UniffiInternalError.bufferOverflow
    }
    if T.self == UInt8.self {
        let value = reader.data[reader.offset]
        reader.offset += 1
        return value as! T
    }
    var value: T = 0
    let _ = withUnsafeMutableBytes(of: &value, { reader.data.copyBytes(to: $0, from: range)})
    reader.offset = range.upperBound
    return value.bigEndian
}

// Reads an arbitrary number of bytes, to be used to read
// raw bytes, this is useful when lifting strings
fileprivate func readBytes(_ reader: inout (data: Data, offset: Data.Index), count: Int) throws -> Array<UInt8> {
    let range = reader.offset..<(reader.offset+count)
    guard reader.data.count >= range.upperBound else {
        throw UniffiInternalError.bufferOverflow
    }
    var value = [UInt8](repeating: 0, count: count)
    value.withUnsafeMutableBufferPointer({ buffer in
        reader.data.copyBytes(to: buffer, from: range)
    })
    reader.offset = range.upperBound
    return value
}

// Reads a float at the current offset.
fileprivate func readFloat(_ reader: inout (data: Data, offset: Data.Index)) throws -> Float {
    return Float(bitPattern: try readInt(&reader))
}

// Reads a float at the current offset.
fileprivate func readDouble(_ reader: inout (data: Data, offset: Data.Index)) throws -> Double {
    return Double(bitPattern: try readInt(&reader))
}

// Indicates if the offset has reached the end of the buffer.
fileprivate func hasRemaining(_ reader: (data: Data, offset: Data.Index)) -> Bool {
    return reader.offset < reader.data.count
}

// Define writer functionality.  Normally this would be defined in a class or
// struct, but we use standalone functions instead in order to make external
// types work.  See the above discussion on Readers for details.

fileprivate func createWriter() -> [UInt8] {
    return []
}

fileprivate func writeBytes<S>(_ writer: inout [UInt8], _ byteArr: S) where S: Sequence, S.Element == UInt8 {
    writer.append(contentsOf: byteArr)
}

// Writes an integer in big-endian order.
//
// Warning: make sure what you are trying to write
// is in the correct type!
fileprivate func writeInt<T: FixedWidthInteger>(_ writer: inout [UInt8], _ value: T) {
    var value = value.bigEndian
    withUnsafeBytes(of: &value) { writer.append(contentsOf: $0) }
}

fileprivate func writeFloat(_ writer: inout [UInt8], _ value: Float) {
    writeInt(&writer, value.bitPattern)
}

fileprivate func writeDouble(_ writer: inout [UInt8], _ value: Double) {
    writeInt(&writer, value.bitPattern)
}

// Protocol for types that transfer other types across the FFI. This is
// analogous to the Rust trait of the same name.
fileprivate protocol FfiConverter {
    associatedtype FfiType
    associatedtype SwiftType

    static func lift(_ value: FfiType) throws -> SwiftType
    static func lower(_ value: SwiftType) -> FfiType
    static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType
    static func write(_ value: SwiftType, into buf: inout [UInt8])
}

// Types conforming to `Primitive` pass themselves directly over the FFI.
fileprivate protocol FfiConverterPrimitive: FfiConverter where FfiType == SwiftType { }

extension FfiConverterPrimitive {
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public static func lift(_ value: FfiType) throws -> SwiftType {
        return value
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public static func lower(_ value: SwiftType) -> FfiType {
        return value
    }
}

// Types conforming to `FfiConverterRustBuffer` lift and lower into a `RustBuffer`.
// Used for complex types where it's hard to write a custom lift/lower.
fileprivate protocol FfiConverterRustBuffer: FfiConverter where FfiType == RustBuffer {}

extension FfiConverterRustBuffer {
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public static func lift(_ buf: RustBuffer) throws -> SwiftType {
        var reader = createReader(data: Data(rustBuffer: buf))
        let value = try read(from: &reader)
        if hasRemaining(reader) {
            throw UniffiInternalError.incompleteData
        }
        buf.deallocate()
        return value
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public static func lower(_ value: SwiftType) -> RustBuffer {
          var writer = createWriter()
          write(value, into: &writer)
          return RustBuffer(bytes: writer)
    }
}
// An error type for FFI errors. These errors occur at the UniFFI level, not
// the library level.
fileprivate enum UniffiInternalError: LocalizedError {
    case bufferOverflow
    case incompleteData
    case unexpectedOptionalTag
    case unexpectedEnumCase
    case unexpectedNullPointer
    case unexpectedRustCallStatusCode
    case unexpectedRustCallError
    case unexpectedStaleHandle
    case rustPanic(_ message: String)

    public var errorDescription: String? {
        switch self {
        case .bufferOverflow: return "Reading the requested value would read past the end of the buffer"
        case .incompleteData: return "The buffer still has data after lifting its containing value"
        case .unexpectedOptionalTag: return "Unexpected optional tag; should be 0 or 1"
        case .unexpectedEnumCase: return "Raw enum value doesn't match any cases"
        case .unexpectedNullPointer: return "Raw pointer value was null"
        case .unexpectedRustCallStatusCode: return "Unexpected RustCallStatus code"
        case .unexpectedRustCallError: return "CALL_ERROR but no errorClass specified"
        case .unexpectedStaleHandle: return "The object in the handle map has been dropped already"
        case let .rustPanic(message): return message
        }
    }
}

fileprivate extension NSLock {
    func withLock<T>(f: () throws -> T) rethrows -> T {
        self.lock()
        defer { self.unlock() }
        return try f()
    }
}

fileprivate let CALL_SUCCESS: Int8 = 0
fileprivate let CALL_ERROR: Int8 = 1
fileprivate let CALL_UNEXPECTED_ERROR: Int8 = 2
fileprivate let CALL_CANCELLED: Int8 = 3

fileprivate extension RustCallStatus {
    init() {
        self.init(
            code: CALL_SUCCESS,
            errorBuf: RustBuffer.init(
                capacity: 0,
                len: 0,
                data: nil
            )
        )
    }
}

private func rustCall<T>(_ callback: (UnsafeMutablePointer<RustCallStatus>) -> T) throws -> T {
    let neverThrow: ((RustBuffer) throws -> Never)? = nil
    return try makeRustCall(callback, errorHandler: neverThrow)
}

private func rustCallWithError<T, E: Swift.Error>(
    _ errorHandler: @escaping (RustBuffer) throws -> E,
    _ callback: (UnsafeMutablePointer<RustCallStatus>) -> T) throws -> T {
    try makeRustCall(callback, errorHandler: errorHandler)
}

private func makeRustCall<T, E: Swift.Error>(
    _ callback: (UnsafeMutablePointer<RustCallStatus>) -> T,
    errorHandler: ((RustBuffer) throws -> E)?
) throws -> T {
    uniffiEnsureFramesealUniffiInitialized()
    var callStatus = RustCallStatus.init()
    let returnedVal = callback(&callStatus)
    try uniffiCheckCallStatus(callStatus: callStatus, errorHandler: errorHandler)
    return returnedVal
}

private func uniffiCheckCallStatus<E: Swift.Error>(
    callStatus: RustCallStatus,
    errorHandler: ((RustBuffer) throws -> E)?
) throws {
    switch callStatus.code {
        case CALL_SUCCESS:
            return

        case CALL_ERROR:
            if let errorHandler = errorHandler {
                throw try errorHandler(callStatus.errorBuf)
            } else {
                callStatus.errorBuf.deallocate()
                throw UniffiInternalError.unexpectedRustCallError
            }

        case CALL_UNEXPECTED_ERROR:
            // When the rust code sees a panic, it tries to construct a RustBuffer
            // with the message.  But if that code panics, then it just sends back
            // an empty buffer.
            if callStatus.errorBuf.len > 0 {
                throw UniffiInternalError.rustPanic(try FfiConverterString.lift(callStatus.errorBuf))
            } else {
                callStatus.errorBuf.deallocate()
                throw UniffiInternalError.rustPanic("Rust panic")
            }

        case CALL_CANCELLED:
            fatalError("Cancellation not supported yet")

        default:
            throw UniffiInternalError.unexpectedRustCallStatusCode
    }
}

private func uniffiTraitInterfaceCall<T>(
    callStatus: UnsafeMutablePointer<RustCallStatus>,
    makeCall: () throws -> T,
    writeReturn: (T) -> ()
) {
    do {
        try writeReturn(makeCall())
    } catch let error {
        callStatus.pointee.code = CALL_UNEXPECTED_ERROR
        callStatus.pointee.errorBuf = FfiConverterString.lower(String(describing: error))
    }
}

private func uniffiTraitInterfaceCallWithError<T, E>(
    callStatus: UnsafeMutablePointer<RustCallStatus>,
    makeCall: () throws -> T,
    writeReturn: (T) -> (),
    lowerError: (E) -> RustBuffer
) {
    do {
        try writeReturn(makeCall())
    } catch let error as E {
        callStatus.pointee.code = CALL_ERROR
        callStatus.pointee.errorBuf = lowerError(error)
    } catch {
        callStatus.pointee.code = CALL_UNEXPECTED_ERROR
        callStatus.pointee.errorBuf = FfiConverterString.lower(String(describing: error))
    }
}
// Initial value and increment amount for handles.
// These ensure that SWIFT handles always have the lowest bit set
fileprivate let UNIFFI_HANDLEMAP_INITIAL: UInt64 = 1
fileprivate let UNIFFI_HANDLEMAP_DELTA: UInt64 = 2

fileprivate final class UniffiHandleMap<T>: @unchecked Sendable {
    // All mutation happens with this lock held, which is why we implement @unchecked Sendable.
    private let lock = NSLock()
    private var map: [UInt64: T] = [:]
    private var currentHandle: UInt64 = UNIFFI_HANDLEMAP_INITIAL

    func insert(obj: T) -> UInt64 {
        lock.withLock {
            return doInsert(obj)
        }
    }

    // Low-level insert function, this assumes `lock` is held.
    private func doInsert(_ obj: T) -> UInt64 {
        let handle = currentHandle
        currentHandle += UNIFFI_HANDLEMAP_DELTA
        map[handle] = obj
        return handle
    }

     func get(handle: UInt64) throws -> T {
        try lock.withLock {
            guard let obj = map[handle] else {
                throw UniffiInternalError.unexpectedStaleHandle
            }
            return obj
        }
    }

     func clone(handle: UInt64) throws -> UInt64 {
        try lock.withLock {
            guard let obj = map[handle] else {
                throw UniffiInternalError.unexpectedStaleHandle
            }
            return doInsert(obj)
        }
    }

    @discardableResult
    func remove(handle: UInt64) throws -> T {
        try lock.withLock {
            guard let obj = map.removeValue(forKey: handle) else {
                throw UniffiInternalError.unexpectedStaleHandle
            }
            return obj
        }
    }

    var count: Int {
        get {
            map.count
        }
    }
}


// Public interface members begin here.
// Magic number for the Rust proxy to call using the same mechanism as every other method,
// to free the callback once it's dropped by Rust.
private let IDX_CALLBACK_FREE: Int32 = 0
// Callback return codes
private let UNIFFI_CALLBACK_SUCCESS: Int32 = 0
private let UNIFFI_CALLBACK_ERROR: Int32 = 1
private let UNIFFI_CALLBACK_UNEXPECTED_ERROR: Int32 = 2

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterUInt8: FfiConverterPrimitive {
    typealias FfiType = UInt8
    typealias SwiftType = UInt8

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> UInt8 {
        return try lift(readInt(&buf))
    }

    public static func write(_ value: UInt8, into buf: inout [UInt8]) {
        writeInt(&buf, lower(value))
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterUInt16: FfiConverterPrimitive {
    typealias FfiType = UInt16
    typealias SwiftType = UInt16

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> UInt16 {
        return try lift(readInt(&buf))
    }

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        writeInt(&buf, lower(value))
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterUInt32: FfiConverterPrimitive {
    typealias FfiType = UInt32
    typealias SwiftType = UInt32

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> UInt32 {
        return try lift(readInt(&buf))
    }

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        writeInt(&buf, lower(value))
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterUInt64: FfiConverterPrimitive {
    typealias FfiType = UInt64
    typealias SwiftType = UInt64

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> UInt64 {
        return try lift(readInt(&buf))
    }

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        writeInt(&buf, lower(value))
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterBool : FfiConverter {
    typealias FfiType = Int8
    typealias SwiftType = Bool

    public static func lift(_ value: Int8) throws -> Bool {
        return value != 0
    }

    public static func lower(_ value: Bool) -> Int8 {
        return value ? 1 : 0
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Bool {
        return try lift(readInt(&buf))
    }

    public static func write(_ value: Bool, into buf: inout [UInt8]) {
        writeInt(&buf, lower(value))
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterString: FfiConverter {
    typealias SwiftType = String
    typealias FfiType = RustBuffer

    public static func lift(_ value: RustBuffer) throws -> String {
        defer {
            value.deallocate()
        }
        if value.data == nil {
            return String()
        }
        let bytes = UnsafeBufferPointer<UInt8>(start: value.data!, count: Int(value.len))
        // Use Swift's native UTF-8 decoder; `String(bytes:encoding:.utf8)` goes
        // through Foundation's NSString and silently strips a leading U+FEFF BOM.
        // Invalid UTF-8 substitutes U+FFFD instead of trapping (unreachable
        // given Rust's `String` invariant).
        return String(decoding: bytes, as: UTF8.self)
    }

    public static func lower(_ value: String) -> RustBuffer {
        return value.utf8CString.withUnsafeBufferPointer { ptr in
            // The swift string gives us int8_t, we want uint8_t.
            ptr.withMemoryRebound(to: UInt8.self) { ptr in
                // The swift string gives us a trailing null byte, we don't want it.
                let buf = UnsafeBufferPointer(rebasing: ptr.prefix(upTo: ptr.count - 1))
                return RustBuffer.from(buf)
            }
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> String {
        let len: Int32 = try readInt(&buf)
        // See `lift` above for why we avoid Foundation's NSString-backed decoder here.
        return String(decoding: try readBytes(&buf, count: Int(len)), as: UTF8.self)
    }

    public static func write(_ value: String, into buf: inout [UInt8]) {
        let len = Int32(value.utf8.count)
        writeInt(&buf, len)
        writeBytes(&buf, value.utf8)
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterData: FfiConverterRustBuffer {
    typealias SwiftType = Data

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Data {
        let len: Int32 = try readInt(&buf)
        return Data(try readBytes(&buf, count: Int(len)))
    }

    public static func write(_ value: Data, into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        writeBytes(&buf, value)
    }
}




/**
 * A base key (RFC 9605 section 4.4.2), at least 16 bytes. Wiped when it goes.
 */
public protocol BaseKeyProtocol: AnyObject, Sendable {

}
/**
 * A base key (RFC 9605 section 4.4.2), at least 16 bytes. Wiped when it goes.
 */
open class BaseKey: BaseKeyProtocol, @unchecked Sendable {
    fileprivate let handle: UInt64

    /// Used to instantiate a [FFIObject] without an actual handle, for fakes in tests, mostly.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public struct NoHandle {
        public init() {}
    }

    // TODO: We'd like this to be `private` but for Swifty reasons,
    // we can't implement `FfiConverter` without making this `required` and we can't
    // make it `required` without making it `public`.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    required public init(unsafeFromHandle handle: UInt64) {
        self.handle = handle
    }

    // This constructor can be used to instantiate a fake object.
    // - Parameter noHandle: Placeholder value so we can have a constructor separate from the default empty one that may be implemented for classes extending [FFIObject].
    //
    // - Warning:
    //     Any object instantiated with this constructor cannot be passed to an actual Rust-backed object. Since there isn't a backing handle the FFI lower functions will crash.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public init(noHandle: NoHandle) {
        self.handle = 0
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public func uniffiCloneHandle() -> UInt64 {
        return try! rustCall { uniffi_frameseal_uniffi_fn_clone_basekey(self.handle, $0) }
    }
    /**
     * Takes the bytes, at least 16. Copies of them that the app has are the app's to wipe.
     *
     * # Errors
     * `Usage` with code `BaseKeyTooShort`.
     */
public convenience init(bytes: Data)throws  {
    let handle =
        try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_constructor_basekey_new(
        FfiConverterData.lower(bytes),uniffiCallStatus
    )
}
    self.init(unsafeFromHandle: handle)
}

    deinit {
        if handle == 0 {
            // Mock objects have handle=0 don't try to free them
            return
        }

        try! rustCall { uniffi_frameseal_uniffi_fn_free_basekey(handle, $0) }
    }


    /**
     * Draws 32 bytes.
     *
     * # Errors
     * `Usage` with code `NoRandomness`.
     */
public static func generate()throws  -> BaseKey  {
    return try  FfiConverterTypeBaseKey_lift(try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_constructor_basekey_generate(uniffiCallStatus
    )
})
}





}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeBaseKey: FfiConverter {
    typealias FfiType = UInt64
    typealias SwiftType = BaseKey

    public static func lift(_ handle: UInt64) throws -> BaseKey {
        return BaseKey(unsafeFromHandle: handle)
    }

    public static func lower(_ value: BaseKey) -> UInt64 {
        return value.uniffiCloneHandle()
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> BaseKey {
        let handle: UInt64 = try readInt(&buf)
        return try lift(handle)
    }

    public static func write(_ value: BaseKey, into buf: inout [UInt8]) {
        writeInt(&buf, lower(value))
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeBaseKey_lift(_ handle: UInt64) throws -> BaseKey {
    return try FfiConverterTypeBaseKey.lift(handle)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeBaseKey_lower(_ value: BaseKey) -> UInt64 {
    return FfiConverterTypeBaseKey.lower(value)
}






/**
 * Hears what a session has to say, in order, from one thread at a time: any that calls the session,
 * and `join` before it returns. Nothing is locked then: it may call the session itself. What it
 * throws is lost.
 */
public protocol CallListener: AnyObject, Sendable {

    /**
     * Sends a message over the app's signalling: to one member, or to everybody. It may be lost,
     * repeated and reordered.
     */
    func send(message: Data, to: String?)

    /**
     * Something happened.
     */
    func event(event: CallEvent)

}
/**
 * Hears what a session has to say, in order, from one thread at a time: any that calls the session,
 * and `join` before it returns. Nothing is locked then: it may call the session itself. What it
 * throws is lost.
 */
open class CallListenerImpl: CallListener, @unchecked Sendable {
    fileprivate let handle: UInt64

    /// Used to instantiate a [FFIObject] without an actual handle, for fakes in tests, mostly.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public struct NoHandle {
        public init() {}
    }

    // TODO: We'd like this to be `private` but for Swifty reasons,
    // we can't implement `FfiConverter` without making this `required` and we can't
    // make it `required` without making it `public`.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    required public init(unsafeFromHandle handle: UInt64) {
        self.handle = handle
    }

    // This constructor can be used to instantiate a fake object.
    // - Parameter noHandle: Placeholder value so we can have a constructor separate from the default empty one that may be implemented for classes extending [FFIObject].
    //
    // - Warning:
    //     Any object instantiated with this constructor cannot be passed to an actual Rust-backed object. Since there isn't a backing handle the FFI lower functions will crash.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public init(noHandle: NoHandle) {
        self.handle = 0
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public func uniffiCloneHandle() -> UInt64 {
        return try! rustCall { uniffi_frameseal_uniffi_fn_clone_calllistener(self.handle, $0) }
    }
    // No primary constructor declared for this class.

    deinit {
        if handle == 0 {
            // Mock objects have handle=0 don't try to free them
            return
        }

        try! rustCall { uniffi_frameseal_uniffi_fn_free_calllistener(handle, $0) }
    }




    /**
     * Sends a message over the app's signalling: to one member, or to everybody. It may be lost,
     * repeated and reordered.
     */
open func send(message: Data, to: String?)  {try! rustCall() {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_calllistener_send(
            self.uniffiCloneHandle(),
        FfiConverterData.lower(message),
        FfiConverterOptionString.lower(to),uniffiCallStatus
    )
}
}

    /**
     * Something happened.
     */
open func event(event: CallEvent)  {try! rustCall() {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_calllistener_event(
            self.uniffiCloneHandle(),
        FfiConverterTypeCallEvent_lower(event),uniffiCallStatus
    )
}
}



}



// Put the implementation in a struct so we don't pollute the top-level namespace
fileprivate struct UniffiCallbackInterfaceCallListener {

    // Create the VTable using a series of closures.
    // Swift automatically converts these into C callback functions.
    //
    // Store the vtable directly.
    static let vtable: UniffiVTableCallbackInterfaceCallListener = UniffiVTableCallbackInterfaceCallListener(
        uniffiFree: { (uniffiHandle: UInt64) -> () in
            do {
                try FfiConverterTypeCallListener.handleMap.remove(handle: uniffiHandle)
            } catch {
                print("Uniffi callback interface CallListener: handle missing in uniffiFree")
            }
        },
        uniffiClone: { (uniffiHandle: UInt64) -> UInt64 in
            do {
                return try FfiConverterTypeCallListener.handleMap.clone(handle: uniffiHandle)
            } catch {
                fatalError("Uniffi callback interface CallListener: handle missing in uniffiClone")
            }
        },
        send: { (
            uniffiHandle: UInt64,
            message: RustBuffer,
            to: RustBuffer,
            uniffiOutReturn: UnsafeMutableRawPointer,
            uniffiCallStatus: UnsafeMutablePointer<RustCallStatus>
        ) in
            let makeCall = {
                () throws -> () in
                guard let uniffiObj = try? FfiConverterTypeCallListener.handleMap.get(handle: uniffiHandle) else {
                    throw UniffiInternalError.unexpectedStaleHandle
                }
                return uniffiObj.send(
                     message: try FfiConverterData.lift(message),
                     to: try FfiConverterOptionString.lift(to)
                )
            }


            let writeReturn = { () }
            uniffiTraitInterfaceCall(
                callStatus: uniffiCallStatus,
                makeCall: makeCall,
                writeReturn: writeReturn
            )
        },
        event: { (
            uniffiHandle: UInt64,
            event: RustBuffer,
            uniffiOutReturn: UnsafeMutableRawPointer,
            uniffiCallStatus: UnsafeMutablePointer<RustCallStatus>
        ) in
            let makeCall = {
                () throws -> () in
                guard let uniffiObj = try? FfiConverterTypeCallListener.handleMap.get(handle: uniffiHandle) else {
                    throw UniffiInternalError.unexpectedStaleHandle
                }
                return uniffiObj.event(
                     event: try FfiConverterTypeCallEvent_lift(event)
                )
            }


            let writeReturn = { () }
            uniffiTraitInterfaceCall(
                callStatus: uniffiCallStatus,
                makeCall: makeCall,
                writeReturn: writeReturn
            )
        }
    )

    // Rust stores this pointer for future callback invocations, so it must live
    // for the process lifetime (not just for the init function call).
    //
    // `nonisolated(unsafe)` is needed under Swift 6 strict concurrency.
    // This is safe because the pointee is initialized once during static init
    // and never mutated by either side of the FFI.  Its fields are C function pointers.
    nonisolated(unsafe) static let vtablePtr: UnsafePointer<UniffiVTableCallbackInterfaceCallListener> = {
        let ptr = UnsafeMutablePointer<UniffiVTableCallbackInterfaceCallListener>.allocate(capacity: 1)
        ptr.initialize(to: vtable)
        return UnsafePointer(ptr)
    }()
}

private func uniffiCallbackInitCallListener() {
    uniffi_frameseal_uniffi_fn_init_callback_vtable_calllistener(UniffiCallbackInterfaceCallListener.vtablePtr)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeCallListener: FfiConverter {
    fileprivate static let handleMap = UniffiHandleMap<CallListener>()

    typealias FfiType = UInt64
    typealias SwiftType = CallListener

    public static func lift(_ handle: UInt64) throws -> CallListener {
        if ((handle & 1) == 0) {
            // Rust-generated handle, construct a new class that uses the handle to implement the
            // interface
            return CallListenerImpl(unsafeFromHandle: handle)
        } else {
            // Swift-generated handle, get the object from the handle map
            return try handleMap.remove(handle: handle)
        }
    }

    public static func lower(_ value: CallListener) -> UInt64 {
         if let rustImpl = value as? CallListenerImpl {
             // Rust-implemented object.  Clone the handle and return it
            return rustImpl.uniffiCloneHandle()
         } else {
            // Swift object, generate a new vtable handle and return that.
            return handleMap.insert(obj: value)
         }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> CallListener {
        let handle: UInt64 = try readInt(&buf)
        return try lift(handle)
    }

    public static func write(_ value: CallListener, into buf: inout [UInt8]) {
        writeInt(&buf, lower(value))
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeCallListener_lift(_ handle: UInt64) throws -> CallListener {
    return try FfiConverterTypeCallListener.lift(handle)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeCallListener_lower(_ value: CallListener) -> UInt64 {
    return FfiConverterTypeCallListener.lower(value)
}






/**
 * The secret of one call, which all members need to have. Wiped when it goes.
 */
public protocol CallSecretProtocol: AnyObject, Sendable {

}
/**
 * The secret of one call, which all members need to have. Wiped when it goes.
 */
open class CallSecret: CallSecretProtocol, @unchecked Sendable {
    fileprivate let handle: UInt64

    /// Used to instantiate a [FFIObject] without an actual handle, for fakes in tests, mostly.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public struct NoHandle {
        public init() {}
    }

    // TODO: We'd like this to be `private` but for Swifty reasons,
    // we can't implement `FfiConverter` without making this `required` and we can't
    // make it `required` without making it `public`.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    required public init(unsafeFromHandle handle: UInt64) {
        self.handle = handle
    }

    // This constructor can be used to instantiate a fake object.
    // - Parameter noHandle: Placeholder value so we can have a constructor separate from the default empty one that may be implemented for classes extending [FFIObject].
    //
    // - Warning:
    //     Any object instantiated with this constructor cannot be passed to an actual Rust-backed object. Since there isn't a backing handle the FFI lower functions will crash.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public init(noHandle: NoHandle) {
        self.handle = 0
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public func uniffiCloneHandle() -> UInt64 {
        return try! rustCall { uniffi_frameseal_uniffi_fn_clone_callsecret(self.handle, $0) }
    }
    /**
     * Takes 32 random bytes.
     *
     * # Errors
     * `Usage` with code `WrongLength`.
     */
public convenience init(bytes: Data)throws  {
    let handle =
        try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_constructor_callsecret_new(
        FfiConverterData.lower(bytes),uniffiCallStatus
    )
}
    self.init(unsafeFromHandle: handle)
}

    deinit {
        if handle == 0 {
            // Mock objects have handle=0 don't try to free them
            return
        }

        try! rustCall { uniffi_frameseal_uniffi_fn_free_callsecret(handle, $0) }
    }


    /**
     * Stretches a passphrase with Argon2id over 64 MiB, which takes about a second: not on the
     * thread of the user's interface.
     *
     * # Errors
     * `Usage` with codes `PassphraseTooWeak`, `PassphraseTooLong`, `NoCallId`, `NoMemory`.
     */
public static func fromPassphrase(passphrase: String, callId: Data)throws  -> CallSecret  {
    return try  FfiConverterTypeCallSecret_lift(try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_constructor_callsecret_from_passphrase(
        FfiConverterString.lower(passphrase),
        FfiConverterData.lower(callId),uniffiCallStatus
    )
})
}





}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeCallSecret: FfiConverter {
    typealias FfiType = UInt64
    typealias SwiftType = CallSecret

    public static func lift(_ handle: UInt64) throws -> CallSecret {
        return CallSecret(unsafeFromHandle: handle)
    }

    public static func lower(_ value: CallSecret) -> UInt64 {
        return value.uniffiCloneHandle()
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> CallSecret {
        let handle: UInt64 = try readInt(&buf)
        return try lift(handle)
    }

    public static func write(_ value: CallSecret, into buf: inout [UInt8]) {
        writeInt(&buf, lower(value))
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeCallSecret_lift(_ handle: UInt64) throws -> CallSecret {
    return try FfiConverterTypeCallSecret.lift(handle)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeCallSecret_lower(_ value: CallSecret) -> UInt64 {
    return FfiConverterTypeCallSecret.lower(value)
}






/**
 * The state of a device, as one encrypted blob of which a restored backup is refused. It counts
 * for encryptors, too (`Encryptor.with_state`).
 */
public protocol CallStateProtocol: AnyObject, Sendable {

    /**
     * Takes a verification back. Says whether there was one.
     *
     * # Errors
     * `Usage` with codes `WrongLength`, `StorageFailed`.
     */
    func forgetPeer(identityKey: Data) throws  -> Bool

    /**
     * Gives the device's identity.
     */
    func identity()  -> DeviceIdentity

    /**
     * Gives all verified peers.
     */
    func peers()  -> [VerifiedPeer]

    /**
     * Remembers that the user verified a peer.
     *
     * # Errors
     * `Usage` with codes `WrongLength`, `TooManyPeers`, `NameTooLong`, `StorageFailed`.
     */
    func rememberPeer(peer: VerifiedPeer) throws

}
/**
 * The state of a device, as one encrypted blob of which a restored backup is refused. It counts
 * for encryptors, too (`Encryptor.with_state`).
 */
open class CallState: CallStateProtocol, @unchecked Sendable {
    fileprivate let handle: UInt64

    /// Used to instantiate a [FFIObject] without an actual handle, for fakes in tests, mostly.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public struct NoHandle {
        public init() {}
    }

    // TODO: We'd like this to be `private` but for Swifty reasons,
    // we can't implement `FfiConverter` without making this `required` and we can't
    // make it `required` without making it `public`.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    required public init(unsafeFromHandle handle: UInt64) {
        self.handle = handle
    }

    // This constructor can be used to instantiate a fake object.
    // - Parameter noHandle: Placeholder value so we can have a constructor separate from the default empty one that may be implemented for classes extending [FFIObject].
    //
    // - Warning:
    //     Any object instantiated with this constructor cannot be passed to an actual Rust-backed object. Since there isn't a backing handle the FFI lower functions will crash.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public init(noHandle: NoHandle) {
        self.handle = 0
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public func uniffiCloneHandle() -> UInt64 {
        return try! rustCall { uniffi_frameseal_uniffi_fn_clone_callstate(self.handle, $0) }
    }
    // No primary constructor declared for this class.

    deinit {
        if handle == 0 {
            // Mock objects have handle=0 don't try to free them
            return
        }

        try! rustCall { uniffi_frameseal_uniffi_fn_free_callstate(handle, $0) }
    }


    /**
     * Makes the first state of a device, encrypted with a key of 32 bytes from the keystore or
     * keychain. It takes the place of any that is there.
     *
     * # Errors
     * `Usage` with codes `WrongLength`, `StorageFailed`, `NoRandomness`.
     */
public static func create(key: Data, identity: DeviceIdentity, storage: StateStorage)throws  -> CallState  {
    return try  FfiConverterTypeCallState_lift(try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_constructor_callstate_create(
        FfiConverterData.lower(key),
        FfiConverterTypeDeviceIdentity_lower(identity),
        FfiConverterTypeStateStorage_lower(storage),uniffiCallStatus
    )
})
}

    /**
     * Opens a saved state with the anchor that was saved for it.
     *
     * # Errors
     * `Usage` with code `StateWentBack` for a blob from a backup, and what else is wrong with it.
     */
public static func `open`(key: Data, blob: Data, anchor: Data, storage: StateStorage)throws  -> CallState  {
    return try  FfiConverterTypeCallState_lift(try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_constructor_callstate_open(
        FfiConverterData.lower(key),
        FfiConverterData.lower(blob),
        FfiConverterData.lower(anchor),
        FfiConverterTypeStateStorage_lower(storage),uniffiCallStatus
    )
})
}

    /**
     * Opens a blob of any age, after its anchor was lost. Ask the user first: verifications may be
     * in it that were withdrawn later. No key whose counters it has will encrypt again.
     *
     * # Errors
     * As `open`.
     */
public static func openWithoutAnchor(key: Data, blob: Data, storage: StateStorage)throws  -> CallState  {
    return try  FfiConverterTypeCallState_lift(try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_constructor_callstate_open_without_anchor(
        FfiConverterData.lower(key),
        FfiConverterData.lower(blob),
        FfiConverterTypeStateStorage_lower(storage),uniffiCallStatus
    )
})
}



    /**
     * Takes a verification back. Says whether there was one.
     *
     * # Errors
     * `Usage` with codes `WrongLength`, `StorageFailed`.
     */
open func forgetPeer(identityKey: Data)throws  -> Bool  {
    return try  FfiConverterBool.lift(try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_callstate_forget_peer(
            self.uniffiCloneHandle(),
        FfiConverterData.lower(identityKey),uniffiCallStatus
    )
})
}

    /**
     * Gives the device's identity.
     */
open func identity() -> DeviceIdentity  {
    return try!  FfiConverterTypeDeviceIdentity_lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_callstate_identity(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Gives all verified peers.
     */
open func peers() -> [VerifiedPeer]  {
    return try!  FfiConverterSequenceTypeVerifiedPeer.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_callstate_peers(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Remembers that the user verified a peer.
     *
     * # Errors
     * `Usage` with codes `WrongLength`, `TooManyPeers`, `NameTooLong`, `StorageFailed`.
     */
open func rememberPeer(peer: VerifiedPeer)throws   {try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_callstate_remember_peer(
            self.uniffiCloneHandle(),
        FfiConverterTypeVerifiedPeer_lower(peer),uniffiCallStatus
    )
}
}



}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeCallState: FfiConverter {
    typealias FfiType = UInt64
    typealias SwiftType = CallState

    public static func lift(_ handle: UInt64) throws -> CallState {
        return CallState(unsafeFromHandle: handle)
    }

    public static func lower(_ value: CallState) -> UInt64 {
        return value.uniffiCloneHandle()
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> CallState {
        let handle: UInt64 = try readInt(&buf)
        return try lift(handle)
    }

    public static func write(_ value: CallState, into buf: inout [UInt8]) {
        writeInt(&buf, lower(value))
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeCallState_lift(_ handle: UInt64) throws -> CallState {
    return try FfiConverterTypeCallState.lift(handle)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeCallState_lower(_ value: CallState) -> UInt64 {
    return FfiConverterTypeCallState.lower(value)
}






/**
 * Remembers which counters of which key have been reserved (RFC 9605 section 9.1). An app that
 * keeps base keys longer than its process lives keeps these beside them.
 */
public protocol CounterStore: AnyObject, Sendable {

    /**
     * Reserves `count` counters of the key with this fingerprint of 16 bytes, and gives the first;
     * a new key starts at 0. Their end must be saved for good before this returns. It is called
     * from whatever thread encrypts, never two at a time in a process, and must not use the library
     * itself.
     *
     * Nothing where they cannot be reserved: then no frame is encrypted. Throwing means the same.
     */
    func reserve(fingerprint: Data, count: UInt64)  -> UInt64?

}
/**
 * Remembers which counters of which key have been reserved (RFC 9605 section 9.1). An app that
 * keeps base keys longer than its process lives keeps these beside them.
 */
open class CounterStoreImpl: CounterStore, @unchecked Sendable {
    fileprivate let handle: UInt64

    /// Used to instantiate a [FFIObject] without an actual handle, for fakes in tests, mostly.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public struct NoHandle {
        public init() {}
    }

    // TODO: We'd like this to be `private` but for Swifty reasons,
    // we can't implement `FfiConverter` without making this `required` and we can't
    // make it `required` without making it `public`.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    required public init(unsafeFromHandle handle: UInt64) {
        self.handle = handle
    }

    // This constructor can be used to instantiate a fake object.
    // - Parameter noHandle: Placeholder value so we can have a constructor separate from the default empty one that may be implemented for classes extending [FFIObject].
    //
    // - Warning:
    //     Any object instantiated with this constructor cannot be passed to an actual Rust-backed object. Since there isn't a backing handle the FFI lower functions will crash.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public init(noHandle: NoHandle) {
        self.handle = 0
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public func uniffiCloneHandle() -> UInt64 {
        return try! rustCall { uniffi_frameseal_uniffi_fn_clone_counterstore(self.handle, $0) }
    }
    // No primary constructor declared for this class.

    deinit {
        if handle == 0 {
            // Mock objects have handle=0 don't try to free them
            return
        }

        try! rustCall { uniffi_frameseal_uniffi_fn_free_counterstore(handle, $0) }
    }




    /**
     * Reserves `count` counters of the key with this fingerprint of 16 bytes, and gives the first;
     * a new key starts at 0. Their end must be saved for good before this returns. It is called
     * from whatever thread encrypts, never two at a time in a process, and must not use the library
     * itself.
     *
     * Nothing where they cannot be reserved: then no frame is encrypted. Throwing means the same.
     */
open func reserve(fingerprint: Data, count: UInt64) -> UInt64?  {
    return try!  FfiConverterOptionUInt64.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_counterstore_reserve(
            self.uniffiCloneHandle(),
        FfiConverterData.lower(fingerprint),
        FfiConverterUInt64.lower(count),uniffiCallStatus
    )
})
}



}



// Put the implementation in a struct so we don't pollute the top-level namespace
fileprivate struct UniffiCallbackInterfaceCounterStore {

    // Create the VTable using a series of closures.
    // Swift automatically converts these into C callback functions.
    //
    // Store the vtable directly.
    static let vtable: UniffiVTableCallbackInterfaceCounterStore = UniffiVTableCallbackInterfaceCounterStore(
        uniffiFree: { (uniffiHandle: UInt64) -> () in
            do {
                try FfiConverterTypeCounterStore.handleMap.remove(handle: uniffiHandle)
            } catch {
                print("Uniffi callback interface CounterStore: handle missing in uniffiFree")
            }
        },
        uniffiClone: { (uniffiHandle: UInt64) -> UInt64 in
            do {
                return try FfiConverterTypeCounterStore.handleMap.clone(handle: uniffiHandle)
            } catch {
                fatalError("Uniffi callback interface CounterStore: handle missing in uniffiClone")
            }
        },
        reserve: { (
            uniffiHandle: UInt64,
            fingerprint: RustBuffer,
            count: UInt64,
            uniffiOutReturn: UnsafeMutablePointer<RustBuffer>,
            uniffiCallStatus: UnsafeMutablePointer<RustCallStatus>
        ) in
            let makeCall = {
                () throws -> UInt64? in
                guard let uniffiObj = try? FfiConverterTypeCounterStore.handleMap.get(handle: uniffiHandle) else {
                    throw UniffiInternalError.unexpectedStaleHandle
                }
                return uniffiObj.reserve(
                     fingerprint: try FfiConverterData.lift(fingerprint),
                     count: try FfiConverterUInt64.lift(count)
                )
            }


            let writeReturn = { uniffiOutReturn.pointee = FfiConverterOptionUInt64.lower($0) }
            uniffiTraitInterfaceCall(
                callStatus: uniffiCallStatus,
                makeCall: makeCall,
                writeReturn: writeReturn
            )
        }
    )

    // Rust stores this pointer for future callback invocations, so it must live
    // for the process lifetime (not just for the init function call).
    //
    // `nonisolated(unsafe)` is needed under Swift 6 strict concurrency.
    // This is safe because the pointee is initialized once during static init
    // and never mutated by either side of the FFI.  Its fields are C function pointers.
    nonisolated(unsafe) static let vtablePtr: UnsafePointer<UniffiVTableCallbackInterfaceCounterStore> = {
        let ptr = UnsafeMutablePointer<UniffiVTableCallbackInterfaceCounterStore>.allocate(capacity: 1)
        ptr.initialize(to: vtable)
        return UnsafePointer(ptr)
    }()
}

private func uniffiCallbackInitCounterStore() {
    uniffi_frameseal_uniffi_fn_init_callback_vtable_counterstore(UniffiCallbackInterfaceCounterStore.vtablePtr)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeCounterStore: FfiConverter {
    fileprivate static let handleMap = UniffiHandleMap<CounterStore>()

    typealias FfiType = UInt64
    typealias SwiftType = CounterStore

    public static func lift(_ handle: UInt64) throws -> CounterStore {
        if ((handle & 1) == 0) {
            // Rust-generated handle, construct a new class that uses the handle to implement the
            // interface
            return CounterStoreImpl(unsafeFromHandle: handle)
        } else {
            // Swift-generated handle, get the object from the handle map
            return try handleMap.remove(handle: handle)
        }
    }

    public static func lower(_ value: CounterStore) -> UInt64 {
         if let rustImpl = value as? CounterStoreImpl {
             // Rust-implemented object.  Clone the handle and return it
            return rustImpl.uniffiCloneHandle()
         } else {
            // Swift object, generate a new vtable handle and return that.
            return handleMap.insert(obj: value)
         }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> CounterStore {
        let handle: UInt64 = try readInt(&buf)
        return try lift(handle)
    }

    public static func write(_ value: CounterStore, into buf: inout [UInt8]) {
        writeInt(&buf, lower(value))
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeCounterStore_lift(_ handle: UInt64) throws -> CounterStore {
    return try FfiConverterTypeCounterStore.lift(handle)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeCounterStore_lower(_ value: CounterStore) -> UInt64 {
    return FfiConverterTypeCounterStore.lower(value)
}






/**
 * Opens the frames of any number of senders (RFC 9605 section 4.4.4). One thread uses it at a time,
 * others wait.
 */
public protocol DecryptorProtocol: AnyObject, Sendable {

    /**
     * Adds a base key under a plain KID.
     *
     * # Errors
     * `Usage` with codes `KeyIdInUse`, `OwnSendKey`, `TooManyKeys`, `WrongLayout`.
     */
    func addKey(suite: CipherSuite, kid: UInt64, baseKey: BaseKey) throws

    /**
     * Adds a sender key at its present step; later steps are followed by themselves.
     *
     * # Errors
     * As `add_key`.
     */
    func addSenderKey(senderKey: SenderKey) throws

    /**
     * Opens a plain SFrame. The slow road: it is copied.
     *
     * # Errors
     * `Authentication`, `KeyId`, `Syntax`, `Replay`. Nothing has changed then.
     */
    func decrypt(frame: Data, metadata: Data?) throws  -> OpenedFrame

    /**
     * Opens a frame in an envelope, whichever codec it looks like. The slow road: it is copied.
     *
     * # Errors
     * As `decrypt`.
     */
    func decryptEnvelope(frame: Data, metadata: Data?) throws  -> OpenedFrame

    /**
     * Gives the handle that C's functions take (`frameseal_decryptor`), as long as this object
     * lives: the fast road.
     */
    func nativeHandle()  -> UInt64

    /**
     * Gives what was done with each key.
     *
     * # Errors
     * As `remove_key`.
     */
    func keyStatistics() throws  -> [KeyStatistics]

    /**
     * Gives the next event.
     *
     * # Errors
     * As `remove_key`.
     */
    func pollEvent() throws  -> FrameEvent?

    /**
     * Refuses the key of this participant's own encryptor, so that frames which the operator sends
     * back are not taken for somebody else's.
     *
     * # Errors
     * `Usage` with code `OwnSendKey` when it was added before (it is removed).
     */
    func refuseOwn(encryptor: Encryptor) throws

    /**
     * Wipes the key of a KID (its generation, its epoch) now. Says whether there was one.
     *
     * # Errors
     * `Usage` with codes `Poisoned`, after a bug in the library, and `Forked`.
     */
    func removeKey(kid: UInt64) throws  -> Bool

    /**
     * Lets the key of a KID go in 10 s. Says whether there was one.
     *
     * # Errors
     * As `remove_key`.
     */
    func retireKey(kid: UInt64) throws  -> Bool

    /**
     * Takes note of the time: retired keys go. Twenty times a second is enough.
     *
     * # Errors
     * As `remove_key`.
     */
    func tick() throws

    /**
     * Gives what was opened and refused.
     *
     * # Errors
     * As `remove_key`.
     */
    func totals() throws  -> Totals

}
/**
 * Opens the frames of any number of senders (RFC 9605 section 4.4.4). One thread uses it at a time,
 * others wait.
 */
open class Decryptor: DecryptorProtocol, @unchecked Sendable {
    fileprivate let handle: UInt64

    /// Used to instantiate a [FFIObject] without an actual handle, for fakes in tests, mostly.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public struct NoHandle {
        public init() {}
    }

    // TODO: We'd like this to be `private` but for Swifty reasons,
    // we can't implement `FfiConverter` without making this `required` and we can't
    // make it `required` without making it `public`.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    required public init(unsafeFromHandle handle: UInt64) {
        self.handle = handle
    }

    // This constructor can be used to instantiate a fake object.
    // - Parameter noHandle: Placeholder value so we can have a constructor separate from the default empty one that may be implemented for classes extending [FFIObject].
    //
    // - Warning:
    //     Any object instantiated with this constructor cannot be passed to an actual Rust-backed object. Since there isn't a backing handle the FFI lower functions will crash.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public init(noHandle: NoHandle) {
        self.handle = 0
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public func uniffiCloneHandle() -> UInt64 {
        return try! rustCall { uniffi_frameseal_uniffi_fn_clone_decryptor(self.handle, $0) }
    }
    /**
     * Makes a decryptor without keys.
     *
     * # Errors
     * `Usage` with code `FieldTooWide`.
     */
public convenience init(config: DecryptorConfig)throws  {
    let handle =
        try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_constructor_decryptor_new(
        FfiConverterTypeDecryptorConfig_lower(config),uniffiCallStatus
    )
}
    self.init(unsafeFromHandle: handle)
}

    deinit {
        if handle == 0 {
            // Mock objects have handle=0 don't try to free them
            return
        }

        try! rustCall { uniffi_frameseal_uniffi_fn_free_decryptor(handle, $0) }
    }




    /**
     * Adds a base key under a plain KID.
     *
     * # Errors
     * `Usage` with codes `KeyIdInUse`, `OwnSendKey`, `TooManyKeys`, `WrongLayout`.
     */
open func addKey(suite: CipherSuite, kid: UInt64, baseKey: BaseKey)throws   {try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_decryptor_add_key(
            self.uniffiCloneHandle(),
        FfiConverterTypeCipherSuite_lower(suite),
        FfiConverterUInt64.lower(kid),
        FfiConverterTypeBaseKey_lower(baseKey),uniffiCallStatus
    )
}
}

    /**
     * Adds a sender key at its present step; later steps are followed by themselves.
     *
     * # Errors
     * As `add_key`.
     */
open func addSenderKey(senderKey: SenderKey)throws   {try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_decryptor_add_sender_key(
            self.uniffiCloneHandle(),
        FfiConverterTypeSenderKey_lower(senderKey),uniffiCallStatus
    )
}
}

    /**
     * Opens a plain SFrame. The slow road: it is copied.
     *
     * # Errors
     * `Authentication`, `KeyId`, `Syntax`, `Replay`. Nothing has changed then.
     */
open func decrypt(frame: Data, metadata: Data? = nil)throws  -> OpenedFrame  {
    return try  FfiConverterTypeOpenedFrame_lift(try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_decryptor_decrypt(
            self.uniffiCloneHandle(),
        FfiConverterData.lower(frame),
        FfiConverterOptionData.lower(metadata),uniffiCallStatus
    )
})
}

    /**
     * Opens a frame in an envelope, whichever codec it looks like. The slow road: it is copied.
     *
     * # Errors
     * As `decrypt`.
     */
open func decryptEnvelope(frame: Data, metadata: Data? = nil)throws  -> OpenedFrame  {
    return try  FfiConverterTypeOpenedFrame_lift(try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_decryptor_decrypt_envelope(
            self.uniffiCloneHandle(),
        FfiConverterData.lower(frame),
        FfiConverterOptionData.lower(metadata),uniffiCallStatus
    )
})
}

    /**
     * Gives the handle that C's functions take (`frameseal_decryptor`), as long as this object
     * lives: the fast road.
     */
open func nativeHandle() -> UInt64  {
    return try!  FfiConverterUInt64.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_decryptor_handle(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Gives what was done with each key.
     *
     * # Errors
     * As `remove_key`.
     */
open func keyStatistics()throws  -> [KeyStatistics]  {
    return try  FfiConverterSequenceTypeKeyStatistics.lift(try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_decryptor_key_statistics(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Gives the next event.
     *
     * # Errors
     * As `remove_key`.
     */
open func pollEvent()throws  -> FrameEvent?  {
    return try  FfiConverterOptionTypeFrameEvent.lift(try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_decryptor_poll_event(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Refuses the key of this participant's own encryptor, so that frames which the operator sends
     * back are not taken for somebody else's.
     *
     * # Errors
     * `Usage` with code `OwnSendKey` when it was added before (it is removed).
     */
open func refuseOwn(encryptor: Encryptor)throws   {try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_decryptor_refuse_own(
            self.uniffiCloneHandle(),
        FfiConverterTypeEncryptor_lower(encryptor),uniffiCallStatus
    )
}
}

    /**
     * Wipes the key of a KID (its generation, its epoch) now. Says whether there was one.
     *
     * # Errors
     * `Usage` with codes `Poisoned`, after a bug in the library, and `Forked`.
     */
open func removeKey(kid: UInt64)throws  -> Bool  {
    return try  FfiConverterBool.lift(try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_decryptor_remove_key(
            self.uniffiCloneHandle(),
        FfiConverterUInt64.lower(kid),uniffiCallStatus
    )
})
}

    /**
     * Lets the key of a KID go in 10 s. Says whether there was one.
     *
     * # Errors
     * As `remove_key`.
     */
open func retireKey(kid: UInt64)throws  -> Bool  {
    return try  FfiConverterBool.lift(try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_decryptor_retire_key(
            self.uniffiCloneHandle(),
        FfiConverterUInt64.lower(kid),uniffiCallStatus
    )
})
}

    /**
     * Takes note of the time: retired keys go. Twenty times a second is enough.
     *
     * # Errors
     * As `remove_key`.
     */
open func tick()throws   {try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_decryptor_tick(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
}
}

    /**
     * Gives what was opened and refused.
     *
     * # Errors
     * As `remove_key`.
     */
open func totals()throws  -> Totals  {
    return try  FfiConverterTypeTotals_lift(try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_decryptor_totals(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}



}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeDecryptor: FfiConverter {
    typealias FfiType = UInt64
    typealias SwiftType = Decryptor

    public static func lift(_ handle: UInt64) throws -> Decryptor {
        return Decryptor(unsafeFromHandle: handle)
    }

    public static func lower(_ value: Decryptor) -> UInt64 {
        return value.uniffiCloneHandle()
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Decryptor {
        let handle: UInt64 = try readInt(&buf)
        return try lift(handle)
    }

    public static func write(_ value: Decryptor, into buf: inout [UInt8]) {
        writeInt(&buf, lower(value))
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeDecryptor_lift(_ handle: UInt64) throws -> Decryptor {
    return try FfiConverterTypeDecryptor.lift(handle)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeDecryptor_lower(_ value: Decryptor) -> UInt64 {
    return FfiConverterTypeDecryptor.lower(value)
}






/**
 * The signing key of a device (Ed25519). Wiped when it goes.
 */
public protocol DeviceIdentityProtocol: AnyObject, Sendable {

    /**
     * Gives the 32 secret bytes, to be stored where only this device can read them: the keystore
     * or keychain.
     */
    func export()  -> Data

    /**
     * Gives the public key of 32 bytes.
     */
    func publicKey()  -> Data

}
/**
 * The signing key of a device (Ed25519). Wiped when it goes.
 */
open class DeviceIdentity: DeviceIdentityProtocol, @unchecked Sendable {
    fileprivate let handle: UInt64

    /// Used to instantiate a [FFIObject] without an actual handle, for fakes in tests, mostly.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public struct NoHandle {
        public init() {}
    }

    // TODO: We'd like this to be `private` but for Swifty reasons,
    // we can't implement `FfiConverter` without making this `required` and we can't
    // make it `required` without making it `public`.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    required public init(unsafeFromHandle handle: UInt64) {
        self.handle = handle
    }

    // This constructor can be used to instantiate a fake object.
    // - Parameter noHandle: Placeholder value so we can have a constructor separate from the default empty one that may be implemented for classes extending [FFIObject].
    //
    // - Warning:
    //     Any object instantiated with this constructor cannot be passed to an actual Rust-backed object. Since there isn't a backing handle the FFI lower functions will crash.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public init(noHandle: NoHandle) {
        self.handle = 0
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public func uniffiCloneHandle() -> UInt64 {
        return try! rustCall { uniffi_frameseal_uniffi_fn_clone_deviceidentity(self.handle, $0) }
    }
    // No primary constructor declared for this class.

    deinit {
        if handle == 0 {
            // Mock objects have handle=0 don't try to free them
            return
        }

        try! rustCall { uniffi_frameseal_uniffi_fn_free_deviceidentity(handle, $0) }
    }


    /**
     * Draws a new one: once a device, then stored.
     *
     * # Errors
     * `Usage` with code `NoRandomness`.
     */
public static func generate()throws  -> DeviceIdentity  {
    return try  FfiConverterTypeDeviceIdentity_lift(try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_constructor_deviceidentity_generate(uniffiCallStatus
    )
})
}

    /**
     * Takes the 32 bytes that `export` gave.
     *
     * # Errors
     * `Usage` with code `WrongLength`.
     */
public static func importFrom(seed: Data)throws  -> DeviceIdentity  {
    return try  FfiConverterTypeDeviceIdentity_lift(try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_constructor_deviceidentity_import_from(
        FfiConverterData.lower(seed),uniffiCallStatus
    )
})
}



    /**
     * Gives the 32 secret bytes, to be stored where only this device can read them: the keystore
     * or keychain.
     */
open func export() -> Data  {
    return try!  FfiConverterData.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_deviceidentity_export(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Gives the public key of 32 bytes.
     */
open func publicKey() -> Data  {
    return try!  FfiConverterData.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_deviceidentity_public_key(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}



}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeDeviceIdentity: FfiConverter {
    typealias FfiType = UInt64
    typealias SwiftType = DeviceIdentity

    public static func lift(_ handle: UInt64) throws -> DeviceIdentity {
        return DeviceIdentity(unsafeFromHandle: handle)
    }

    public static func lower(_ value: DeviceIdentity) -> UInt64 {
        return value.uniffiCloneHandle()
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> DeviceIdentity {
        let handle: UInt64 = try readInt(&buf)
        return try lift(handle)
    }

    public static func write(_ value: DeviceIdentity, into buf: inout [UInt8]) {
        writeInt(&buf, lower(value))
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeDeviceIdentity_lift(_ handle: UInt64) throws -> DeviceIdentity {
    return try FfiConverterTypeDeviceIdentity.lift(handle)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeDeviceIdentity_lower(_ value: DeviceIdentity) -> UInt64 {
    return FfiConverterTypeDeviceIdentity.lower(value)
}






/**
 * Seals the frames of one sender under one key (RFC 9605 section 4.4.3). Any number of threads may
 * use it at a time.
 */
public protocol EncryptorProtocol: AnyObject, Sendable {

    /**
     * Seals a frame as plain SFrame. `metadata` is authenticated and not sent; the receiver needs
     * the same. The slow road: both are copied.
     *
     * # Errors
     * `Usage` with codes `KeyUsedUp`, `CountersUnavailable`, and `Forked` in a child of a process that
     * used the library: nothing was sealed.
     */
    func encrypt(frame: Data, metadata: Data?) throws  -> Data

    /**
     * Seals a frame into an envelope that still looks like its codec, padded to a multiple of
     * `pad_to` bytes unless that is 0. The slow road: it is copied.
     *
     * # Errors
     * As `encrypt`, and what is wrong with a frame that is not the codec's.
     */
    func encryptAs(codec: Codec, frame: Data, metadata: Data?, padTo: UInt16) throws  -> Data

    /**
     * Gives the 16 bytes under which its counters are kept.
     */
    func fingerprint()  -> Data

    /**
     * Gives the handle that C's functions take (`frameseal_encryptor`), as long as this object
     * lives: the fast road.
     */
    func nativeHandle()  -> UInt64

    /**
     * Gives the KID in the headers of its frames.
     */
    func kid()  -> UInt64

    /**
     * Gives the most bytes by which a plain frame grows.
     */
    func maxOverhead()  -> UInt64

    /**
     * Gives the next event.
     */
    func pollEvent()  -> FrameEvent?

    /**
     * Gives the cipher suite.
     */
    func suite()  -> CipherSuite?

}
/**
 * Seals the frames of one sender under one key (RFC 9605 section 4.4.3). Any number of threads may
 * use it at a time.
 */
open class Encryptor: EncryptorProtocol, @unchecked Sendable {
    fileprivate let handle: UInt64

    /// Used to instantiate a [FFIObject] without an actual handle, for fakes in tests, mostly.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public struct NoHandle {
        public init() {}
    }

    // TODO: We'd like this to be `private` but for Swifty reasons,
    // we can't implement `FfiConverter` without making this `required` and we can't
    // make it `required` without making it `public`.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    required public init(unsafeFromHandle handle: UInt64) {
        self.handle = handle
    }

    // This constructor can be used to instantiate a fake object.
    // - Parameter noHandle: Placeholder value so we can have a constructor separate from the default empty one that may be implemented for classes extending [FFIObject].
    //
    // - Warning:
    //     Any object instantiated with this constructor cannot be passed to an actual Rust-backed object. Since there isn't a backing handle the FFI lower functions will crash.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public init(noHandle: NoHandle) {
        self.handle = 0
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public func uniffiCloneHandle() -> UInt64 {
        return try! rustCall { uniffi_frameseal_uniffi_fn_clone_encryptor(self.handle, $0) }
    }
    /**
     * Makes an encryptor for a base key and the KID under which receivers know it. Should this
     * process, or the store, have encrypted with them before, counting goes on where it stopped.
     *
     * # Errors
     * `Usage` with code `CountersUnavailable` and its neighbours when counters cannot be reserved.
     */
public convenience init(suite: CipherSuite, kid: UInt64, baseKey: BaseKey, counters: CounterStore? = nil)throws  {
    let handle =
        try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_constructor_encryptor_new(
        FfiConverterTypeCipherSuite_lower(suite),
        FfiConverterUInt64.lower(kid),
        FfiConverterTypeBaseKey_lower(baseKey),
        FfiConverterOptionTypeCounterStore.lower(counters),uniffiCallStatus
    )
}
    self.init(unsafeFromHandle: handle)
}

    deinit {
        if handle == 0 {
            // Mock objects have handle=0 don't try to free them
            return
        }

        try! rustCall { uniffi_frameseal_uniffi_fn_free_encryptor(handle, $0) }
    }


    /**
     * Makes an encryptor for the present step of a sender key. After `ratchet`, make the next.
     *
     * # Errors
     * As `new`.
     */
public static func forSender(senderKey: SenderKey, counters: CounterStore? = nil)throws  -> Encryptor  {
    return try  FfiConverterTypeEncryptor_lift(try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_constructor_encryptor_for_sender(
        FfiConverterTypeSenderKey_lower(senderKey),
        FfiConverterOptionTypeCounterStore.lower(counters),uniffiCallStatus
    )
})
}

    /**
     * As `new`, with counters that a device's state keeps.
     *
     * # Errors
     * `Usage` with code `CountersWentBack` for a key of a state whose anchor was lost, and as
     * `new`.
     */
public static func withState(suite: CipherSuite, kid: UInt64, baseKey: BaseKey, state: CallState)throws  -> Encryptor  {
    return try  FfiConverterTypeEncryptor_lift(try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_constructor_encryptor_with_state(
        FfiConverterTypeCipherSuite_lower(suite),
        FfiConverterUInt64.lower(kid),
        FfiConverterTypeBaseKey_lower(baseKey),
        FfiConverterTypeCallState_lower(state),uniffiCallStatus
    )
})
}



    /**
     * Seals a frame as plain SFrame. `metadata` is authenticated and not sent; the receiver needs
     * the same. The slow road: both are copied.
     *
     * # Errors
     * `Usage` with codes `KeyUsedUp`, `CountersUnavailable`, and `Forked` in a child of a process that
     * used the library: nothing was sealed.
     */
open func encrypt(frame: Data, metadata: Data? = nil)throws  -> Data  {
    return try  FfiConverterData.lift(try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_encryptor_encrypt(
            self.uniffiCloneHandle(),
        FfiConverterData.lower(frame),
        FfiConverterOptionData.lower(metadata),uniffiCallStatus
    )
})
}

    /**
     * Seals a frame into an envelope that still looks like its codec, padded to a multiple of
     * `pad_to` bytes unless that is 0. The slow road: it is copied.
     *
     * # Errors
     * As `encrypt`, and what is wrong with a frame that is not the codec's.
     */
open func encryptAs(codec: Codec, frame: Data, metadata: Data? = nil, padTo: UInt16 = UInt16(0))throws  -> Data  {
    return try  FfiConverterData.lift(try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_encryptor_encrypt_as(
            self.uniffiCloneHandle(),
        FfiConverterTypeCodec_lower(codec),
        FfiConverterData.lower(frame),
        FfiConverterOptionData.lower(metadata),
        FfiConverterUInt16.lower(padTo),uniffiCallStatus
    )
})
}

    /**
     * Gives the 16 bytes under which its counters are kept.
     */
open func fingerprint() -> Data  {
    return try!  FfiConverterData.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_encryptor_fingerprint(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Gives the handle that C's functions take (`frameseal_encryptor`), as long as this object
     * lives: the fast road.
     */
open func nativeHandle() -> UInt64  {
    return try!  FfiConverterUInt64.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_encryptor_handle(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Gives the KID in the headers of its frames.
     */
open func kid() -> UInt64  {
    return try!  FfiConverterUInt64.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_encryptor_kid(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Gives the most bytes by which a plain frame grows.
     */
open func maxOverhead() -> UInt64  {
    return try!  FfiConverterUInt64.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_encryptor_max_overhead(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Gives the next event.
     */
open func pollEvent() -> FrameEvent?  {
    return try!  FfiConverterOptionTypeFrameEvent.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_encryptor_poll_event(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Gives the cipher suite.
     */
open func suite() -> CipherSuite?  {
    return try!  FfiConverterOptionTypeCipherSuite.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_encryptor_suite(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}



}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeEncryptor: FfiConverter {
    typealias FfiType = UInt64
    typealias SwiftType = Encryptor

    public static func lift(_ handle: UInt64) throws -> Encryptor {
        return Encryptor(unsafeFromHandle: handle)
    }

    public static func lower(_ value: Encryptor) -> UInt64 {
        return value.uniffiCloneHandle()
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Encryptor {
        let handle: UInt64 = try readInt(&buf)
        return try lift(handle)
    }

    public static func write(_ value: Encryptor, into buf: inout [UInt8]) {
        writeInt(&buf, lower(value))
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeEncryptor_lift(_ handle: UInt64) throws -> Encryptor {
    return try FfiConverterTypeEncryptor.lift(handle)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeEncryptor_lower(_ value: Encryptor) -> UInt64 {
    return FfiConverterTypeEncryptor.lower(value)
}






/**
 * Keeps the epochs of a group, and its decryptor up to date.
 */
public protocol MlsKeysProtocol: AnyObject, Sendable {

    /**
     * Takes the secret of an epoch, after every commit. `leaves` is the size of the tree,
     * `own_index` this member's leaf. `at_once` after somebody was removed; else this member goes
     * on sending in the last epoch for a moment, until others have the new one too.
     *
     * # Errors
     * `Usage` with codes `BaseKeyTooShort`, `WrongKeyLength`, `NotInTree`, `OtherEpoch`, `SameSecret`, `EpochOver`,
     * `EpochTooOld`.
     */
    func addEpoch(epoch: UInt64, secret: Data, leaves: UInt32, ownIndex: UInt32, atOnce: Bool) throws

    /**
     * Gives the decryptor for the frames of all members.
     */
    func decryptor()  -> Decryptor

    /**
     * Gives the encryptor for a context, such as 0 for audio and 1 for video.
     *
     * # Errors
     * `Usage` with codes `NoEpoch`, `TooManyContexts`, `FieldTooWide`, `CountersUnavailable`.
     */
    func encryptor(context: UInt64) throws  -> Encryptor

    /**
     * Begins to send in an epoch that is held.
     *
     * # Errors
     * `Usage` with codes `SendingIsNewer`, `UnknownEpoch`.
     */
    func goOver(epoch: UInt64) throws

    /**
     * Gives the leaf index of the sender whose frames have this KID, if its epoch is held.
     */
    func senderOf(kid: UInt64)  -> UInt32?

    /**
     * Gives the epoch that is sent in.
     */
    func sending()  -> UInt64?

    /**
     * Takes note of the time. Ten times a second is enough.
     *
     * # Errors
     * `Usage` with code `Poisoned`, after a bug in the library.
     */
    func tick() throws

}
/**
 * Keeps the epochs of a group, and its decryptor up to date.
 */
open class MlsKeys: MlsKeysProtocol, @unchecked Sendable {
    fileprivate let handle: UInt64

    /// Used to instantiate a [FFIObject] without an actual handle, for fakes in tests, mostly.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public struct NoHandle {
        public init() {}
    }

    // TODO: We'd like this to be `private` but for Swifty reasons,
    // we can't implement `FfiConverter` without making this `required` and we can't
    // make it `required` without making it `public`.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    required public init(unsafeFromHandle handle: UInt64) {
        self.handle = handle
    }

    // This constructor can be used to instantiate a fake object.
    // - Parameter noHandle: Placeholder value so we can have a constructor separate from the default empty one that may be implemented for classes extending [FFIObject].
    //
    // - Warning:
    //     Any object instantiated with this constructor cannot be passed to an actual Rust-backed object. Since there isn't a backing handle the FFI lower functions will crash.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public init(noHandle: NoHandle) {
        self.handle = 0
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public func uniffiCloneHandle() -> UInt64 {
        return try! rustCall { uniffi_frameseal_uniffi_fn_clone_mlskeys(self.handle, $0) }
    }
    /**
     * For frames of a suite and KIDs that end in so many bits of epoch (1 to 8); both the same
     * for all members.
     *
     * # Errors
     * `Usage` with code `FieldTooWide`.
     */
public convenience init(suite: CipherSuite, epochBits: UInt8, listener: MlsListener? = nil, counters: CounterStore? = nil)throws  {
    let handle =
        try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_constructor_mlskeys_new(
        FfiConverterTypeCipherSuite_lower(suite),
        FfiConverterUInt8.lower(epochBits),
        FfiConverterOptionTypeMlsListener.lower(listener),
        FfiConverterOptionTypeCounterStore.lower(counters),uniffiCallStatus
    )
}
    self.init(unsafeFromHandle: handle)
}

    deinit {
        if handle == 0 {
            // Mock objects have handle=0 don't try to free them
            return
        }

        try! rustCall { uniffi_frameseal_uniffi_fn_free_mlskeys(handle, $0) }
    }




    /**
     * Takes the secret of an epoch, after every commit. `leaves` is the size of the tree,
     * `own_index` this member's leaf. `at_once` after somebody was removed; else this member goes
     * on sending in the last epoch for a moment, until others have the new one too.
     *
     * # Errors
     * `Usage` with codes `BaseKeyTooShort`, `WrongKeyLength`, `NotInTree`, `OtherEpoch`, `SameSecret`, `EpochOver`,
     * `EpochTooOld`.
     */
open func addEpoch(epoch: UInt64, secret: Data, leaves: UInt32, ownIndex: UInt32, atOnce: Bool = false)throws   {try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_mlskeys_add_epoch(
            self.uniffiCloneHandle(),
        FfiConverterUInt64.lower(epoch),
        FfiConverterData.lower(secret),
        FfiConverterUInt32.lower(leaves),
        FfiConverterUInt32.lower(ownIndex),
        FfiConverterBool.lower(atOnce),uniffiCallStatus
    )
}
}

    /**
     * Gives the decryptor for the frames of all members.
     */
open func decryptor() -> Decryptor  {
    return try!  FfiConverterTypeDecryptor_lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_mlskeys_decryptor(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Gives the encryptor for a context, such as 0 for audio and 1 for video.
     *
     * # Errors
     * `Usage` with codes `NoEpoch`, `TooManyContexts`, `FieldTooWide`, `CountersUnavailable`.
     */
open func encryptor(context: UInt64)throws  -> Encryptor  {
    return try  FfiConverterTypeEncryptor_lift(try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_mlskeys_encryptor(
            self.uniffiCloneHandle(),
        FfiConverterUInt64.lower(context),uniffiCallStatus
    )
})
}

    /**
     * Begins to send in an epoch that is held.
     *
     * # Errors
     * `Usage` with codes `SendingIsNewer`, `UnknownEpoch`.
     */
open func goOver(epoch: UInt64)throws   {try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_mlskeys_go_over(
            self.uniffiCloneHandle(),
        FfiConverterUInt64.lower(epoch),uniffiCallStatus
    )
}
}

    /**
     * Gives the leaf index of the sender whose frames have this KID, if its epoch is held.
     */
open func senderOf(kid: UInt64) -> UInt32?  {
    return try!  FfiConverterOptionUInt32.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_mlskeys_sender_of(
            self.uniffiCloneHandle(),
        FfiConverterUInt64.lower(kid),uniffiCallStatus
    )
})
}

    /**
     * Gives the epoch that is sent in.
     */
open func sending() -> UInt64?  {
    return try!  FfiConverterOptionUInt64.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_mlskeys_sending(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Takes note of the time. Ten times a second is enough.
     *
     * # Errors
     * `Usage` with code `Poisoned`, after a bug in the library.
     */
open func tick()throws   {try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_mlskeys_tick(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
}
}



}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeMlsKeys: FfiConverter {
    typealias FfiType = UInt64
    typealias SwiftType = MlsKeys

    public static func lift(_ handle: UInt64) throws -> MlsKeys {
        return MlsKeys(unsafeFromHandle: handle)
    }

    public static func lower(_ value: MlsKeys) -> UInt64 {
        return value.uniffiCloneHandle()
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> MlsKeys {
        let handle: UInt64 = try readInt(&buf)
        return try lift(handle)
    }

    public static func write(_ value: MlsKeys, into buf: inout [UInt8]) {
        writeInt(&buf, lower(value))
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeMlsKeys_lift(_ handle: UInt64) throws -> MlsKeys {
    return try FfiConverterTypeMlsKeys.lift(handle)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeMlsKeys_lower(_ value: MlsKeys) -> UInt64 {
    return FfiConverterTypeMlsKeys.lower(value)
}






/**
 * Hears what changes for the epochs of a group, in order, from one thread at a time: any that uses
 * them.
 */
public protocol MlsListener: AnyObject, Sendable {

    /**
     * This member sends in another epoch: ask for the encryptors anew.
     */
    func goneOver(epoch: UInt64)

    /**
     * The key of this KID is nearly used up: have the group commit; an update will do.
     */
    func commitSoon(kid: UInt64)

}
/**
 * Hears what changes for the epochs of a group, in order, from one thread at a time: any that uses
 * them.
 */
open class MlsListenerImpl: MlsListener, @unchecked Sendable {
    fileprivate let handle: UInt64

    /// Used to instantiate a [FFIObject] without an actual handle, for fakes in tests, mostly.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public struct NoHandle {
        public init() {}
    }

    // TODO: We'd like this to be `private` but for Swifty reasons,
    // we can't implement `FfiConverter` without making this `required` and we can't
    // make it `required` without making it `public`.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    required public init(unsafeFromHandle handle: UInt64) {
        self.handle = handle
    }

    // This constructor can be used to instantiate a fake object.
    // - Parameter noHandle: Placeholder value so we can have a constructor separate from the default empty one that may be implemented for classes extending [FFIObject].
    //
    // - Warning:
    //     Any object instantiated with this constructor cannot be passed to an actual Rust-backed object. Since there isn't a backing handle the FFI lower functions will crash.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public init(noHandle: NoHandle) {
        self.handle = 0
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public func uniffiCloneHandle() -> UInt64 {
        return try! rustCall { uniffi_frameseal_uniffi_fn_clone_mlslistener(self.handle, $0) }
    }
    // No primary constructor declared for this class.

    deinit {
        if handle == 0 {
            // Mock objects have handle=0 don't try to free them
            return
        }

        try! rustCall { uniffi_frameseal_uniffi_fn_free_mlslistener(handle, $0) }
    }




    /**
     * This member sends in another epoch: ask for the encryptors anew.
     */
open func goneOver(epoch: UInt64)  {try! rustCall() {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_mlslistener_gone_over(
            self.uniffiCloneHandle(),
        FfiConverterUInt64.lower(epoch),uniffiCallStatus
    )
}
}

    /**
     * The key of this KID is nearly used up: have the group commit; an update will do.
     */
open func commitSoon(kid: UInt64)  {try! rustCall() {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_mlslistener_commit_soon(
            self.uniffiCloneHandle(),
        FfiConverterUInt64.lower(kid),uniffiCallStatus
    )
}
}



}



// Put the implementation in a struct so we don't pollute the top-level namespace
fileprivate struct UniffiCallbackInterfaceMlsListener {

    // Create the VTable using a series of closures.
    // Swift automatically converts these into C callback functions.
    //
    // Store the vtable directly.
    static let vtable: UniffiVTableCallbackInterfaceMlsListener = UniffiVTableCallbackInterfaceMlsListener(
        uniffiFree: { (uniffiHandle: UInt64) -> () in
            do {
                try FfiConverterTypeMlsListener.handleMap.remove(handle: uniffiHandle)
            } catch {
                print("Uniffi callback interface MlsListener: handle missing in uniffiFree")
            }
        },
        uniffiClone: { (uniffiHandle: UInt64) -> UInt64 in
            do {
                return try FfiConverterTypeMlsListener.handleMap.clone(handle: uniffiHandle)
            } catch {
                fatalError("Uniffi callback interface MlsListener: handle missing in uniffiClone")
            }
        },
        goneOver: { (
            uniffiHandle: UInt64,
            epoch: UInt64,
            uniffiOutReturn: UnsafeMutableRawPointer,
            uniffiCallStatus: UnsafeMutablePointer<RustCallStatus>
        ) in
            let makeCall = {
                () throws -> () in
                guard let uniffiObj = try? FfiConverterTypeMlsListener.handleMap.get(handle: uniffiHandle) else {
                    throw UniffiInternalError.unexpectedStaleHandle
                }
                return uniffiObj.goneOver(
                     epoch: try FfiConverterUInt64.lift(epoch)
                )
            }


            let writeReturn = { () }
            uniffiTraitInterfaceCall(
                callStatus: uniffiCallStatus,
                makeCall: makeCall,
                writeReturn: writeReturn
            )
        },
        commitSoon: { (
            uniffiHandle: UInt64,
            kid: UInt64,
            uniffiOutReturn: UnsafeMutableRawPointer,
            uniffiCallStatus: UnsafeMutablePointer<RustCallStatus>
        ) in
            let makeCall = {
                () throws -> () in
                guard let uniffiObj = try? FfiConverterTypeMlsListener.handleMap.get(handle: uniffiHandle) else {
                    throw UniffiInternalError.unexpectedStaleHandle
                }
                return uniffiObj.commitSoon(
                     kid: try FfiConverterUInt64.lift(kid)
                )
            }


            let writeReturn = { () }
            uniffiTraitInterfaceCall(
                callStatus: uniffiCallStatus,
                makeCall: makeCall,
                writeReturn: writeReturn
            )
        }
    )

    // Rust stores this pointer for future callback invocations, so it must live
    // for the process lifetime (not just for the init function call).
    //
    // `nonisolated(unsafe)` is needed under Swift 6 strict concurrency.
    // This is safe because the pointee is initialized once during static init
    // and never mutated by either side of the FFI.  Its fields are C function pointers.
    nonisolated(unsafe) static let vtablePtr: UnsafePointer<UniffiVTableCallbackInterfaceMlsListener> = {
        let ptr = UnsafeMutablePointer<UniffiVTableCallbackInterfaceMlsListener>.allocate(capacity: 1)
        ptr.initialize(to: vtable)
        return UnsafePointer(ptr)
    }()
}

private func uniffiCallbackInitMlsListener() {
    uniffi_frameseal_uniffi_fn_init_callback_vtable_mlslistener(UniffiCallbackInterfaceMlsListener.vtablePtr)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeMlsListener: FfiConverter {
    fileprivate static let handleMap = UniffiHandleMap<MlsListener>()

    typealias FfiType = UInt64
    typealias SwiftType = MlsListener

    public static func lift(_ handle: UInt64) throws -> MlsListener {
        if ((handle & 1) == 0) {
            // Rust-generated handle, construct a new class that uses the handle to implement the
            // interface
            return MlsListenerImpl(unsafeFromHandle: handle)
        } else {
            // Swift-generated handle, get the object from the handle map
            return try handleMap.remove(handle: handle)
        }
    }

    public static func lower(_ value: MlsListener) -> UInt64 {
         if let rustImpl = value as? MlsListenerImpl {
             // Rust-implemented object.  Clone the handle and return it
            return rustImpl.uniffiCloneHandle()
         } else {
            // Swift object, generate a new vtable handle and return that.
            return handleMap.insert(obj: value)
         }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> MlsListener {
        let handle: UInt64 = try readInt(&buf)
        return try lift(handle)
    }

    public static func write(_ value: MlsListener, into buf: inout [UInt8]) {
        writeInt(&buf, lower(value))
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeMlsListener_lift(_ handle: UInt64) throws -> MlsListener {
    return try FfiConverterTypeMlsListener.lift(handle)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeMlsListener_lower(_ value: MlsListener) -> UInt64 {
    return FfiConverterTypeMlsListener.lower(value)
}






/**
 * What two devices compare once and for all: it depends on both public keys and on nothing else.
 */
public protocol SafetyNumberProtocol: AnyObject, Sendable {

    /**
     * Gives the digits to read aloud.
     */
    func digits()  -> String

    /**
     * Says whether a scanned code is this one.
     */
    func matchesQr(scanned: String)  -> Bool

    /**
     * Gives what a QR code has.
     */
    func qrText()  -> String

    /**
     * Gives the QR code as SVG.
     */
    func svg()  -> String

}
/**
 * What two devices compare once and for all: it depends on both public keys and on nothing else.
 */
open class SafetyNumber: SafetyNumberProtocol, @unchecked Sendable {
    fileprivate let handle: UInt64

    /// Used to instantiate a [FFIObject] without an actual handle, for fakes in tests, mostly.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public struct NoHandle {
        public init() {}
    }

    // TODO: We'd like this to be `private` but for Swifty reasons,
    // we can't implement `FfiConverter` without making this `required` and we can't
    // make it `required` without making it `public`.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    required public init(unsafeFromHandle handle: UInt64) {
        self.handle = handle
    }

    // This constructor can be used to instantiate a fake object.
    // - Parameter noHandle: Placeholder value so we can have a constructor separate from the default empty one that may be implemented for classes extending [FFIObject].
    //
    // - Warning:
    //     Any object instantiated with this constructor cannot be passed to an actual Rust-backed object. Since there isn't a backing handle the FFI lower functions will crash.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public init(noHandle: NoHandle) {
        self.handle = 0
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public func uniffiCloneHandle() -> UInt64 {
        return try! rustCall { uniffi_frameseal_uniffi_fn_clone_safetynumber(self.handle, $0) }
    }
    // No primary constructor declared for this class.

    deinit {
        if handle == 0 {
            // Mock objects have handle=0 don't try to free them
            return
        }

        try! rustCall { uniffi_frameseal_uniffi_fn_free_safetynumber(handle, $0) }
    }


    /**
     * Makes it of two public keys of 32 bytes, in any order.
     *
     * # Errors
     * `Usage` with code `WrongLength`.
     */
public static func between(a: Data, b: Data)throws  -> SafetyNumber  {
    return try  FfiConverterTypeSafetyNumber_lift(try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_constructor_safetynumber_between(
        FfiConverterData.lower(a),
        FfiConverterData.lower(b),uniffiCallStatus
    )
})
}



    /**
     * Gives the digits to read aloud.
     */
open func digits() -> String  {
    return try!  FfiConverterString.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_safetynumber_digits(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Says whether a scanned code is this one.
     */
open func matchesQr(scanned: String) -> Bool  {
    return try!  FfiConverterBool.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_safetynumber_matches_qr(
            self.uniffiCloneHandle(),
        FfiConverterString.lower(scanned),uniffiCallStatus
    )
})
}

    /**
     * Gives what a QR code has.
     */
open func qrText() -> String  {
    return try!  FfiConverterString.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_safetynumber_qr_text(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Gives the QR code as SVG.
     */
open func svg() -> String  {
    return try!  FfiConverterString.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_safetynumber_svg(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}



}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeSafetyNumber: FfiConverter {
    typealias FfiType = UInt64
    typealias SwiftType = SafetyNumber

    public static func lift(_ handle: UInt64) throws -> SafetyNumber {
        return SafetyNumber(unsafeFromHandle: handle)
    }

    public static func lower(_ value: SafetyNumber) -> UInt64 {
        return value.uniffiCloneHandle()
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SafetyNumber {
        let handle: UInt64 = try readInt(&buf)
        return try lift(handle)
    }

    public static func write(_ value: SafetyNumber, into buf: inout [UInt8]) {
        writeInt(&buf, lower(value))
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeSafetyNumber_lift(_ handle: UInt64) throws -> SafetyNumber {
    return try FfiConverterTypeSafetyNumber.lift(handle)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeSafetyNumber_lower(_ value: SafetyNumber) -> UInt64 {
    return FfiConverterTypeSafetyNumber.lower(value)
}






/**
 * A sender key, which ratchets when somebody joins (RFC 9605 section 5.1). Wiped when it goes.
 */
public protocol SenderKeyProtocol: AnyObject, Sendable {

    /**
     * Gives the present step's base key, for whoever joins now.
     *
     * # Errors
     * None that is known.
     */
    func baseKey() throws  -> BaseKey

    /**
     * Gives the KID of the present step.
     */
    func kid()  -> UInt64

    /**
     * Goes one step further, from which nobody can go back: for whoever joins now.
     */
    func ratchet()

}
/**
 * A sender key, which ratchets when somebody joins (RFC 9605 section 5.1). Wiped when it goes.
 */
open class SenderKey: SenderKeyProtocol, @unchecked Sendable {
    fileprivate let handle: UInt64

    /// Used to instantiate a [FFIObject] without an actual handle, for fakes in tests, mostly.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public struct NoHandle {
        public init() {}
    }

    // TODO: We'd like this to be `private` but for Swifty reasons,
    // we can't implement `FfiConverter` without making this `required` and we can't
    // make it `required` without making it `public`.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    required public init(unsafeFromHandle handle: UInt64) {
        self.handle = handle
    }

    // This constructor can be used to instantiate a fake object.
    // - Parameter noHandle: Placeholder value so we can have a constructor separate from the default empty one that may be implemented for classes extending [FFIObject].
    //
    // - Warning:
    //     Any object instantiated with this constructor cannot be passed to an actual Rust-backed object. Since there isn't a backing handle the FFI lower functions will crash.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public init(noHandle: NoHandle) {
        self.handle = 0
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public func uniffiCloneHandle() -> UInt64 {
        return try! rustCall { uniffi_frameseal_uniffi_fn_clone_senderkey(self.handle, $0) }
    }
    /**
     * Makes the key of a generation at a step. Its KIDs end in `ratchet_bits` (1 to 16) bits of
     * step.
     *
     * # Errors
     * `Usage` with code `FieldTooWide`.
     */
public convenience init(suite: CipherSuite, ratchetBits: UInt8, generation: UInt64, step: UInt64, baseKey: BaseKey)throws  {
    let handle =
        try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_constructor_senderkey_new(
        FfiConverterTypeCipherSuite_lower(suite),
        FfiConverterUInt8.lower(ratchetBits),
        FfiConverterUInt64.lower(generation),
        FfiConverterUInt64.lower(step),
        FfiConverterTypeBaseKey_lower(baseKey),uniffiCallStatus
    )
}
    self.init(unsafeFromHandle: handle)
}

    deinit {
        if handle == 0 {
            // Mock objects have handle=0 don't try to free them
            return
        }

        try! rustCall { uniffi_frameseal_uniffi_fn_free_senderkey(handle, $0) }
    }




    /**
     * Gives the present step's base key, for whoever joins now.
     *
     * # Errors
     * None that is known.
     */
open func baseKey()throws  -> BaseKey  {
    return try  FfiConverterTypeBaseKey_lift(try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_senderkey_base_key(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Gives the KID of the present step.
     */
open func kid() -> UInt64  {
    return try!  FfiConverterUInt64.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_senderkey_kid(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Goes one step further, from which nobody can go back: for whoever joins now.
     */
open func ratchet()  {try! rustCall() {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_senderkey_ratchet(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
}
}



}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeSenderKey: FfiConverter {
    typealias FfiType = UInt64
    typealias SwiftType = SenderKey

    public static func lift(_ handle: UInt64) throws -> SenderKey {
        return SenderKey(unsafeFromHandle: handle)
    }

    public static func lower(_ value: SenderKey) -> UInt64 {
        return value.uniffiCloneHandle()
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SenderKey {
        let handle: UInt64 = try readInt(&buf)
        return try lift(handle)
    }

    public static func write(_ value: SenderKey, into buf: inout [UInt8]) {
        writeInt(&buf, lower(value))
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeSenderKey_lift(_ handle: UInt64) throws -> SenderKey {
    return try FfiConverterTypeSenderKey.lift(handle)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeSenderKey_lower(_ value: SenderKey) -> UInt64 {
    return FfiConverterTypeSenderKey.lower(value)
}






/**
 * One device in one call.
 *
 * It agrees on keys with the others over whatever signalling the app has, which may belong to the
 * operator. Hand it every message that comes with `handle`, call `tick` ten times a second, and
 * send what the listener is given.
 */
public protocol SessionProtocol: AnyObject, Sendable {

    /**
     * Agrees to compare when a member asked.
     *
     * # Errors
     * As `start_comparison`.
     */
    func acceptComparison(with: String) throws

    /**
     * Lets somebody in who waits.
     *
     * # Errors
     * `Usage` with codes `NoMember`, `NoSuchMember`, `NotEntitled`.
     */
    func admit(who: String) throws

    /**
     * Gives what all members read to each other.
     */
    func callCode()  -> CallCode

    /**
     * Gives what to compare with a member, once it is there.
     *
     * # Errors
     * `Usage` with code `NoMember`.
     */
    func comparison(with: String) throws  -> Comparison?

    /**
     * Consents to media in clear, where the call allows it, or takes that back.
     *
     * # Errors
     * `Usage` with code `NotEntitled`.
     */
    func consentToClear(consents: Bool) throws

    /**
     * Gives the decryptor for the frames of all members.
     */
    func decryptor()  -> Decryptor

    /**
     * Gives the encryptor for one kind of media.
     *
     * # Errors
     * `Usage` with codes `NotLetIn`, `SessionEnded`: send nothing.
     */
    func encryptor(kind: MediaKind) throws  -> Encryptor

    /**
     * Gives how the session ended, if it did.
     */
    func ended()  -> Departure?

    /**
     * Takes a message from the signalling channel.
     *
     * # Errors
     * `Message`; most need nothing done.
     */
    func handle(message: Data) throws

    /**
     * Gives this member's id.
     */
    func id()  -> String

    /**
     * Leaves, with a goodbye to be sent.
     *
     * # Errors
     * As `tick`.
     */
    func leave() throws

    /**
     * Says whether somebody else's code, scanned, is this call's.
     */
    func matchesQr(scanned: String)  -> Bool

    /**
     * Says whether media may go in clear now: the call allows it and every member consents.
     */
    func maySendClear()  -> Bool

    /**
     * Gives the other members.
     */
    func members()  -> [Member]

    /**
     * Opens a message of another member; nothing for one whose key has yet to come (`poll_chat`).
     *
     * # Errors
     * As frames.
     */
    func openChat(sealed: Data) throws  -> ChatMessage?

    /**
     * Gives the next message whose key came after it.
     */
    func pollChat()  -> ChatMessage?

    /**
     * Removes a member.
     *
     * # Errors
     * As `admit`.
     */
    func remove(who: String) throws

    /**
     * Changes the keys this member sends with.
     *
     * # Errors
     * As `tick`.
     */
    func rotate() throws

    /**
     * Gives what this device and a member's compare once and for all.
     *
     * # Errors
     * `Usage` with codes `NoMember`, `NoSuchMember`.
     */
    func safetyNumber(with: String) throws  -> SafetyNumber

    /**
     * Seals a message to all members.
     *
     * # Errors
     * `Usage` with codes `NotLetIn`, `SessionEnded`.
     */
    func sealChat(message: Data) throws  -> Data

    /**
     * Gives whose frames have this KID.
     */
    func senderOf(kid: UInt64)  -> Sender?

    /**
     * Starts to compare pictures with a member.
     *
     * # Errors
     * `Usage` with codes `NoMember`, `NoSuchMember`.
     */
    func startComparison(with: String) throws

    /**
     * Takes note of the time, ten times a second.
     *
     * # Errors
     * `Usage` with code `Forked`, as everything in a child of a process that used the library.
     */
    func tick() throws

}
/**
 * One device in one call.
 *
 * It agrees on keys with the others over whatever signalling the app has, which may belong to the
 * operator. Hand it every message that comes with `handle`, call `tick` ten times a second, and
 * send what the listener is given.
 */
open class Session: SessionProtocol, @unchecked Sendable {
    fileprivate let handle: UInt64

    /// Used to instantiate a [FFIObject] without an actual handle, for fakes in tests, mostly.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public struct NoHandle {
        public init() {}
    }

    // TODO: We'd like this to be `private` but for Swifty reasons,
    // we can't implement `FfiConverter` without making this `required` and we can't
    // make it `required` without making it `public`.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    required public init(unsafeFromHandle handle: UInt64) {
        self.handle = handle
    }

    // This constructor can be used to instantiate a fake object.
    // - Parameter noHandle: Placeholder value so we can have a constructor separate from the default empty one that may be implemented for classes extending [FFIObject].
    //
    // - Warning:
    //     Any object instantiated with this constructor cannot be passed to an actual Rust-backed object. Since there isn't a backing handle the FFI lower functions will crash.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public init(noHandle: NoHandle) {
        self.handle = 0
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public func uniffiCloneHandle() -> UInt64 {
        return try! rustCall { uniffi_frameseal_uniffi_fn_clone_session(self.handle, $0) }
    }
    // No primary constructor declared for this class.

    deinit {
        if handle == 0 {
            // Mock objects have handle=0 don't try to free them
            return
        }

        try! rustCall { uniffi_frameseal_uniffi_fn_free_session(handle, $0) }
    }


    /**
     * Joins a call.
     *
     * # Errors
     * `Usage` with codes `FieldTooLong`, `NoExchange`, `NoRandomness`.
     */
public static func join(config: SessionConfig, identity: DeviceIdentity, listener: CallListener)throws  -> Session  {
    return try  FfiConverterTypeSession_lift(try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_constructor_session_join(
        FfiConverterTypeSessionConfig_lower(config),
        FfiConverterTypeDeviceIdentity_lower(identity),
        FfiConverterTypeCallListener_lower(listener),uniffiCallStatus
    )
})
}



    /**
     * Agrees to compare when a member asked.
     *
     * # Errors
     * As `start_comparison`.
     */
open func acceptComparison(with: String)throws   {try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_session_accept_comparison(
            self.uniffiCloneHandle(),
        FfiConverterString.lower(with),uniffiCallStatus
    )
}
}

    /**
     * Lets somebody in who waits.
     *
     * # Errors
     * `Usage` with codes `NoMember`, `NoSuchMember`, `NotEntitled`.
     */
open func admit(who: String)throws   {try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_session_admit(
            self.uniffiCloneHandle(),
        FfiConverterString.lower(who),uniffiCallStatus
    )
}
}

    /**
     * Gives what all members read to each other.
     */
open func callCode() -> CallCode  {
    return try!  FfiConverterTypeCallCode_lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_session_call_code(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Gives what to compare with a member, once it is there.
     *
     * # Errors
     * `Usage` with code `NoMember`.
     */
open func comparison(with: String)throws  -> Comparison?  {
    return try  FfiConverterOptionTypeComparison.lift(try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_session_comparison(
            self.uniffiCloneHandle(),
        FfiConverterString.lower(with),uniffiCallStatus
    )
})
}

    /**
     * Consents to media in clear, where the call allows it, or takes that back.
     *
     * # Errors
     * `Usage` with code `NotEntitled`.
     */
open func consentToClear(consents: Bool)throws   {try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_session_consent_to_clear(
            self.uniffiCloneHandle(),
        FfiConverterBool.lower(consents),uniffiCallStatus
    )
}
}

    /**
     * Gives the decryptor for the frames of all members.
     */
open func decryptor() -> Decryptor  {
    return try!  FfiConverterTypeDecryptor_lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_session_decryptor(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Gives the encryptor for one kind of media.
     *
     * # Errors
     * `Usage` with codes `NotLetIn`, `SessionEnded`: send nothing.
     */
open func encryptor(kind: MediaKind)throws  -> Encryptor  {
    return try  FfiConverterTypeEncryptor_lift(try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_session_encryptor(
            self.uniffiCloneHandle(),
        FfiConverterTypeMediaKind_lower(kind),uniffiCallStatus
    )
})
}

    /**
     * Gives how the session ended, if it did.
     */
open func ended() -> Departure?  {
    return try!  FfiConverterOptionTypeDeparture.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_session_ended(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Takes a message from the signalling channel.
     *
     * # Errors
     * `Message`; most need nothing done.
     */
open func handle(message: Data)throws   {try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_session_handle(
            self.uniffiCloneHandle(),
        FfiConverterData.lower(message),uniffiCallStatus
    )
}
}

    /**
     * Gives this member's id.
     */
open func id() -> String  {
    return try!  FfiConverterString.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_session_id(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Leaves, with a goodbye to be sent.
     *
     * # Errors
     * As `tick`.
     */
open func leave()throws   {try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_session_leave(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
}
}

    /**
     * Says whether somebody else's code, scanned, is this call's.
     */
open func matchesQr(scanned: String) -> Bool  {
    return try!  FfiConverterBool.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_session_matches_qr(
            self.uniffiCloneHandle(),
        FfiConverterString.lower(scanned),uniffiCallStatus
    )
})
}

    /**
     * Says whether media may go in clear now: the call allows it and every member consents.
     */
open func maySendClear() -> Bool  {
    return try!  FfiConverterBool.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_session_may_send_clear(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Gives the other members.
     */
open func members() -> [Member]  {
    return try!  FfiConverterSequenceTypeMember.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_session_members(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Opens a message of another member; nothing for one whose key has yet to come (`poll_chat`).
     *
     * # Errors
     * As frames.
     */
open func openChat(sealed: Data)throws  -> ChatMessage?  {
    return try  FfiConverterOptionTypeChatMessage.lift(try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_session_open_chat(
            self.uniffiCloneHandle(),
        FfiConverterData.lower(sealed),uniffiCallStatus
    )
})
}

    /**
     * Gives the next message whose key came after it.
     */
open func pollChat() -> ChatMessage?  {
    return try!  FfiConverterOptionTypeChatMessage.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_session_poll_chat(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
})
}

    /**
     * Removes a member.
     *
     * # Errors
     * As `admit`.
     */
open func remove(who: String)throws   {try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_session_remove(
            self.uniffiCloneHandle(),
        FfiConverterString.lower(who),uniffiCallStatus
    )
}
}

    /**
     * Changes the keys this member sends with.
     *
     * # Errors
     * As `tick`.
     */
open func rotate()throws   {try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_session_rotate(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
}
}

    /**
     * Gives what this device and a member's compare once and for all.
     *
     * # Errors
     * `Usage` with codes `NoMember`, `NoSuchMember`.
     */
open func safetyNumber(with: String)throws  -> SafetyNumber  {
    return try  FfiConverterTypeSafetyNumber_lift(try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_session_safety_number(
            self.uniffiCloneHandle(),
        FfiConverterString.lower(with),uniffiCallStatus
    )
})
}

    /**
     * Seals a message to all members.
     *
     * # Errors
     * `Usage` with codes `NotLetIn`, `SessionEnded`.
     */
open func sealChat(message: Data)throws  -> Data  {
    return try  FfiConverterData.lift(try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_session_seal_chat(
            self.uniffiCloneHandle(),
        FfiConverterData.lower(message),uniffiCallStatus
    )
})
}

    /**
     * Gives whose frames have this KID.
     */
open func senderOf(kid: UInt64) -> Sender?  {
    return try!  FfiConverterOptionTypeSender.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_session_sender_of(
            self.uniffiCloneHandle(),
        FfiConverterUInt64.lower(kid),uniffiCallStatus
    )
})
}

    /**
     * Starts to compare pictures with a member.
     *
     * # Errors
     * `Usage` with codes `NoMember`, `NoSuchMember`.
     */
open func startComparison(with: String)throws   {try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_session_start_comparison(
            self.uniffiCloneHandle(),
        FfiConverterString.lower(with),uniffiCallStatus
    )
}
}

    /**
     * Takes note of the time, ten times a second.
     *
     * # Errors
     * `Usage` with code `Forked`, as everything in a child of a process that used the library.
     */
open func tick()throws   {try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_session_tick(
            self.uniffiCloneHandle(),uniffiCallStatus
    )
}
}



}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeSession: FfiConverter {
    typealias FfiType = UInt64
    typealias SwiftType = Session

    public static func lift(_ handle: UInt64) throws -> Session {
        return Session(unsafeFromHandle: handle)
    }

    public static func lower(_ value: Session) -> UInt64 {
        return value.uniffiCloneHandle()
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Session {
        let handle: UInt64 = try readInt(&buf)
        return try lift(handle)
    }

    public static func write(_ value: Session, into buf: inout [UInt8]) {
        writeInt(&buf, lower(value))
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeSession_lift(_ handle: UInt64) throws -> Session {
    return try FfiConverterTypeSession.lift(handle)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeSession_lower(_ value: Session) -> UInt64 {
    return FfiConverterTypeSession.lower(value)
}






/**
 * Where the app saves a state: for good, over a power failure. Says whether it did; throwing means
 * that it did not. It must not use the library itself: the state waits for it.
 */
public protocol StateStorage: AnyObject, Sendable {

    /**
     * Saves the blob in place of the last one.
     */
    func saveBlob(blob: Data)  -> Bool

    /**
     * Saves the anchor of 40 bytes, in a place that does not go back together with the blob.
     */
    func saveAnchor(anchor: Data)  -> Bool

}
/**
 * Where the app saves a state: for good, over a power failure. Says whether it did; throwing means
 * that it did not. It must not use the library itself: the state waits for it.
 */
open class StateStorageImpl: StateStorage, @unchecked Sendable {
    fileprivate let handle: UInt64

    /// Used to instantiate a [FFIObject] without an actual handle, for fakes in tests, mostly.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public struct NoHandle {
        public init() {}
    }

    // TODO: We'd like this to be `private` but for Swifty reasons,
    // we can't implement `FfiConverter` without making this `required` and we can't
    // make it `required` without making it `public`.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    required public init(unsafeFromHandle handle: UInt64) {
        self.handle = handle
    }

    // This constructor can be used to instantiate a fake object.
    // - Parameter noHandle: Placeholder value so we can have a constructor separate from the default empty one that may be implemented for classes extending [FFIObject].
    //
    // - Warning:
    //     Any object instantiated with this constructor cannot be passed to an actual Rust-backed object. Since there isn't a backing handle the FFI lower functions will crash.
#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public init(noHandle: NoHandle) {
        self.handle = 0
    }

#if swift(>=5.8)
    @_documentation(visibility: private)
#endif
    public func uniffiCloneHandle() -> UInt64 {
        return try! rustCall { uniffi_frameseal_uniffi_fn_clone_statestorage(self.handle, $0) }
    }
    // No primary constructor declared for this class.

    deinit {
        if handle == 0 {
            // Mock objects have handle=0 don't try to free them
            return
        }

        try! rustCall { uniffi_frameseal_uniffi_fn_free_statestorage(handle, $0) }
    }




    /**
     * Saves the blob in place of the last one.
     */
open func saveBlob(blob: Data) -> Bool  {
    return try!  FfiConverterBool.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_statestorage_save_blob(
            self.uniffiCloneHandle(),
        FfiConverterData.lower(blob),uniffiCallStatus
    )
})
}

    /**
     * Saves the anchor of 40 bytes, in a place that does not go back together with the blob.
     */
open func saveAnchor(anchor: Data) -> Bool  {
    return try!  FfiConverterBool.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_method_statestorage_save_anchor(
            self.uniffiCloneHandle(),
        FfiConverterData.lower(anchor),uniffiCallStatus
    )
})
}



}



// Put the implementation in a struct so we don't pollute the top-level namespace
fileprivate struct UniffiCallbackInterfaceStateStorage {

    // Create the VTable using a series of closures.
    // Swift automatically converts these into C callback functions.
    //
    // Store the vtable directly.
    static let vtable: UniffiVTableCallbackInterfaceStateStorage = UniffiVTableCallbackInterfaceStateStorage(
        uniffiFree: { (uniffiHandle: UInt64) -> () in
            do {
                try FfiConverterTypeStateStorage.handleMap.remove(handle: uniffiHandle)
            } catch {
                print("Uniffi callback interface StateStorage: handle missing in uniffiFree")
            }
        },
        uniffiClone: { (uniffiHandle: UInt64) -> UInt64 in
            do {
                return try FfiConverterTypeStateStorage.handleMap.clone(handle: uniffiHandle)
            } catch {
                fatalError("Uniffi callback interface StateStorage: handle missing in uniffiClone")
            }
        },
        saveBlob: { (
            uniffiHandle: UInt64,
            blob: RustBuffer,
            uniffiOutReturn: UnsafeMutablePointer<Int8>,
            uniffiCallStatus: UnsafeMutablePointer<RustCallStatus>
        ) in
            let makeCall = {
                () throws -> Bool in
                guard let uniffiObj = try? FfiConverterTypeStateStorage.handleMap.get(handle: uniffiHandle) else {
                    throw UniffiInternalError.unexpectedStaleHandle
                }
                return uniffiObj.saveBlob(
                     blob: try FfiConverterData.lift(blob)
                )
            }


            let writeReturn = { uniffiOutReturn.pointee = FfiConverterBool.lower($0) }
            uniffiTraitInterfaceCall(
                callStatus: uniffiCallStatus,
                makeCall: makeCall,
                writeReturn: writeReturn
            )
        },
        saveAnchor: { (
            uniffiHandle: UInt64,
            anchor: RustBuffer,
            uniffiOutReturn: UnsafeMutablePointer<Int8>,
            uniffiCallStatus: UnsafeMutablePointer<RustCallStatus>
        ) in
            let makeCall = {
                () throws -> Bool in
                guard let uniffiObj = try? FfiConverterTypeStateStorage.handleMap.get(handle: uniffiHandle) else {
                    throw UniffiInternalError.unexpectedStaleHandle
                }
                return uniffiObj.saveAnchor(
                     anchor: try FfiConverterData.lift(anchor)
                )
            }


            let writeReturn = { uniffiOutReturn.pointee = FfiConverterBool.lower($0) }
            uniffiTraitInterfaceCall(
                callStatus: uniffiCallStatus,
                makeCall: makeCall,
                writeReturn: writeReturn
            )
        }
    )

    // Rust stores this pointer for future callback invocations, so it must live
    // for the process lifetime (not just for the init function call).
    //
    // `nonisolated(unsafe)` is needed under Swift 6 strict concurrency.
    // This is safe because the pointee is initialized once during static init
    // and never mutated by either side of the FFI.  Its fields are C function pointers.
    nonisolated(unsafe) static let vtablePtr: UnsafePointer<UniffiVTableCallbackInterfaceStateStorage> = {
        let ptr = UnsafeMutablePointer<UniffiVTableCallbackInterfaceStateStorage>.allocate(capacity: 1)
        ptr.initialize(to: vtable)
        return UnsafePointer(ptr)
    }()
}

private func uniffiCallbackInitStateStorage() {
    uniffi_frameseal_uniffi_fn_init_callback_vtable_statestorage(UniffiCallbackInterfaceStateStorage.vtablePtr)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeStateStorage: FfiConverter {
    fileprivate static let handleMap = UniffiHandleMap<StateStorage>()

    typealias FfiType = UInt64
    typealias SwiftType = StateStorage

    public static func lift(_ handle: UInt64) throws -> StateStorage {
        if ((handle & 1) == 0) {
            // Rust-generated handle, construct a new class that uses the handle to implement the
            // interface
            return StateStorageImpl(unsafeFromHandle: handle)
        } else {
            // Swift-generated handle, get the object from the handle map
            return try handleMap.remove(handle: handle)
        }
    }

    public static func lower(_ value: StateStorage) -> UInt64 {
         if let rustImpl = value as? StateStorageImpl {
             // Rust-implemented object.  Clone the handle and return it
            return rustImpl.uniffiCloneHandle()
         } else {
            // Swift object, generate a new vtable handle and return that.
            return handleMap.insert(obj: value)
         }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> StateStorage {
        let handle: UInt64 = try readInt(&buf)
        return try lift(handle)
    }

    public static func write(_ value: StateStorage, into buf: inout [UInt8]) {
        writeInt(&buf, lower(value))
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeStateStorage_lift(_ handle: UInt64) throws -> StateStorage {
    return try FfiConverterTypeStateStorage.lift(handle)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeStateStorage_lower(_ value: StateStorage) -> UInt64 {
    return FfiConverterTypeStateStorage.lower(value)
}




/**
 * What all members of a call read to each other: it is the same for all, or somebody is in the
 * middle.
 */
public struct CallCode: Equatable, Hashable {
    /**
     * Digits to read aloud.
     */
    public var digits: String
    /**
     * What a QR code has.
     */
    public var qrText: String
    /**
     * The QR code as SVG.
     */
    public var svg: String

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * Digits to read aloud.
         */digits: String,
        /**
         * What a QR code has.
         */qrText: String,
        /**
         * The QR code as SVG.
         */svg: String) {
        self.digits = digits
        self.qrText = qrText
        self.svg = svg
    }




}

#if compiler(>=6)
extension CallCode: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeCallCode: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> CallCode {
        return
            try CallCode(
                digits: FfiConverterString.read(from: &buf),
                qrText: FfiConverterString.read(from: &buf),
                svg: FfiConverterString.read(from: &buf)
        )
    }

    public static func write(_ value: CallCode, into buf: inout [UInt8]) {
        FfiConverterString.write(value.digits, into: &buf)
        FfiConverterString.write(value.qrText, into: &buf)
        FfiConverterString.write(value.svg, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeCallCode_lift(_ buf: RustBuffer) throws -> CallCode {
    return try FfiConverterTypeCallCode.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeCallCode_lower(_ value: CallCode) -> RustBuffer {
    return FfiConverterTypeCallCode.lower(value)
}


/**
 * A message of another member.
 */
public struct ChatMessage: Equatable, Hashable {
    /**
     * Whose.
     */
    public var sender: String
    /**
     * What was sealed.
     */
    public var payload: Data

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * Whose.
         */sender: String,
        /**
         * What was sealed.
         */payload: Data) {
        self.sender = sender
        self.payload = payload
    }




}

#if compiler(>=6)
extension ChatMessage: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeChatMessage: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> ChatMessage {
        return
            try ChatMessage(
                sender: FfiConverterString.read(from: &buf),
                payload: FfiConverterData.read(from: &buf)
        )
    }

    public static func write(_ value: ChatMessage, into buf: inout [UInt8]) {
        FfiConverterString.write(value.sender, into: &buf)
        FfiConverterData.write(value.payload, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeChatMessage_lift(_ buf: RustBuffer) throws -> ChatMessage {
    return try FfiConverterTypeChatMessage.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeChatMessage_lower(_ value: ChatMessage) -> RustBuffer {
    return FfiConverterTypeChatMessage.lower(value)
}


/**
 * What two members compare.
 */
public struct Comparison: Equatable, Hashable {
    /**
     * Five pictures.
     */
    public var pictures: [Picture]
    /**
     * The same as digits.
     */
    public var digits: String

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * Five pictures.
         */pictures: [Picture],
        /**
         * The same as digits.
         */digits: String) {
        self.pictures = pictures
        self.digits = digits
    }




}

#if compiler(>=6)
extension Comparison: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeComparison: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Comparison {
        return
            try Comparison(
                pictures: FfiConverterSequenceTypePicture.read(from: &buf),
                digits: FfiConverterString.read(from: &buf)
        )
    }

    public static func write(_ value: Comparison, into buf: inout [UInt8]) {
        FfiConverterSequenceTypePicture.write(value.pictures, into: &buf)
        FfiConverterString.write(value.digits, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeComparison_lift(_ buf: RustBuffer) throws -> Comparison {
    return try FfiConverterTypeComparison.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeComparison_lower(_ value: Comparison) -> RustBuffer {
    return FfiConverterTypeComparison.lower(value)
}


/**
 * What was done with one key.
 */
public struct KeyStatistics: Equatable, Hashable {
    /**
     * The KID.
     */
    public var kid: UInt64
    /**
     * Frames opened with it.
     */
    public var opened: UInt64
    /**
     * Frames that failed authentication with it.
     */
    public var failed: UInt64
    /**
     * Frames that were replays.
     */
    public var replayed: UInt64

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * The KID.
         */kid: UInt64,
        /**
         * Frames opened with it.
         */opened: UInt64,
        /**
         * Frames that failed authentication with it.
         */failed: UInt64,
        /**
         * Frames that were replays.
         */replayed: UInt64) {
        self.kid = kid
        self.opened = opened
        self.failed = failed
        self.replayed = replayed
    }




}

#if compiler(>=6)
extension KeyStatistics: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeKeyStatistics: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> KeyStatistics {
        return
            try KeyStatistics(
                kid: FfiConverterUInt64.read(from: &buf),
                opened: FfiConverterUInt64.read(from: &buf),
                failed: FfiConverterUInt64.read(from: &buf),
                replayed: FfiConverterUInt64.read(from: &buf)
        )
    }

    public static func write(_ value: KeyStatistics, into buf: inout [UInt8]) {
        FfiConverterUInt64.write(value.kid, into: &buf)
        FfiConverterUInt64.write(value.opened, into: &buf)
        FfiConverterUInt64.write(value.failed, into: &buf)
        FfiConverterUInt64.write(value.replayed, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeKeyStatistics_lift(_ buf: RustBuffer) throws -> KeyStatistics {
    return try FfiConverterTypeKeyStatistics.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeKeyStatistics_lower(_ value: KeyStatistics) -> RustBuffer {
    return FfiConverterTypeKeyStatistics.lower(value)
}


/**
 * A member, as this one sees it.
 */
public struct Member: Equatable, Hashable {
    /**
     * 32 hexadecimal digits.
     */
    public var id: String
    /**
     * What it calls itself.
     */
    public var name: String
    /**
     * Its device's public key of 32 bytes.
     */
    public var identityKey: Data
    /**
     * Whether it was heard lately.
     */
    public var isPresent: Bool
    /**
     * Whether its keys came through an exchange that a quantum computer does not open.
     */
    public var isPostQuantum: Bool
    /**
     * Whether it says that it sees the same members.
     */
    public var seesTheSame: Bool
    /**
     * Whether it consents to media in clear.
     */
    public var consentsToClear: Bool

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * 32 hexadecimal digits.
         */id: String,
        /**
         * What it calls itself.
         */name: String,
        /**
         * Its device's public key of 32 bytes.
         */identityKey: Data,
        /**
         * Whether it was heard lately.
         */isPresent: Bool,
        /**
         * Whether its keys came through an exchange that a quantum computer does not open.
         */isPostQuantum: Bool,
        /**
         * Whether it says that it sees the same members.
         */seesTheSame: Bool,
        /**
         * Whether it consents to media in clear.
         */consentsToClear: Bool) {
        self.id = id
        self.name = name
        self.identityKey = identityKey
        self.isPresent = isPresent
        self.isPostQuantum = isPostQuantum
        self.seesTheSame = seesTheSame
        self.consentsToClear = consentsToClear
    }




}

#if compiler(>=6)
extension Member: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeMember: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Member {
        return
            try Member(
                id: FfiConverterString.read(from: &buf),
                name: FfiConverterString.read(from: &buf),
                identityKey: FfiConverterData.read(from: &buf),
                isPresent: FfiConverterBool.read(from: &buf),
                isPostQuantum: FfiConverterBool.read(from: &buf),
                seesTheSame: FfiConverterBool.read(from: &buf),
                consentsToClear: FfiConverterBool.read(from: &buf)
        )
    }

    public static func write(_ value: Member, into buf: inout [UInt8]) {
        FfiConverterString.write(value.id, into: &buf)
        FfiConverterString.write(value.name, into: &buf)
        FfiConverterData.write(value.identityKey, into: &buf)
        FfiConverterBool.write(value.isPresent, into: &buf)
        FfiConverterBool.write(value.isPostQuantum, into: &buf)
        FfiConverterBool.write(value.seesTheSame, into: &buf)
        FfiConverterBool.write(value.consentsToClear, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeMember_lift(_ buf: RustBuffer) throws -> Member {
    return try FfiConverterTypeMember.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeMember_lower(_ value: Member) -> RustBuffer {
    return FfiConverterTypeMember.lower(value)
}


/**
 * A frame that was opened.
 */
public struct OpenedFrame: Equatable, Hashable {
    /**
     * What the sender sealed.
     */
    public var frame: Data
    /**
     * The KID it was sealed under.
     */
    public var kid: UInt64
    /**
     * The counter it was sealed under.
     */
    public var counter: UInt64

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * What the sender sealed.
         */frame: Data,
        /**
         * The KID it was sealed under.
         */kid: UInt64,
        /**
         * The counter it was sealed under.
         */counter: UInt64) {
        self.frame = frame
        self.kid = kid
        self.counter = counter
    }




}

#if compiler(>=6)
extension OpenedFrame: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeOpenedFrame: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> OpenedFrame {
        return
            try OpenedFrame(
                frame: FfiConverterData.read(from: &buf),
                kid: FfiConverterUInt64.read(from: &buf),
                counter: FfiConverterUInt64.read(from: &buf)
        )
    }

    public static func write(_ value: OpenedFrame, into buf: inout [UInt8]) {
        FfiConverterData.write(value.frame, into: &buf)
        FfiConverterUInt64.write(value.kid, into: &buf)
        FfiConverterUInt64.write(value.counter, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeOpenedFrame_lift(_ buf: RustBuffer) throws -> OpenedFrame {
    return try FfiConverterTypeOpenedFrame.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeOpenedFrame_lower(_ value: OpenedFrame) -> RustBuffer {
    return FfiConverterTypeOpenedFrame.lower(value)
}


/**
 * A picture of a comparison.
 */
public struct Picture: Equatable, Hashable {
    /**
     * One character.
     */
    public var symbol: String
    /**
     * Its name in English.
     */
    public var name: String

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * One character.
         */symbol: String,
        /**
         * Its name in English.
         */name: String) {
        self.symbol = symbol
        self.name = name
    }




}

#if compiler(>=6)
extension Picture: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypePicture: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Picture {
        return
            try Picture(
                symbol: FfiConverterString.read(from: &buf),
                name: FfiConverterString.read(from: &buf)
        )
    }

    public static func write(_ value: Picture, into buf: inout [UInt8]) {
        FfiConverterString.write(value.symbol, into: &buf)
        FfiConverterString.write(value.name, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypePicture_lift(_ buf: RustBuffer) throws -> Picture {
    return try FfiConverterTypePicture.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypePicture_lower(_ value: Picture) -> RustBuffer {
    return FfiConverterTypePicture.lower(value)
}


/**
 * Whose frames have a KID.
 */
public struct Sender: Equatable, Hashable {
    /**
     * Who.
     */
    public var member: String
    /**
     * Of what.
     */
    public var kind: MediaKind

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * Who.
         */member: String,
        /**
         * Of what.
         */kind: MediaKind) {
        self.member = member
        self.kind = kind
    }




}

#if compiler(>=6)
extension Sender: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeSender: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Sender {
        return
            try Sender(
                member: FfiConverterString.read(from: &buf),
                kind: FfiConverterTypeMediaKind.read(from: &buf)
        )
    }

    public static func write(_ value: Sender, into buf: inout [UInt8]) {
        FfiConverterString.write(value.member, into: &buf)
        FfiConverterTypeMediaKind.write(value.kind, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeSender_lift(_ buf: RustBuffer) throws -> Sender {
    return try FfiConverterTypeSender.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeSender_lower(_ value: Sender) -> RustBuffer {
    return FfiConverterTypeSender.lower(value)
}


/**
 * What a session is made from. All members of a call need the same, but for their names.
 */
public struct SessionConfig {
    /**
     * Names the call, the same for all its members. Others see only a hash.
     */
    public var callId: Data
    /**
     * What the others call this member, at most 64 bytes of UTF-8.
     */
    public var name: String
    /**
     * The media keys' cipher suite.
     */
    public var suite: CipherSuite?
    /**
     * What all members need to have to be in the call.
     */
    public var secret: CallSecret?
    /**
     * Whether members are let in by others.
     */
    public var waitingRoom: Bool
    /**
     * Whether this member starts such a call, and needs nobody to let it in.
     */
    public var founder: Bool
    /**
     * Public keys of 32 bytes of those who alone let in and remove; with none, every member does.
     */
    public var hosts: [Data]
    /**
     * Whether exchanges without the post-quantum part are refused.
     */
    public var postQuantum: Bool
    /**
     * Whether media may go in clear while every member consents.
     */
    public var allowClear: Bool
    /**
     * Members at a time, 2 to 1024.
     */
    public var maxMembers: UInt16

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * Names the call, the same for all its members. Others see only a hash.
         */callId: Data,
        /**
         * What the others call this member, at most 64 bytes of UTF-8.
         */name: String,
        /**
         * The media keys' cipher suite.
         */suite: CipherSuite? = nil,
        /**
         * What all members need to have to be in the call.
         */secret: CallSecret? = nil,
        /**
         * Whether members are let in by others.
         */waitingRoom: Bool = false,
        /**
         * Whether this member starts such a call, and needs nobody to let it in.
         */founder: Bool = false,
        /**
         * Public keys of 32 bytes of those who alone let in and remove; with none, every member does.
         */hosts: [Data] = [],
        /**
         * Whether exchanges without the post-quantum part are refused.
         */postQuantum: Bool = false,
        /**
         * Whether media may go in clear while every member consents.
         */allowClear: Bool = false,
        /**
         * Members at a time, 2 to 1024.
         */maxMembers: UInt16 = UInt16(256)) {
        self.callId = callId
        self.name = name
        self.suite = suite
        self.secret = secret
        self.waitingRoom = waitingRoom
        self.founder = founder
        self.hosts = hosts
        self.postQuantum = postQuantum
        self.allowClear = allowClear
        self.maxMembers = maxMembers
    }




}

#if compiler(>=6)
extension SessionConfig: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeSessionConfig: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SessionConfig {
        return
            try SessionConfig(
                callId: FfiConverterData.read(from: &buf),
                name: FfiConverterString.read(from: &buf),
                suite: FfiConverterOptionTypeCipherSuite.read(from: &buf),
                secret: FfiConverterOptionTypeCallSecret.read(from: &buf),
                waitingRoom: FfiConverterBool.read(from: &buf),
                founder: FfiConverterBool.read(from: &buf),
                hosts: FfiConverterSequenceData.read(from: &buf),
                postQuantum: FfiConverterBool.read(from: &buf),
                allowClear: FfiConverterBool.read(from: &buf),
                maxMembers: FfiConverterUInt16.read(from: &buf)
        )
    }

    public static func write(_ value: SessionConfig, into buf: inout [UInt8]) {
        FfiConverterData.write(value.callId, into: &buf)
        FfiConverterString.write(value.name, into: &buf)
        FfiConverterOptionTypeCipherSuite.write(value.suite, into: &buf)
        FfiConverterOptionTypeCallSecret.write(value.secret, into: &buf)
        FfiConverterBool.write(value.waitingRoom, into: &buf)
        FfiConverterBool.write(value.founder, into: &buf)
        FfiConverterSequenceData.write(value.hosts, into: &buf)
        FfiConverterBool.write(value.postQuantum, into: &buf)
        FfiConverterBool.write(value.allowClear, into: &buf)
        FfiConverterUInt16.write(value.maxMembers, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeSessionConfig_lift(_ buf: RustBuffer) throws -> SessionConfig {
    return try FfiConverterTypeSessionConfig.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeSessionConfig_lower(_ value: SessionConfig) -> RustBuffer {
    return FfiConverterTypeSessionConfig.lower(value)
}


/**
 * What a decryptor has opened and refused, in frames.
 */
public struct Totals: Equatable, Hashable {
    /**
     * Opened.
     */
    public var opened: UInt64
    /**
     * No frames at all.
     */
    public var syntax: UInt64
    /**
     * For want of a usable key.
     */
    public var keyId: UInt64
    /**
     * Seen before, or too old to tell.
     */
    public var replay: UInt64
    /**
     * Refused by the AEAD.
     */
    public var authentication: UInt64

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * Opened.
         */opened: UInt64,
        /**
         * No frames at all.
         */syntax: UInt64,
        /**
         * For want of a usable key.
         */keyId: UInt64,
        /**
         * Seen before, or too old to tell.
         */replay: UInt64,
        /**
         * Refused by the AEAD.
         */authentication: UInt64) {
        self.opened = opened
        self.syntax = syntax
        self.keyId = keyId
        self.replay = replay
        self.authentication = authentication
    }




}

#if compiler(>=6)
extension Totals: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeTotals: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Totals {
        return
            try Totals(
                opened: FfiConverterUInt64.read(from: &buf),
                syntax: FfiConverterUInt64.read(from: &buf),
                keyId: FfiConverterUInt64.read(from: &buf),
                replay: FfiConverterUInt64.read(from: &buf),
                authentication: FfiConverterUInt64.read(from: &buf)
        )
    }

    public static func write(_ value: Totals, into buf: inout [UInt8]) {
        FfiConverterUInt64.write(value.opened, into: &buf)
        FfiConverterUInt64.write(value.syntax, into: &buf)
        FfiConverterUInt64.write(value.keyId, into: &buf)
        FfiConverterUInt64.write(value.replay, into: &buf)
        FfiConverterUInt64.write(value.authentication, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeTotals_lift(_ buf: RustBuffer) throws -> Totals {
    return try FfiConverterTypeTotals.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeTotals_lower(_ value: Totals) -> RustBuffer {
    return FfiConverterTypeTotals.lower(value)
}


/**
 * Somebody whom the user verified.
 */
public struct VerifiedPeer: Equatable, Hashable {
    /**
     * The public key of 32 bytes.
     */
    public var identityKey: Data
    /**
     * The name under which the user verified it, at most 64 bytes of UTF-8.
     */
    public var name: String
    /**
     * When, in seconds since 1970.
     */
    public var verifiedAt: UInt64
    /**
     * Another name under which it has been seen since.
     */
    public var lastSeenName: String?

    // Default memberwise initializers are never public by default, so we
    // declare one manually.
    public init(
        /**
         * The public key of 32 bytes.
         */identityKey: Data,
        /**
         * The name under which the user verified it, at most 64 bytes of UTF-8.
         */name: String,
        /**
         * When, in seconds since 1970.
         */verifiedAt: UInt64,
        /**
         * Another name under which it has been seen since.
         */lastSeenName: String? = nil) {
        self.identityKey = identityKey
        self.name = name
        self.verifiedAt = verifiedAt
        self.lastSeenName = lastSeenName
    }




}

#if compiler(>=6)
extension VerifiedPeer: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeVerifiedPeer: FfiConverterRustBuffer {
    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> VerifiedPeer {
        return
            try VerifiedPeer(
                identityKey: FfiConverterData.read(from: &buf),
                name: FfiConverterString.read(from: &buf),
                verifiedAt: FfiConverterUInt64.read(from: &buf),
                lastSeenName: FfiConverterOptionString.read(from: &buf)
        )
    }

    public static func write(_ value: VerifiedPeer, into buf: inout [UInt8]) {
        FfiConverterData.write(value.identityKey, into: &buf)
        FfiConverterString.write(value.name, into: &buf)
        FfiConverterUInt64.write(value.verifiedAt, into: &buf)
        FfiConverterOptionString.write(value.lastSeenName, into: &buf)
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeVerifiedPeer_lift(_ buf: RustBuffer) throws -> VerifiedPeer {
    return try FfiConverterTypeVerifiedPeer.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeVerifiedPeer_lower(_ value: VerifiedPeer) -> RustBuffer {
    return FfiConverterTypeVerifiedPeer.lower(value)
}


/**
 * Something happened in a call. Members are named by 32 hexadecimal digits.
 */

public enum CallEvent: Equatable, Hashable {

    /**
     * This member was let in: it may send.
     */
    case letIn
    /**
     * Somebody waits to be let in.
     */
    case knocking(
        /**
         * Who.
         */member: String
    )
    /**
     * A member is there: it has proven that it is who it says, now.
     */
    case joined(
        /**
         * Who.
         */member: String
    )
    /**
     * Nothing was heard of a member for a while.
     */
    case absent(
        /**
         * Who.
         */member: String
    )
    /**
     * It was heard again.
     */
    case returned(
        /**
         * Who.
         */member: String
    )
    /**
     * A member is gone for good.
     */
    case left(
        /**
         * Who.
         */member: String,
        /**
         * How.
         */how: Departure
    )
    /**
     * `encryptor` gives another one from now on: ask for it, and for a key frame.
     */
    case sendKeysChanged
    /**
     * Somebody whom this session has forgotten is heard: to meet it, join anew.
     */
    case stranded(
        /**
         * Who.
         */member: String
    )
    /**
     * A member wants to compare pictures: ask the user, then `accept_comparison`.
     */
    case comparisonAsked(
        /**
         * Who.
         */member: String
    )
    /**
     * What to compare with a member is there: `comparison`.
     */
    case comparing(
        /**
         * Who.
         */member: String
    )
    /**
     * Nothing came of a comparison: show it like pictures that differ.
     */
    case comparisonFailed(
        /**
         * Who.
         */member: String
    )
    /**
     * Whether media may go in clear has changed.
     */
    case encryption(
        /**
         * Whether they may.
         */maySendClear: Bool
    )
    /**
     * Somebody is there under another policy; it is not let in.
     */
    case otherPolicy(
        /**
         * Who.
         */member: String
    )
    /**
     * Somebody does not have this call's secret.
     */
    case wrongPassphrase(
        /**
         * Who.
         */member: String
    )
    /**
     * Somebody found no place.
     */
    case full(
        /**
         * Who.
         */member: String
    )
    /**
     * A change of keys was refused, which a member can provoke.
     */
    case keyRefused(
        /**
         * A sentence.
         */reason: String
    )
    /**
     * The session is over.
     */
    case ended(
        /**
         * How.
         */how: Departure
    )





}

#if compiler(>=6)
extension CallEvent: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeCallEvent: FfiConverterRustBuffer {
    typealias SwiftType = CallEvent

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> CallEvent {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .letIn

        case 2: return .knocking(member: try FfiConverterString.read(from: &buf)
        )

        case 3: return .joined(member: try FfiConverterString.read(from: &buf)
        )

        case 4: return .absent(member: try FfiConverterString.read(from: &buf)
        )

        case 5: return .returned(member: try FfiConverterString.read(from: &buf)
        )

        case 6: return .left(member: try FfiConverterString.read(from: &buf), how: try FfiConverterTypeDeparture.read(from: &buf)
        )

        case 7: return .sendKeysChanged

        case 8: return .stranded(member: try FfiConverterString.read(from: &buf)
        )

        case 9: return .comparisonAsked(member: try FfiConverterString.read(from: &buf)
        )

        case 10: return .comparing(member: try FfiConverterString.read(from: &buf)
        )

        case 11: return .comparisonFailed(member: try FfiConverterString.read(from: &buf)
        )

        case 12: return .encryption(maySendClear: try FfiConverterBool.read(from: &buf)
        )

        case 13: return .otherPolicy(member: try FfiConverterString.read(from: &buf)
        )

        case 14: return .wrongPassphrase(member: try FfiConverterString.read(from: &buf)
        )

        case 15: return .full(member: try FfiConverterString.read(from: &buf)
        )

        case 16: return .keyRefused(reason: try FfiConverterString.read(from: &buf)
        )

        case 17: return .ended(how: try FfiConverterTypeDeparture.read(from: &buf)
        )

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: CallEvent, into buf: inout [UInt8]) {
        switch value {


        case .letIn:
            writeInt(&buf, Int32(1))


        case let .knocking(member):
            writeInt(&buf, Int32(2))
            FfiConverterString.write(member, into: &buf)


        case let .joined(member):
            writeInt(&buf, Int32(3))
            FfiConverterString.write(member, into: &buf)


        case let .absent(member):
            writeInt(&buf, Int32(4))
            FfiConverterString.write(member, into: &buf)


        case let .returned(member):
            writeInt(&buf, Int32(5))
            FfiConverterString.write(member, into: &buf)


        case let .left(member,how):
            writeInt(&buf, Int32(6))
            FfiConverterString.write(member, into: &buf)
            FfiConverterTypeDeparture.write(how, into: &buf)


        case .sendKeysChanged:
            writeInt(&buf, Int32(7))


        case let .stranded(member):
            writeInt(&buf, Int32(8))
            FfiConverterString.write(member, into: &buf)


        case let .comparisonAsked(member):
            writeInt(&buf, Int32(9))
            FfiConverterString.write(member, into: &buf)


        case let .comparing(member):
            writeInt(&buf, Int32(10))
            FfiConverterString.write(member, into: &buf)


        case let .comparisonFailed(member):
            writeInt(&buf, Int32(11))
            FfiConverterString.write(member, into: &buf)


        case let .encryption(maySendClear):
            writeInt(&buf, Int32(12))
            FfiConverterBool.write(maySendClear, into: &buf)


        case let .otherPolicy(member):
            writeInt(&buf, Int32(13))
            FfiConverterString.write(member, into: &buf)


        case let .wrongPassphrase(member):
            writeInt(&buf, Int32(14))
            FfiConverterString.write(member, into: &buf)


        case let .full(member):
            writeInt(&buf, Int32(15))
            FfiConverterString.write(member, into: &buf)


        case let .keyRefused(reason):
            writeInt(&buf, Int32(16))
            FfiConverterString.write(reason, into: &buf)


        case let .ended(how):
            writeInt(&buf, Int32(17))
            FfiConverterTypeDeparture.write(how, into: &buf)

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeCallEvent_lift(_ buf: RustBuffer) throws -> CallEvent {
    return try FfiConverterTypeCallEvent.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeCallEvent_lower(_ value: CallEvent) -> RustBuffer {
    return FfiConverterTypeCallEvent.lower(value)
}



/**
 * The cipher suites of IANA's registry (RFC 9605 section 4.5).
 */

public enum CipherSuite: Equatable, Hashable {

    /**
     * 1
     */
    case aes128CtrHmacSha256Tag80
    /**
     * 2
     */
    case aes128CtrHmacSha256Tag64
    /**
     * 3
     */
    case aes128CtrHmacSha256Tag32
    /**
     * 4, the one to take unless there are reasons for another.
     */
    case aes128GcmSha256
    /**
     * 5
     */
    case aes256GcmSha512
    /**
     * 6
     */
    case aes256CtrHmacSha512Tag80
    /**
     * 7
     */
    case aes256CtrHmacSha512Tag64
    /**
     * 8
     */
    case aes256CtrHmacSha512Tag32





}

#if compiler(>=6)
extension CipherSuite: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeCipherSuite: FfiConverterRustBuffer {
    typealias SwiftType = CipherSuite

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> CipherSuite {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .aes128CtrHmacSha256Tag80

        case 2: return .aes128CtrHmacSha256Tag64

        case 3: return .aes128CtrHmacSha256Tag32

        case 4: return .aes128GcmSha256

        case 5: return .aes256GcmSha512

        case 6: return .aes256CtrHmacSha512Tag80

        case 7: return .aes256CtrHmacSha512Tag64

        case 8: return .aes256CtrHmacSha512Tag32

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: CipherSuite, into buf: inout [UInt8]) {
        switch value {


        case .aes128CtrHmacSha256Tag80:
            writeInt(&buf, Int32(1))


        case .aes128CtrHmacSha256Tag64:
            writeInt(&buf, Int32(2))


        case .aes128CtrHmacSha256Tag32:
            writeInt(&buf, Int32(3))


        case .aes128GcmSha256:
            writeInt(&buf, Int32(4))


        case .aes256GcmSha512:
            writeInt(&buf, Int32(5))


        case .aes256CtrHmacSha512Tag80:
            writeInt(&buf, Int32(6))


        case .aes256CtrHmacSha512Tag64:
            writeInt(&buf, Int32(7))


        case .aes256CtrHmacSha512Tag32:
            writeInt(&buf, Int32(8))

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeCipherSuite_lift(_ buf: RustBuffer) throws -> CipherSuite {
    return try FfiConverterTypeCipherSuite.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeCipherSuite_lower(_ value: CipherSuite) -> RustBuffer {
    return FfiConverterTypeCipherSuite.lower(value)
}



/**
 * A codec whose frames an envelope still looks like.
 */

public enum Codec: Equatable, Hashable {

    /**
     * Opus (RFC 6716).
     */
    case opus
    /**
     * VP8 (RFC 6386).
     */
    case vp8
    /**
     * VP9.
     */
    case vp9
    /**
     * H.264, also called AVC; Annex B.
     */
    case h264
    /**
     * H.265, also called HEVC; Annex B.
     */
    case h265
    /**
     * AV1.
     */
    case av1





}

#if compiler(>=6)
extension Codec: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeCodec: FfiConverterRustBuffer {
    typealias SwiftType = Codec

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Codec {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .opus

        case 2: return .vp8

        case 3: return .vp9

        case 4: return .h264

        case 5: return .h265

        case 6: return .av1

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: Codec, into buf: inout [UInt8]) {
        switch value {


        case .opus:
            writeInt(&buf, Int32(1))


        case .vp8:
            writeInt(&buf, Int32(2))


        case .vp9:
            writeInt(&buf, Int32(3))


        case .h264:
            writeInt(&buf, Int32(4))


        case .h265:
            writeInt(&buf, Int32(5))


        case .av1:
            writeInt(&buf, Int32(6))

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeCodec_lift(_ buf: RustBuffer) throws -> Codec {
    return try FfiConverterTypeCodec.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeCodec_lower(_ value: Codec) -> RustBuffer {
    return FfiConverterTypeCodec.lower(value)
}



/**
 * How a decryptor reads KIDs. Whichever it is, all members must have the same.
 */

public enum DecryptorConfig: Equatable, Hashable {

    /**
     * KIDs without inner structure.
     */
    case plain
    /**
     * Generations of sender keys, and so many bits of step (1 to 16).
     */
    case senderKeys(
        /**
         * Bits.
         */ratchetBits: UInt8
    )
    /**
     * Epochs of MLS in so many bits (1 to 8).
     */
    case mls(
        /**
         * Bits.
         */epochBits: UInt8
    )





}

#if compiler(>=6)
extension DecryptorConfig: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeDecryptorConfig: FfiConverterRustBuffer {
    typealias SwiftType = DecryptorConfig

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> DecryptorConfig {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .plain

        case 2: return .senderKeys(ratchetBits: try FfiConverterUInt8.read(from: &buf)
        )

        case 3: return .mls(epochBits: try FfiConverterUInt8.read(from: &buf)
        )

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: DecryptorConfig, into buf: inout [UInt8]) {
        switch value {


        case .plain:
            writeInt(&buf, Int32(1))


        case let .senderKeys(ratchetBits):
            writeInt(&buf, Int32(2))
            FfiConverterUInt8.write(ratchetBits, into: &buf)


        case let .mls(epochBits):
            writeInt(&buf, Int32(3))
            FfiConverterUInt8.write(epochBits, into: &buf)

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeDecryptorConfig_lift(_ buf: RustBuffer) throws -> DecryptorConfig {
    return try FfiConverterTypeDecryptorConfig.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeDecryptorConfig_lower(_ value: DecryptorConfig) -> RustBuffer {
    return FfiConverterTypeDecryptorConfig.lower(value)
}



/**
 * How a member, or this one, went.
 */

public enum Departure: Equatable, Hashable {

    /**
     * It said goodbye.
     */
    case left
    /**
     * A member, or a host, removed it.
     */
    case removed
    /**
     * The same device joined anew.
     */
    case superseded
    /**
     * It was absent for too long.
     */
    case forgotten





}

#if compiler(>=6)
extension Departure: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeDeparture: FfiConverterRustBuffer {
    typealias SwiftType = Departure

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> Departure {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .left

        case 2: return .removed

        case 3: return .superseded

        case 4: return .forgotten

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: Departure, into buf: inout [UInt8]) {
        switch value {


        case .left:
            writeInt(&buf, Int32(1))


        case .removed:
            writeInt(&buf, Int32(2))


        case .superseded:
            writeInt(&buf, Int32(3))


        case .forgotten:
            writeInt(&buf, Int32(4))

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeDeparture_lift(_ buf: RustBuffer) throws -> Departure {
    return try FfiConverterTypeDeparture.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeDeparture_lower(_ value: Departure) -> RustBuffer {
    return FfiConverterTypeDeparture.lower(value)
}



/**
 * Something changed for a decryptor or encryptor. Every event marks an edge: it comes once, not
 * with every frame.
 */

public enum FrameEvent: Equatable, Hashable {

    /**
     * Frames arrive for a KID without a key: ask their sender for it.
     */
    case keyMissing(
        /**
         * The KID.
         */kid: UInt64
    )
    /**
     * The first frame of a KID that was missing has been opened.
     */
    case keyRecovered(
        /**
         * The KID.
         */kid: UInt64
    )
    /**
     * The key is close to its usage limit or has seen too many forgeries: change it soon.
     */
    case rotateSoon(
        /**
         * The KID.
         */kid: UInt64
    )
    /**
     * Frames with this KID fail authentication: the first 16, and each doubling after that.
     */
    case forgeries(
        /**
         * The KID.
         */kid: UInt64,
        /**
         * How many have failed so far.
         */failed: UInt64,
        /**
         * How many were opened so far.
         */opened: UInt64
    )





}

#if compiler(>=6)
extension FrameEvent: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeFrameEvent: FfiConverterRustBuffer {
    typealias SwiftType = FrameEvent

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> FrameEvent {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .keyMissing(kid: try FfiConverterUInt64.read(from: &buf)
        )

        case 2: return .keyRecovered(kid: try FfiConverterUInt64.read(from: &buf)
        )

        case 3: return .rotateSoon(kid: try FfiConverterUInt64.read(from: &buf)
        )

        case 4: return .forgeries(kid: try FfiConverterUInt64.read(from: &buf), failed: try FfiConverterUInt64.read(from: &buf), opened: try FfiConverterUInt64.read(from: &buf)
        )

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: FrameEvent, into buf: inout [UInt8]) {
        switch value {


        case let .keyMissing(kid):
            writeInt(&buf, Int32(1))
            FfiConverterUInt64.write(kid, into: &buf)


        case let .keyRecovered(kid):
            writeInt(&buf, Int32(2))
            FfiConverterUInt64.write(kid, into: &buf)


        case let .rotateSoon(kid):
            writeInt(&buf, Int32(3))
            FfiConverterUInt64.write(kid, into: &buf)


        case let .forgeries(kid,failed,opened):
            writeInt(&buf, Int32(4))
            FfiConverterUInt64.write(kid, into: &buf)
            FfiConverterUInt64.write(failed, into: &buf)
            FfiConverterUInt64.write(opened, into: &buf)

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeFrameEvent_lift(_ buf: RustBuffer) throws -> FrameEvent {
    return try FfiConverterTypeFrameEvent.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeFrameEvent_lower(_ value: FrameEvent) -> RustBuffer {
    return FfiConverterTypeFrameEvent.lower(value)
}



/**
 * What is wrong, and what to do about it.
 *
 * `code` is the error's name, which does not change: that of `frameseal.h`, `UnknownKey` for
 * `FRAMESEAL_RESULT_UNKNOWN_KEY`. `reason` is a sentence for people, `kid` the key it is about.
 */
public
enum FrameSealError: Swift.Error, Equatable, Hashable, Foundation.LocalizedError {



    /**
     * A frame is not what its sender sealed: forged, damaged, or another key or metadata.
     */
    case Authentication(
        /**
         * Its name.
         */code: String,
        /**
         * A sentence.
         */reason: String
    )
    /**
     * There is no usable key for a frame's KID.
     */
    case KeyId(
        /**
         * Its name.
         */code: String,
        /**
         * A sentence.
         */reason: String,
        /**
         * The KID.
         */kid: UInt64
    )
    /**
     * Bytes are not a frame.
     */
    case Syntax(
        /**
         * Its name.
         */code: String,
        /**
         * A sentence.
         */reason: String
    )
    /**
     * A genuine frame that was seen before, or is too old to tell. Drop it in silence.
     */
    case Replay(
        /**
         * Its name.
         */code: String,
        /**
         * A sentence.
         */reason: String,
        /**
         * The KID.
         */kid: UInt64
    )
    /**
     * A message of a call was not taken. Most need nothing done.
     */
    case Message(
        /**
         * Its name.
         */code: String,
        /**
         * A sentence.
         */reason: String
    )
    /**
     * A mistake of the app's, or something that it has to see to.
     */
    case Usage(
        /**
         * Its name.
         */code: String,
        /**
         * A sentence.
         */reason: String
    )






    public var errorDescription: String? {
        String(reflecting: self)
    }

}

#if compiler(>=6)
extension FrameSealError: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeFrameSealError: FfiConverterRustBuffer {
    typealias SwiftType = FrameSealError

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> FrameSealError {
        let variant: Int32 = try readInt(&buf)
        switch variant {




        case 1: return .Authentication(
            code: try FfiConverterString.read(from: &buf),
            reason: try FfiConverterString.read(from: &buf)
            )
        case 2: return .KeyId(
            code: try FfiConverterString.read(from: &buf),
            reason: try FfiConverterString.read(from: &buf),
            kid: try FfiConverterUInt64.read(from: &buf)
            )
        case 3: return .Syntax(
            code: try FfiConverterString.read(from: &buf),
            reason: try FfiConverterString.read(from: &buf)
            )
        case 4: return .Replay(
            code: try FfiConverterString.read(from: &buf),
            reason: try FfiConverterString.read(from: &buf),
            kid: try FfiConverterUInt64.read(from: &buf)
            )
        case 5: return .Message(
            code: try FfiConverterString.read(from: &buf),
            reason: try FfiConverterString.read(from: &buf)
            )
        case 6: return .Usage(
            code: try FfiConverterString.read(from: &buf),
            reason: try FfiConverterString.read(from: &buf)
            )

         default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: FrameSealError, into buf: inout [UInt8]) {
        switch value {





        case let .Authentication(code,reason):
            writeInt(&buf, Int32(1))
            FfiConverterString.write(code, into: &buf)
            FfiConverterString.write(reason, into: &buf)


        case let .KeyId(code,reason,kid):
            writeInt(&buf, Int32(2))
            FfiConverterString.write(code, into: &buf)
            FfiConverterString.write(reason, into: &buf)
            FfiConverterUInt64.write(kid, into: &buf)


        case let .Syntax(code,reason):
            writeInt(&buf, Int32(3))
            FfiConverterString.write(code, into: &buf)
            FfiConverterString.write(reason, into: &buf)


        case let .Replay(code,reason,kid):
            writeInt(&buf, Int32(4))
            FfiConverterString.write(code, into: &buf)
            FfiConverterString.write(reason, into: &buf)
            FfiConverterUInt64.write(kid, into: &buf)


        case let .Message(code,reason):
            writeInt(&buf, Int32(5))
            FfiConverterString.write(code, into: &buf)
            FfiConverterString.write(reason, into: &buf)


        case let .Usage(code,reason):
            writeInt(&buf, Int32(6))
            FfiConverterString.write(code, into: &buf)
            FfiConverterString.write(reason, into: &buf)

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeFrameSealError_lift(_ buf: RustBuffer) throws -> FrameSealError {
    return try FfiConverterTypeFrameSealError.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeFrameSealError_lower(_ value: FrameSealError) -> RustBuffer {
    return FfiConverterTypeFrameSealError.lower(value)
}


/**
 * A kind of media, each with keys of its own.
 */

public enum MediaKind: Equatable, Hashable {

    /**
     * Sound.
     */
    case audio
    /**
     * A camera's picture.
     */
    case video
    /**
     * A screen.
     */
    case screen
    /**
     * What goes over data channels.
     */
    case data





}

#if compiler(>=6)
extension MediaKind: Sendable {}
#endif

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public struct FfiConverterTypeMediaKind: FfiConverterRustBuffer {
    typealias SwiftType = MediaKind

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> MediaKind {
        let variant: Int32 = try readInt(&buf)
        switch variant {

        case 1: return .audio

        case 2: return .video

        case 3: return .screen

        case 4: return .data

        default: throw UniffiInternalError.unexpectedEnumCase
        }
    }

    public static func write(_ value: MediaKind, into buf: inout [UInt8]) {
        switch value {


        case .audio:
            writeInt(&buf, Int32(1))


        case .video:
            writeInt(&buf, Int32(2))


        case .screen:
            writeInt(&buf, Int32(3))


        case .data:
            writeInt(&buf, Int32(4))

        }
    }
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeMediaKind_lift(_ buf: RustBuffer) throws -> MediaKind {
    return try FfiConverterTypeMediaKind.lift(buf)
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
public func FfiConverterTypeMediaKind_lower(_ value: MediaKind) -> RustBuffer {
    return FfiConverterTypeMediaKind.lower(value)
}


#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionUInt32: FfiConverterRustBuffer {
    typealias SwiftType = UInt32?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterUInt32.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterUInt32.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionUInt64: FfiConverterRustBuffer {
    typealias SwiftType = UInt64?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterUInt64.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterUInt64.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionString: FfiConverterRustBuffer {
    typealias SwiftType = String?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterString.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterString.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionData: FfiConverterRustBuffer {
    typealias SwiftType = Data?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterData.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterData.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeCallSecret: FfiConverterRustBuffer {
    typealias SwiftType = CallSecret?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeCallSecret.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeCallSecret.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeCounterStore: FfiConverterRustBuffer {
    typealias SwiftType = CounterStore?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeCounterStore.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeCounterStore.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeMlsListener: FfiConverterRustBuffer {
    typealias SwiftType = MlsListener?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeMlsListener.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeMlsListener.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeChatMessage: FfiConverterRustBuffer {
    typealias SwiftType = ChatMessage?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeChatMessage.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeChatMessage.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeComparison: FfiConverterRustBuffer {
    typealias SwiftType = Comparison?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeComparison.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeComparison.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeSender: FfiConverterRustBuffer {
    typealias SwiftType = Sender?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeSender.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeSender.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeCipherSuite: FfiConverterRustBuffer {
    typealias SwiftType = CipherSuite?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeCipherSuite.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeCipherSuite.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeDeparture: FfiConverterRustBuffer {
    typealias SwiftType = Departure?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeDeparture.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeDeparture.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterOptionTypeFrameEvent: FfiConverterRustBuffer {
    typealias SwiftType = FrameEvent?

    public static func write(_ value: SwiftType, into buf: inout [UInt8]) {
        guard let value = value else {
            writeInt(&buf, Int8(0))
            return
        }
        writeInt(&buf, Int8(1))
        FfiConverterTypeFrameEvent.write(value, into: &buf)
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> SwiftType {
        switch try readInt(&buf) as Int8 {
        case 0: return nil
        case 1: return try FfiConverterTypeFrameEvent.read(from: &buf)
        default: throw UniffiInternalError.unexpectedOptionalTag
        }
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceData: FfiConverterRustBuffer {
    typealias SwiftType = [Data]

    public static func write(_ value: [Data], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterData.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [Data] {
        let len: Int32 = try readInt(&buf)
        var seq = [Data]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterData.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceTypeKeyStatistics: FfiConverterRustBuffer {
    typealias SwiftType = [KeyStatistics]

    public static func write(_ value: [KeyStatistics], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterTypeKeyStatistics.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [KeyStatistics] {
        let len: Int32 = try readInt(&buf)
        var seq = [KeyStatistics]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterTypeKeyStatistics.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceTypeMember: FfiConverterRustBuffer {
    typealias SwiftType = [Member]

    public static func write(_ value: [Member], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterTypeMember.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [Member] {
        let len: Int32 = try readInt(&buf)
        var seq = [Member]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterTypeMember.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceTypePicture: FfiConverterRustBuffer {
    typealias SwiftType = [Picture]

    public static func write(_ value: [Picture], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterTypePicture.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [Picture] {
        let len: Int32 = try readInt(&buf)
        var seq = [Picture]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterTypePicture.read(from: &buf))
        }
        return seq
    }
}

#if swift(>=5.8)
@_documentation(visibility: private)
#endif
fileprivate struct FfiConverterSequenceTypeVerifiedPeer: FfiConverterRustBuffer {
    typealias SwiftType = [VerifiedPeer]

    public static func write(_ value: [VerifiedPeer], into buf: inout [UInt8]) {
        let len = Int32(value.count)
        writeInt(&buf, len)
        for item in value {
            FfiConverterTypeVerifiedPeer.write(item, into: &buf)
        }
    }

    public static func read(from buf: inout (data: Data, offset: Data.Index)) throws -> [VerifiedPeer] {
        let len: Int32 = try readInt(&buf)
        var seq = [VerifiedPeer]()
        seq.reserveCapacity(Int(len))
        for _ in 0 ..< len {
            seq.append(try FfiConverterTypeVerifiedPeer.read(from: &buf))
        }
        return seq
    }
}
/**
 * Gives the version of the library.
 */
public func version() -> String  {
    return try!  FfiConverterString.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_func_version(uniffiCallStatus
    )
})
}
/**
 * Draws a passphrase of 6 words, 60 bits.
 *
 * # Errors
 * `Usage` with code `NoRandomness`.
 */
public func generatePassphrase()throws  -> String  {
    return try  FfiConverterString.lift(try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_func_generate_passphrase(uniffiCallStatus
    )
})
}
/**
 * Gives the label with which an epoch's secret is exported from MLS; the context is empty.
 */
public func mlsExporterLabel() -> String  {
    return try!  FfiConverterString.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_func_mls_exporter_label(uniffiCallStatus
    )
})
}
/**
 * Gives the suite with a number in IANA's registry, if it is known.
 */
public func cipherSuite(number: UInt16) -> CipherSuite?  {
    return try!  FfiConverterOptionTypeCipherSuite.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_func_cipher_suite(
        FfiConverterUInt16.lower(number),uniffiCallStatus
    )
})
}
/**
 * Gives the number of a suite in IANA's registry.
 */
public func cipherSuiteNumber(suite: CipherSuite) -> UInt16  {
    return try!  FfiConverterUInt16.lift(try! rustCall() {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_func_cipher_suite_number(
        FfiConverterTypeCipherSuite_lower(suite),uniffiCallStatus
    )
})
}
/**
 * Gives the codec of a name in SDP or a MIME type: `VP8`, `audio/opus`, …
 *
 * # Errors
 * `Usage` with codes `Red` and `UnsupportedCodec`.
 */
public func codecOf(name: String)throws  -> Codec  {
    return try  FfiConverterTypeCodec_lift(try rustCallWithError(FfiConverterTypeFrameSealError_lift) {
        uniffiCallStatus in
    uniffi_frameseal_uniffi_fn_func_codec_of(
        FfiConverterString.lower(name),uniffiCallStatus
    )
})
}

private enum InitializationResult {
    case ok
    case contractVersionMismatch
    case apiChecksumMismatch
}
// Use a global variable to perform the versioning checks. Swift ensures that
// the code inside is only computed once.
private let initializationResult: InitializationResult = {
    // Get the bindings contract version from our ComponentInterface
    let bindings_contract_version = 30
    // Get the scaffolding contract version by calling the into the dylib
    let scaffolding_contract_version = ffi_frameseal_uniffi_uniffi_contract_version()
    if bindings_contract_version != scaffolding_contract_version {
        return InitializationResult.contractVersionMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_func_version() != 39748) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_func_generate_passphrase() != 64751) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_func_mls_exporter_label() != 9282) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_func_cipher_suite() != 6938) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_func_cipher_suite_number() != 50155) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_func_codec_of() != 33829) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_counterstore_reserve() != 42917) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_decryptor_add_key() != 22833) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_decryptor_add_sender_key() != 1963) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_decryptor_decrypt() != 32680) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_decryptor_decrypt_envelope() != 25233) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_decryptor_handle() != 35202) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_decryptor_key_statistics() != 53699) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_decryptor_poll_event() != 54796) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_decryptor_refuse_own() != 25057) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_decryptor_remove_key() != 14299) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_decryptor_retire_key() != 11513) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_decryptor_tick() != 60288) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_decryptor_totals() != 15150) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_encryptor_encrypt() != 37778) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_encryptor_encrypt_as() != 17259) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_encryptor_fingerprint() != 18158) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_encryptor_handle() != 60781) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_encryptor_kid() != 24991) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_encryptor_max_overhead() != 17067) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_encryptor_poll_event() != 12840) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_encryptor_suite() != 2318) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_deviceidentity_export() != 32297) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_deviceidentity_public_key() != 12631) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_safetynumber_digits() != 24857) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_safetynumber_matches_qr() != 45913) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_safetynumber_qr_text() != 2701) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_safetynumber_svg() != 65043) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_senderkey_base_key() != 45587) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_senderkey_kid() != 28785) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_senderkey_ratchet() != 13363) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_mlskeys_add_epoch() != 13160) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_mlskeys_decryptor() != 3532) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_mlskeys_encryptor() != 39401) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_mlskeys_go_over() != 22060) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_mlskeys_sender_of() != 42105) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_mlskeys_sending() != 27164) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_mlskeys_tick() != 58118) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_mlslistener_gone_over() != 31819) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_mlslistener_commit_soon() != 51857) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_calllistener_send() != 43661) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_calllistener_event() != 54501) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_session_accept_comparison() != 23020) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_session_admit() != 17988) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_session_call_code() != 35573) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_session_comparison() != 46625) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_session_consent_to_clear() != 42045) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_session_decryptor() != 5405) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_session_encryptor() != 17807) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_session_ended() != 4260) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_session_handle() != 39513) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_session_id() != 22501) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_session_leave() != 1967) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_session_matches_qr() != 18647) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_session_may_send_clear() != 37035) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_session_members() != 17254) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_session_open_chat() != 35452) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_session_poll_chat() != 24674) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_session_remove() != 26630) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_session_rotate() != 50164) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_session_safety_number() != 33387) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_session_seal_chat() != 11305) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_session_sender_of() != 26745) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_session_start_comparison() != 23336) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_session_tick() != 43212) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_callstate_forget_peer() != 57381) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_callstate_identity() != 54634) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_callstate_peers() != 48841) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_callstate_remember_peer() != 23559) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_statestorage_save_blob() != 62527) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_method_statestorage_save_anchor() != 14170) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_constructor_decryptor_new() != 48384) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_constructor_encryptor_for_sender() != 14419) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_constructor_encryptor_new() != 45369) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_constructor_encryptor_with_state() != 31106) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_constructor_callsecret_from_passphrase() != 31864) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_constructor_callsecret_new() != 57034) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_constructor_deviceidentity_generate() != 20039) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_constructor_deviceidentity_import_from() != 40754) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_constructor_safetynumber_between() != 39269) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_constructor_basekey_generate() != 16784) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_constructor_basekey_new() != 8902) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_constructor_senderkey_new() != 42408) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_constructor_mlskeys_new() != 62202) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_constructor_session_join() != 29042) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_constructor_callstate_create() != 24010) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_constructor_callstate_open() != 24266) {
        return InitializationResult.apiChecksumMismatch
    }
    if (uniffi_frameseal_uniffi_checksum_constructor_callstate_open_without_anchor() != 48736) {
        return InitializationResult.apiChecksumMismatch
    }

    uniffiCallbackInitCallListener()
    uniffiCallbackInitCounterStore()
    uniffiCallbackInitMlsListener()
    uniffiCallbackInitStateStorage()
    return InitializationResult.ok
}()

// Make the ensure init function public so that other modules which have external type references to
// our types can call it.
public func uniffiEnsureFramesealUniffiInitialized() {
    switch initializationResult {
    case .ok:
        break
    case .contractVersionMismatch:
        fatalError("UniFFI contract version mismatch: try cleaning and rebuilding your project")
    case .apiChecksumMismatch:
        fatalError("UniFFI API checksum mismatch: try cleaning and rebuilding your project")
    }
}

// swiftlint:enable all
