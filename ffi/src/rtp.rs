//! SFrame over RTP: frames cut into packets and put together again
//! (draft-ietf-avtcore-rtp-sframe-02).

use std::collections::VecDeque;

use frameseal::rtp::{self, Descriptor, Reassembled, Reassembler};

use crate::boundary::{Buffer, Output, boundary};
use crate::failure::{Failure, Misuse};
use crate::handle;
use crate::result::frameseal_result;

/// 4 complete frames wait for a larger buffer, 8 MiB at most: who is told that a buffer is too small
/// takes the frame next.
const MAX_WAITING: usize = 4;

/// The descriptor byte, and one byte of the frame.
const MIN_PAYLOAD: usize = 2;

/// A reassembler: puts the frames of one RTP stream (one SSRC) together, in whatever order packets
/// come. One call uses it at a time, others wait.
#[repr(C)]
#[derive(Clone, Copy, Default)]
pub struct frameseal_reassembler {
    /// The handle; zero is none.
    pub id: u64,
}

/// What the byte in front of every fragment says.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct frameseal_rtp_descriptor {
    /// Bytes of the frame that follow it.
    pub fragment_len: usize,
    /// S: the frame begins here.
    pub first: bool,
    /// E: the frame ends here.
    pub last: bool,
    /// T: what was encrypted is one codec-specific RTP payload rather than a whole frame.
    pub packetized: bool,
}

/// What is known of a frame that was put together.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct frameseal_reassembled {
    /// The RTP payload type of its packets.
    pub payload_type: u8,
    /// T: what was encrypted is one codec-specific RTP payload rather than a whole frame.
    pub packetized: bool,
}

/// What a reassembler has lost, and holds.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct frameseal_reassembler_totals {
    /// Packets dropped because their frames never became complete.
    pub dropped_packets: u64,
    /// Complete frames dropped because nobody took them.
    pub dropped_frames: u64,
    /// Complete frames that wait for `frameseal_reassembler_take`.
    pub waiting_frames: usize,
}

/// A reassembler, and the frames that did not fit into C's buffer.
#[derive(Default)]
pub(crate) struct Stream {
    reassembler: Reassembler,
    waiting: VecDeque<Reassembled>,
    dropped_frames: u64,
}

impl Stream {
    fn wait(&mut self, frame: Reassembled) {
        self.waiting.push_back(frame);
        if self.waiting.len() > MAX_WAITING {
            self.waiting.pop_front();
            self.dropped_frames = self.dropped_frames.saturating_add(1);
        }
    }

    /// Writes the frame that has waited longest; it goes on waiting when it does not fit.
    fn give(
        &mut self,
        out: Buffer<'_, u8>,
        out_len: Output<'_, usize>,
        about: Option<Output<'_, frameseal_reassembled>>,
    ) -> Result<(), Failure> {
        let Some(next) = self.waiting.front() else { return Err(Failure::Nothing) };
        let len = out.copy_from(&next.frame)?;
        let Reassembled { packetized, payload_type, .. } = *next;
        self.waiting.pop_front();
        out_len.write(len);
        if let Some(about) = about {
            about.write(frameseal_reassembled { payload_type, packetized });
        }
        Ok(())
    }
}

/// Reads the descriptor at the start of an RTP payload. Reserved bits are ignored.
///
/// From any thread. Gives `FRAMESEAL_RESULT_EMPTY_PAYLOAD`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_rtp_read_descriptor(
    payload: *const u8,
    payload_len: usize,
    out: *mut frameseal_rtp_descriptor,
) -> frameseal_result {
    boundary!(|args| {
        let payload = args.bytes("payload", payload, payload_len)?;
        let out = args.output("out", out)?;
        let (&byte, fragment) = payload.split_first().ok_or(rtp::RtpError::Empty)?;
        let Descriptor { first, last, packetized } = Descriptor::from_byte(byte);
        let fragment_len = fragment.len();
        out.write(frameseal_rtp_descriptor { fragment_len, first, last, packetized });
        Ok(())
    })
}

/// Says how many packets a sealed frame of `sealed_len` bytes takes, when each has at most
/// `max_payload` bytes behind its RTP header (2 at least): so many sequence numbers it needs.
///
/// From any thread. Gives `FRAMESEAL_RESULT_BAD_VALUE` for a smaller payload.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_rtp_packet_count(
    sealed_len: usize,
    max_payload: usize,
    out: *mut usize,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.output("out", out)?;
        out.write(rtp::fragment_count(sealed_len, payload_room(max_payload)?));
        Ok(())
    })
}

/// Writes what goes behind the RTP header of packet number `index`, from 0, of a sealed frame to
/// `out`, at most `max_payload` bytes (2 at least): the descriptor, and the packet's share of the
/// frame. The shares are nearly equal. `packetized` is T: 0, or 1 when what was encrypted is one
/// codec-specific RTP payload rather than a whole frame. Allocates nothing.
///
/// Ask for 0, 1, 2 and so on until there is nothing more. From any thread.
///
/// Gives `FRAMESEAL_RESULT_NOTHING` behind the last packet, `FRAMESEAL_RESULT_BAD_VALUE`,
/// `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, which `max_payload` bytes never are,
/// `FRAMESEAL_RESULT_OVERLAP`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_rtp_packet(
    frame: *const u8,
    frame_len: usize,
    max_payload: usize,
    packetized: u8,
    index: usize,
    out: *mut u8,
    out_size: usize,
    out_len: *mut usize,
) -> frameseal_result {
    boundary!(|args| {
        let frame = args.bytes("frame", frame, frame_len)?;
        let out = args.bytes_out("out", out, out_size)?.apart_from(frame)?;
        let out_len = args.output("out_len", out_len)?;
        let packetized = match packetized {
            0 | 1 => packetized == 1,
            value => {
                return Err(
                    Misuse::BadValue { what: "packetized flag", value: value.into() }.into()
                );
            }
        };
        let fragment = rtp::fragment(frame, payload_room(max_payload)?, packetized, index);
        out_len.write(fragment.ok_or(Failure::Nothing)?.write(out.writable())?);
        Ok(())
    })
}

fn payload_room(max_payload: usize) -> Result<usize, Failure> {
    if max_payload < MIN_PAYLOAD {
        let value = u64::try_from(max_payload).unwrap_or(u64::MAX);
        return Err(Misuse::BadValue { what: "max_payload of 2 bytes or more", value }.into());
    }
    Ok(max_payload)
}

/// Makes an empty reassembler for one RTP stream.
///
/// From any thread. Gives `FRAMESEAL_RESULT_TOO_MANY_HANDLES`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_reassembler_new(
    out: *mut frameseal_reassembler,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.output("out", out)?;
        out.write(frameseal_reassembler { id: handle::insert(Box::new(Stream::default()))? });
        Ok(())
    })
}

/// Frees a reassembler and what it holds. Zero is ignored.
///
/// From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_reassembler_free(
    reassembler: frameseal_reassembler,
) -> frameseal_result {
    boundary!(|_args| handle::remove::<Box<Stream>>(reassembler.id))
}

/// Takes the payload of one RTP packet and writes the sealed frame that it completes to `out`, its
/// length to `out_len` and what is known of it to `reassembled`. Nothing of it is authenticated before
/// it is opened. `reassembled` may be null.
///
/// At most 1024 packets and 2 MiB are held, so no frame is longer; what exceeds them, or falls more
/// than 1024 packets behind the newest, is dropped, oldest first.
///
/// From any thread, one at a time; others wait.
///
/// Gives `FRAMESEAL_RESULT_NOTHING` when the packet was taken and completes no frame;
/// `FRAMESEAL_RESULT_BUFFER_TOO_SMALL` when it was taken and a frame waits: call
/// `frameseal_reassembler_take` until there is nothing more. Frames come out in the order in which
/// they became complete; of more than 4 that wait the oldest is dropped.
/// `FRAMESEAL_RESULT_EMPTY_PAYLOAD` and `FRAMESEAL_RESULT_PACKET_TOO_LONG` when the packet was not
/// taken; `FRAMESEAL_RESULT_MIXED_FRAGMENTS` when its frame was dropped; `FRAMESEAL_RESULT_OVERLAP`,
/// `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_reassembler_push(
    reassembler: frameseal_reassembler,
    sequence_number: u16,
    payload_type: u8,
    payload: *const u8,
    payload_len: usize,
    out: *mut u8,
    out_size: usize,
    out_len: *mut usize,
    reassembled: *mut frameseal_reassembled,
) -> frameseal_result {
    boundary!(|args| {
        let payload = args.bytes("payload", payload, payload_len)?;
        let out = args.bytes_out("out", out, out_size)?.apart_from(payload)?;
        let out_len = args.output("out_len", out_len)?;
        let about = args.optional_output("reassembled", reassembled)?;
        handle::exclude(reassembler.id, |stream: &mut Box<Stream>| {
            let complete = stream.reassembler.push(sequence_number, payload_type, payload)?;
            stream.wait(complete.ok_or(Failure::Nothing)?);
            stream.give(out, out_len, about)
        })
    })
}

/// Writes the complete frame that has waited longest because a buffer was too small, as
/// `frameseal_reassembler_push` does. `reassembled` may be null.
///
/// From any thread, one at a time; others wait. Gives `FRAMESEAL_RESULT_NOTHING` when none waits;
/// `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`, and then it goes on waiting;
/// `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_reassembler_take(
    reassembler: frameseal_reassembler,
    out: *mut u8,
    out_size: usize,
    out_len: *mut usize,
    reassembled: *mut frameseal_reassembled,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.bytes_out("out", out, out_size)?;
        let out_len = args.output("out_len", out_len)?;
        let about = args.optional_output("reassembled", reassembled)?;
        handle::exclude(reassembler.id, |stream: &mut Box<Stream>| stream.give(out, out_len, about))
    })
}

/// Writes what a reassembler has lost since it was made, and holds.
///
/// From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_reassembler_get_totals(
    reassembler: frameseal_reassembler,
    out: *mut frameseal_reassembler_totals,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.output("out", out)?;
        let totals = handle::exclude(reassembler.id, |stream: &mut Box<Stream>| {
            Ok(frameseal_reassembler_totals {
                dropped_packets: stream.reassembler.dropped_packets(),
                dropped_frames: stream.dropped_frames,
                waiting_frames: stream.waiting.len(),
            })
        })?;
        out.write(totals);
        Ok(())
    })
}
