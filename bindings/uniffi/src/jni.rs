//! Frames in direct buffers, for Java and Kotlin: class `org.frameseal.NativeFrames`.
//!
//! Each function is one of C's (`frameseal.h`), with the addresses that the buffers have. It gives
//! where the result begins and how long it is in one number, `start << 32 | length`; or C's result as
//! a negative number, or [`REFUSED`]. Nothing is allocated, in Java or here.
//!
//! # Safety
//! As of C: while a function runs, nobody else may write to the buffers. It looks at no byte outside
//! them, whatever numbers it is given.

#![deny(unsafe_op_in_unsafe_fn, clippy::undocumented_unsafe_blocks)]
#![allow(clippy::too_many_arguments)] // Java has no slices

use core::ffi::{CStr, c_char, c_void};
use core::mem::MaybeUninit;
use core::ptr;

use frameseal_ffi::decryptor::{
    frameseal_decryptor, frameseal_decryptor_decrypt_in_place, frameseal_header,
};
use frameseal_ffi::encryptor::{frameseal_encryptor, frameseal_encryptor_encrypt_in_place};
use frameseal_ffi::error::{frameseal_error, frameseal_last_error, frameseal_last_error_message};
use frameseal_ffi::result::{frameseal_result, frameseal_result_message, frameseal_result_name};
use frameseal_ffi::transparent::{
    frameseal_envelope, frameseal_transparent_decrypt_in_place,
    frameseal_transparent_encrypt_in_place,
};
use jni::objects::{JByteBuffer, JClass, JLongArray, JObject, JString};
use jni::sys::{jboolean, jint, jlong};
use jni::{JNIEnv, NativeMethod};

/// 512 bytes: sentences are shorter.
const MAX_SENTENCE_LEN: usize = 512;

/// Gives Java's class its native methods; 0 when it did. JNA calls it with the thread's environment:
/// a library that JNA took out of a jar cannot be loaded once more by its file.
///
/// # Safety
/// `env` is this thread's, and `class` one that declares the methods.
#[unsafe(no_mangle)]
pub(crate) unsafe extern "system" fn frameseal_jni_register(
    env: *mut jni::sys::JNIEnv,
    class: jni::sys::jclass,
) -> jint {
    // SAFETY: as the caller promises.
    let (env, class) = unsafe { (JNIEnv::from_raw(env), JClass::from_raw(class)) };
    let Ok(mut env) = env else { return 1 };
    let method = |name: &str, sig: &str, fn_ptr: *mut c_void| NativeMethod {
        name: name.into(),
        sig: sig.into(),
        fn_ptr,
    };
    const BUFFER: &str = "Ljava/nio/ByteBuffer;";
    const TEXT: &str = "Ljava/lang/String;";
    let methods = [
        method("seal", &format!("(JII{BUFFER}II{BUFFER}I)J"), seal as *mut c_void),
        method("open", &format!("(JZ{BUFFER}II{BUFFER}I[J)J"), open as *mut c_void),
        method("sealBatch", &format!("(JII{BUFFER}II[J{BUFFER}I)J"), seal_batch as *mut c_void),
        method("openBatch", &format!("(JZ{BUFFER}II[J[J{BUFFER}I)J"), open_batch as *mut c_void),
        method("lastError", &format!("([J){TEXT}"), last_error_text as *mut c_void),
        method("describe", &format!("(I){TEXT}"), describe as *mut c_void),
    ];
    i32::from(env.register_native_methods(class, &methods).is_err())
}

/// Seals the frame of `len` bytes at `start`, where it lies: as plain SFrame with codec 0, else in
/// an envelope. `metadata` may be null.
extern "system" fn seal<'local>(
    env: JNIEnv<'local>,
    _class: JClass<'local>,
    encryptor: jlong,
    codec: jint,
    pad_to: jint,
    buffer: JByteBuffer<'local>,
    start: jint,
    len: jint,
    metadata: JByteBuffer<'local>,
    metadata_len: jint,
) -> jlong {
    let run = || {
        let sealer = Sealer::new(encryptor, codec, pad_to)?;
        let (buffer, metadata) = (Bytes::of(&env, &buffer)?, Bytes::of(&env, &metadata)?);
        let frame = Place { start: start.try_into().ok()?, len: len.try_into().ok()? };
        let sealed = sealer.seal(buffer, frame, metadata.first(metadata_len)?);
        Some(sealed.map_or_else(number, Place::packed))
    };
    run().unwrap_or(REFUSED)
}

/// Opens the sealed frame of `len` bytes at `start`, where it lies. Where `header` is not null, it
/// gets KID and counter, if the frame was opened.
extern "system" fn open<'local>(
    env: JNIEnv<'local>,
    _class: JClass<'local>,
    decryptor: jlong,
    is_envelope: jboolean,
    buffer: JByteBuffer<'local>,
    start: jint,
    len: jint,
    metadata: JByteBuffer<'local>,
    metadata_len: jint,
    header: JLongArray<'local>,
) -> jlong {
    let run = || {
        let opener = Opener::new(decryptor, is_envelope);
        let (buffer, metadata) = (Bytes::of(&env, &buffer)?, Bytes::of(&env, &metadata)?);
        let frame = Place { start: start.try_into().ok()?, len: len.try_into().ok()? };
        let opened = opener.open(buffer.part(frame)?, metadata.first(metadata_len)?);
        let (plaintext, about) = match opened {
            Ok(opened) => opened,
            Err(result) => return Some(number(result)),
        };
        if !header.is_null() {
            let numbers = [about.kid.cast_signed(), about.counter.cast_signed()];
            env.set_long_array_region(&header, 0, &numbers).ok()?;
        }
        Some(plaintext.after(frame.start).packed())
    };
    run().unwrap_or(REFUSED)
}

/// Seals the frames of the first `count` slots of a buffer, each where it lies in its slot of
/// `slot_len` bytes. `places` has where, and gets where the sealed frame lies, or what C's function
/// gave, as a negative number. Gives how many were sealed.
extern "system" fn seal_batch<'local>(
    env: JNIEnv<'local>,
    _class: JClass<'local>,
    encryptor: jlong,
    codec: jint,
    pad_to: jint,
    buffer: JByteBuffer<'local>,
    slot_len: jint,
    count: jint,
    places: JLongArray<'local>,
    metadata: JByteBuffer<'local>,
    metadata_len: jint,
) -> jlong {
    let run = || {
        let sealer = Sealer::new(encryptor, codec, pad_to)?;
        let slots = Slots::of(&env, &buffer, slot_len, count)?;
        let metadata = Bytes::of(&env, &metadata)?.first(metadata_len)?;
        slots.each(&env, &places, |slot, frame| sealer.seal(slot, frame, metadata))
    };
    run().unwrap_or(REFUSED)
}

/// Opens the sealed frames of the first `count` slots of a buffer, as `sealBatch` seals. `headers`
/// gets KID and counter of each that was opened, and the KID
/// that others are about.
extern "system" fn open_batch<'local>(
    env: JNIEnv<'local>,
    _class: JClass<'local>,
    decryptor: jlong,
    is_envelope: jboolean,
    buffer: JByteBuffer<'local>,
    slot_len: jint,
    count: jint,
    places: JLongArray<'local>,
    headers: JLongArray<'local>,
    metadata: JByteBuffer<'local>,
    metadata_len: jint,
) -> jlong {
    let run = || {
        let opener = Opener::new(decryptor, is_envelope);
        let slots = Slots::of(&env, &buffer, slot_len, count)?;
        let metadata = Bytes::of(&env, &metadata)?.first(metadata_len)?;
        let mut at: jint = 0;
        slots.each(&env, &places, |slot, frame| {
            let here = at;
            at = at.saturating_add(2);
            let sealed = slot.part(frame).ok_or(frameseal_result::BadValue)?;
            let opened = opener.open(sealed, metadata);
            let numbers = match &opened {
                Ok((_, about)) => [about.kid.cast_signed(), about.counter.cast_signed()],
                Err(frameseal_result::BadValue) => [0, 0], // said here, or about no key
                Err(_) => [last_error().map_or(0, |error| error.kid.cast_signed()), 0],
            };
            // It fails where Java gave less room than it says: a bug of ours there.
            let _ = env.set_long_array_region(&headers, here, &numbers);
            opened.map(|(plaintext, _)| plaintext.after(frame.start))
        })
    };
    run().unwrap_or(REFUSED)
}

/// Gives name and sentence of the last call of this thread that failed, with a line feed between
/// them; `numbers` gets its class and KID.
extern "system" fn last_error_text<'local>(
    env: JNIEnv<'local>,
    _class: JClass<'local>,
    numbers: JLongArray<'local>,
) -> JString<'local> {
    let mut sentence = [0_u8; MAX_SENTENCE_LEN];
    // SAFETY: the output is ours, and as long as is said.
    let len = unsafe {
        frameseal_last_error_message(sentence.as_mut_ptr().cast::<c_char>(), MAX_SENTENCE_LEN)
    };
    let mut text = String::new();
    if let Some(error) = last_error() {
        text = format!("{:?}\n", error.result);
        let about = [i64::from(error.error_class as u32), error.kid.cast_signed()];
        // It fails when Java has thrown, which is not ours.
        let _ = env.set_long_array_region(&numbers, 0, &about);
    }
    let sentence = sentence.get(..len.min(MAX_SENTENCE_LEN.saturating_sub(1))).unwrap_or_default();
    text.push_str(&String::from_utf8_lossy(sentence));
    env.new_string(text).unwrap_or_else(|_| JObject::null().into())
}

/// What C tells of this thread's last failure.
fn last_error() -> Option<frameseal_error> {
    let mut error = MaybeUninit::<frameseal_error>::uninit();
    // SAFETY: it is ours; where the result is `Ok`, it was written.
    unsafe {
        let result = frameseal_last_error(error.as_mut_ptr());
        (result == frameseal_result::Ok).then(|| error.assume_init())
    }
}

/// Gives name and sentence of a result, with a line feed between them.
extern "system" fn describe<'local>(
    env: JNIEnv<'local>,
    _class: JClass<'local>,
    result: jint,
) -> JString<'local> {
    let result = result.cast_unsigned();
    // SAFETY: C's texts end with a zero byte and are never freed.
    let (name, sentence) = unsafe {
        let sentence = CStr::from_ptr(frameseal_result_message(result));
        (CStr::from_ptr(frameseal_result_name(result)), sentence)
    };
    let text = format!("{}\n{}", spelled(&name.to_string_lossy()), sentence.to_string_lossy());
    env.new_string(text).unwrap_or_else(|_| JObject::null().into())
}

/// Spells a result as errors do: `UnknownKey` for `FRAMESEAL_RESULT_UNKNOWN_KEY`.
fn spelled(name: &str) -> String {
    let words = name.trim_start_matches("FRAMESEAL_RESULT_").split('_');
    let spell = |word: &str| {
        let (first, rest) = word.split_at_checked(1).unwrap_or(("", word));
        first.to_owned() + &rest.to_lowercase()
    };
    words.map(spell).collect()
}

/// What frames are sealed with.
struct Sealer {
    encryptor: frameseal_encryptor,
    /// Without one, as plain SFrame.
    envelope: Option<frameseal_envelope>,
}

impl Sealer {
    fn new(encryptor: jlong, codec: jint, pad_to: jint) -> Option<Self> {
        let codec = u8::try_from(codec).ok()?;
        let envelope = frameseal_envelope { codec, pad_to: pad_to.try_into().ok()? };
        let encryptor = frameseal_encryptor { id: encryptor.cast_unsigned() };
        Some(Self { encryptor, envelope: (codec != 0).then_some(envelope) })
    }

    fn seal(
        &self,
        buffer: Bytes,
        frame: Place,
        metadata: Bytes,
    ) -> Result<Place, frameseal_result> {
        let mut sealed = Place::default();
        let (start, len) = (&raw mut sealed.start, &raw mut sealed.len);
        let Place { start: from, len: frame_len } = frame;
        let Bytes { at, len: size } = buffer;
        let Bytes { at: about, len: about_len } = metadata;
        let result = match self.envelope {
            // SAFETY: both buffers are Java's for as long as this call; the outputs are ours.
            None => unsafe {
                frameseal_encryptor_encrypt_in_place(
                    self.encryptor,
                    at,
                    size,
                    from,
                    frame_len,
                    about,
                    about_len,
                    start,
                    len,
                )
            },
            // SAFETY: as above.
            Some(envelope) => unsafe {
                frameseal_transparent_encrypt_in_place(
                    self.encryptor,
                    envelope,
                    at,
                    size,
                    from,
                    frame_len,
                    about,
                    about_len,
                    start,
                    len,
                )
            },
        };
        ok(result).map(|()| sealed)
    }
}

/// What frames are opened with.
struct Opener {
    decryptor: frameseal_decryptor,
    is_envelope: bool,
}

impl Opener {
    fn new(decryptor: jlong, is_envelope: jboolean) -> Self {
        let decryptor = frameseal_decryptor { id: decryptor.cast_unsigned() };
        Self { decryptor, is_envelope: is_envelope != 0 }
    }

    /// Gives where in the sealed frame its plaintext lies.
    fn open(
        &self,
        sealed: Bytes,
        metadata: Bytes,
    ) -> Result<(Place, frameseal_header), frameseal_result> {
        let mut opened = Place::default();
        let mut header = frameseal_header::default();
        let open = if self.is_envelope {
            frameseal_transparent_decrypt_in_place
        } else {
            frameseal_decryptor_decrypt_in_place
        };
        // SAFETY: both buffers are Java's for as long as this call; the outputs are ours.
        let result = unsafe {
            open(
                self.decryptor,
                sealed.at,
                sealed.len,
                metadata.at,
                metadata.len,
                &raw mut opened.start,
                &raw mut opened.len,
                &raw mut header,
            )
        };
        ok(result).map(|()| (opened, header))
    }
}

/// Bytes of a direct buffer; none of null.
#[derive(Clone, Copy)]
struct Bytes {
    at: *mut u8,
    len: usize,
}

impl Bytes {
    /// The whole buffer; nothing where it is not a direct one.
    fn of(env: &JNIEnv<'_>, buffer: &JByteBuffer<'_>) -> Option<Self> {
        if buffer.is_null() {
            return Some(Self { at: ptr::null_mut(), len: 0 });
        }
        let len = env.get_direct_buffer_capacity(buffer).ok()?;
        Some(Self { at: env.get_direct_buffer_address(buffer).ok()?, len })
    }

    /// The part at a place, if it is inside.
    fn part(self, place: Place) -> Option<Self> {
        if place.start.checked_add(place.len)? > self.len {
            return None;
        }
        // In any case inside, or one behind the end; null plus 0 stays null.
        Some(Self { at: self.at.wrapping_add(place.start), len: place.len })
    }

    fn first(self, len: jint) -> Option<Self> {
        self.part(Place { start: 0, len: len.try_into().ok()? })
    }
}

/// Where a frame lies.
#[derive(Clone, Copy, Default)]
struct Place {
    start: usize,
    len: usize,
}

impl Place {
    fn after(self, start: usize) -> Self {
        Self { start: start.saturating_add(self.start), len: self.len }
    }

    /// In one number, as Java has it: `start << 32 | length`. Buffers of Java have less than 2 GiB.
    fn packed(self) -> jlong {
        match (i64::try_from(self.start), i64::try_from(self.len)) {
            (Ok(start), Ok(len)) => start.wrapping_shl(32) | len,
            _ => REFUSED,
        }
    }

    fn unpacked(packed: jlong) -> Option<Self> {
        let start = usize::try_from(packed.wrapping_shr(32)).ok()?;
        let len = usize::try_from(packed & i64::from(i32::MAX)).ok()?;
        Some(Self { start, len })
    }
}

/// Equal parts of a buffer, with a frame in each.
struct Slots {
    buffer: Bytes,
    slot_len: usize,
    count: usize,
}

impl Slots {
    fn of(env: &JNIEnv<'_>, buffer: &JByteBuffer<'_>, slot_len: jint, count: jint) -> Option<Self> {
        let (slot_len, count) = (usize::try_from(slot_len).ok()?, usize::try_from(count).ok()?);
        let buffer = Bytes::of(env, buffer)?;
        (slot_len.checked_mul(count)? <= buffer.len).then_some(Self { buffer, slot_len, count })
    }

    /// Does something with each frame, and counts where it succeeded.
    fn each(
        &self,
        env: &JNIEnv<'_>,
        places: &JLongArray<'_>,
        mut f: impl FnMut(Bytes, Place) -> Result<Place, frameseal_result>,
    ) -> Option<jlong> {
        let (mut at, mut done) = (0, 0_i64);
        for index in 0..self.count {
            let mut packed = [0];
            env.get_long_array_region(places, at, &mut packed).ok()?;
            let slot_start = self.slot_len.checked_mul(index)?;
            let slot = self.buffer.part(Place { start: slot_start, len: self.slot_len })?;
            let result = match packed.into_iter().find_map(Place::unpacked) {
                Some(frame) => f(slot, frame),
                None => Err(frameseal_result::BadValue),
            };
            done = done.saturating_add(i64::from(result.is_ok()));
            let packed = result.map_or_else(number, Place::packed);
            env.set_long_array_region(places, at, &[packed]).ok()?;
            at = at.checked_add(1)?;
        }
        Some(done)
    }
}

fn ok(result: frameseal_result) -> Result<(), frameseal_result> {
    if result == frameseal_result::Ok { Ok(()) } else { Err(result) }
}

/// How Java is told of a result.
fn number(result: frameseal_result) -> jlong {
    i64::from(result as u32).saturating_neg()
}

/// A buffer is not direct, or numbers are none of their kind, or lie outside it.
const REFUSED: jlong = jlong::MIN;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_spelled_as_errors_are() {
        for (number, name) in [(84, "UnknownKey"), (40, "BaseKeyTooShort"), (89, "Authentication")]
        {
            // SAFETY: C's texts end with a zero byte and are never freed.
            let text = unsafe { CStr::from_ptr(frameseal_result_name(number)) };
            assert_eq!(spelled(text.to_str().unwrap()), name);
        }
    }

    #[test]
    fn places_come_back_from_a_number() {
        let place = Place { start: 1280, len: 1 << 30 };
        let again = Place::unpacked(place.packed()).unwrap();
        assert_eq!((again.start, again.len), (place.start, place.len));
        assert!(Place::unpacked(-1).is_none());
    }

    #[test]
    fn parts_stay_inside() {
        let mut bytes = [0; 8];
        let bytes = Bytes { at: bytes.as_mut_ptr(), len: 8 };
        assert!(bytes.part(Place { start: 8, len: 0 }).is_some());
        assert!(bytes.part(Place { start: 4, len: 5 }).is_none());
        assert!(bytes.part(Place { start: usize::MAX, len: 2 }).is_none());
        assert!(bytes.first(-1).is_none());
    }
}
