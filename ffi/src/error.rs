//! What C can ask about the last failure.

use std::ffi::c_char;
use std::fmt::{self, Write};

use crate::boundary::boundary;
use crate::failure::{Failure, last};
use crate::result::frameseal_result;

/// Whose fault a failure is. The first three are the classes of W3C's WebRTC encoded transform.
#[repr(u32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum frameseal_error_class {
    /// `authentication`: a frame is not what its sender sealed.
    Authentication = 1,
    /// `keyID`: no usable key for a frame's KID.
    KeyId = 2,
    /// `syntax`: bytes are not a frame.
    Syntax = 3,
    /// A genuine frame, seen before or too old to tell. Drop it in silence.
    Replay = 4,
    /// A message of a call was not taken.
    Message = 5,
    /// The caller's own mistake, or something that it has to see to.
    Usage = 6,
}

/// More about a failure.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct frameseal_error {
    /// What the call gave.
    pub result: frameseal_result,
    /// Whose fault it is.
    pub error_class: frameseal_error_class,
    /// Whether `kid` says which key it is about.
    pub has_kid: bool,
    /// Whether `member` says which member of the call it is about.
    pub has_member: bool,
    /// The key id (KID, RFC 9605 section 4.3); in the deployed formats the key's index.
    pub kid: u64,
    /// The member's id.
    pub member: [u8; 16],
    /// After `FRAMESEAL_RESULT_BUFFER_TOO_SMALL` the bytes, or items, that are needed; else 0.
    pub needed: usize,
}

/// Gives more about the last call of this thread that failed: like `errno`, it stays after calls
/// that succeed.
///
/// `out` is written. From any thread; each has its own.
///
/// Gives `FRAMESEAL_RESULT_NOTHING` when no call of this thread has failed yet;
/// `FRAMESEAL_RESULT_NULL_POINTER`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_last_error(out: *mut frameseal_error) -> frameseal_result {
    boundary!(|args| {
        let out = args.output("out", out)?;
        let failure = last().ok_or(Failure::Nothing)?;
        let (kid, member) = (failure.kid(), failure.member());
        out.write(frameseal_error {
            result: failure.result(),
            error_class: failure.class(),
            has_kid: kid.is_some(),
            has_member: member.is_some(),
            kid: kid.map_or(0, |kid| kid.as_u64()),
            member: member.map_or([0; 16], |member| *member.as_bytes()),
            needed: failure.needed(),
        });
        Ok(())
    })
}

/// Writes the message of the last call of this thread that failed: what is wrong and what to do
/// about it, in English and for developers, without secrets. It ends with a zero byte and is cut to
/// `size` bytes.
///
/// Gives the length of the whole message in bytes, without the zero byte; 0 when no call has
/// failed yet. With `out` null and `size` 0 nothing is written, as with `snprintf`.
///
/// From any thread; each has its own.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_last_error_message(out: *mut c_char, size: usize) -> usize {
    let mut len = 0;
    let result = boundary!(|args| {
        let mut text = Cut { out: args.bytes_out("out", out.cast(), size)?.zeroed(), len: 0 };
        if let Some(failure) = last() {
            // Cutting it is not an error.
            let _ = write!(text, "{failure}");
        }
        let end = text.len.min(size.saturating_sub(1));
        if let Some(end) = text.out.get_mut(end) {
            *end = 0;
        }
        len = text.len;
        Ok(())
    });
    if result == frameseal_result::Ok { len } else { 0 }
}

/// Takes what fits and counts the rest.
struct Cut<'a> {
    out: &'a mut [u8],
    len: usize,
}

impl Write for Cut<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if let Some(room) = self.out.get_mut(self.len..) {
            room.iter_mut().zip(text.as_bytes()).for_each(|(to, &byte)| *to = byte);
        }
        self.len = self.len.saturating_add(text.len());
        Ok(())
    }
}
