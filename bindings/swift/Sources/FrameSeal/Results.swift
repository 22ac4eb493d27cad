internal import CFrameSeal

/// Throws what a result stands for. It is asked in the thread that made the call.
func check(_ result: UInt32) throws(FrameSealError) {
    guard result != FRAMESEAL_RESULT_OK.rawValue else { return }
    var about = frameseal_error()
    _ = frameseal_last_error(&about)
    let code = name(of: result)
    let reason = lastReason() ?? String(cString: frameseal_result_message(result))
    switch about.error_class {
    case FRAMESEAL_ERROR_CLASS_AUTHENTICATION.rawValue: throw .Authentication(code: code, reason: reason)
    case FRAMESEAL_ERROR_CLASS_KEY_ID.rawValue: throw .KeyId(code: code, reason: reason, kid: about.kid)
    case FRAMESEAL_ERROR_CLASS_SYNTAX.rawValue: throw .Syntax(code: code, reason: reason)
    case FRAMESEAL_ERROR_CLASS_REPLAY.rawValue: throw .Replay(code: code, reason: reason, kid: about.kid)
    default: throw .Usage(code: code, reason: reason)
    }
}

/// Gives the name of a result as the engine writes it: `FRAMESEAL_RESULT_UNKNOWN_KEY` is `UnknownKey`.
func name(of result: UInt32) -> String {
    let words = String(cString: frameseal_result_name(result)).split(separator: "_").dropFirst(2)
    return words.map { $0.prefix(1) + $0.dropFirst().lowercased() }.joined()
}

/// Gives what the library says about the last failure, if it does: in a forked child it says no more.
private func lastReason() -> String? {
    let length = frameseal_last_error_message(nil, 0)
    guard length > 0 else { return nil }
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: length + 1) { text in
        text.initialize(repeating: 0)
        _ = frameseal_last_error_message(text.baseAddress, text.count)
        return text.baseAddress.map { String(cString: $0) }
    }
}
