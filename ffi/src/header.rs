//! Headers of SFrames, as whoever carries them reads them.

use frameseal::Header;

use crate::boundary::boundary;
use crate::decryptor::frameseal_header;
use crate::result::frameseal_result;

/// Reads KID and counter at the start of an SFrame (RFC 9605 section 4.3), as whoever carries it
/// can, and writes how many bytes the header has, 1 to 17, to `payload_start`. Nothing of it is
/// authenticated before the frame is opened. Those of a transparent envelope are read by
/// `frameseal_transparent_header`.
///
/// From any thread. Gives `FRAMESEAL_RESULT_TRUNCATED`, `FRAMESEAL_RESULT_NON_MINIMAL_HEADER`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_header_read(
    frame: *const u8,
    frame_len: usize,
    header: *mut frameseal_header,
    payload_start: *mut usize,
) -> frameseal_result {
    boundary!(|args| {
        let frame = args.bytes("frame", frame, frame_len)?;
        let (header, payload_start) =
            (args.output("header", header)?, args.output("payload_start", payload_start)?);
        let (read, len) = Header::parse(frame)?;
        header.write(read.into());
        payload_start.write(len);
        Ok(())
    })
}
