//! The memory through which frames go, and the numbers that are reported of them.

use core::cell::RefCell;

use frameseal::transparent::MAX_DRESSING_LEN;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::Zeroize;

use crate::failure::failure;

/// 1280 bytes before a frame: the longest dressing of an envelope and header, and then so that
/// frames begin where 16 bytes do.
pub(crate) const HEADROOM: usize = 1280;
const _: () =
    assert!(HEADROOM > MAX_DRESSING_LEN + frameseal::MAX_HEADER_LEN && HEADROOM.is_multiple_of(16));

/// 66 048 bytes behind a frame: the longest padding, tag, trailer and what is put in against
/// start codes in frames up to [`MAX_FRAME_LEN`].
const TAILROOM: usize = (1 << 16) + 512;

/// 16 MiB: no encoder's frame is so long; what claims to be is refused before it takes memory.
const MAX_FRAME_LEN: usize = 16 << 20;

/// 128 KiB, in which nearly all frames find room without the memory growing.
const FIRST_LEN: usize = 128 << 10;

/// What was reported of a frame, by its place in the array of [`report`].
#[wasm_bindgen]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Report {
    /// Where the result begins, in bytes of memory.
    Start = 0,
    /// Where it ends.
    End = 1,
    /// The KID, its high and low half.
    KidHigh = 2,
    /// See [`Report::KidHigh`].
    KidLow = 3,
    /// The number of the key that WebCrypto holds.
    Key = 4,
    /// Where the nonce of 12 bytes is; the associated data are directly behind it.
    Nonce = 5,
    /// Bytes of associated data.
    AadLen = 6,
    /// Where the data for WebCrypto begin.
    DataStart = 7,
    /// Where they end.
    DataEnd = 8,
    /// From where to escape when the ciphertext is there; 0 for not at all. Relative to `Start`.
    EscapeFrom = 9,
    /// Which frame is being opened, for the second half.
    Ticket = 10,
}

const REPORT_LEN: usize = 11;

/// What came of a frame. JavaScript has the same numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u32)]
pub(crate) enum Outcome {
    Done = 0,
    /// The AEAD refused it.
    Authentication = 1,
    /// No usable key.
    KeyId = 2,
    /// The key is not known: it may come.
    KeyMissing = 3,
    /// The bytes are no frame of the format.
    Syntax = 4,
    /// Seen before or too old to tell.
    Replay = 5,
    /// The frame is not of the codec that was named.
    Codec = 6,
    /// Counters could not be reserved, yet or at all.
    Counters = 7,
    /// The key has encrypted as much as it may.
    KeyUsedUp = 8,
    /// What the caller asked for makes no sense.
    Usage = 9,
    /// There is nothing to do elsewhere: do it here.
    Here = 10,
}

/// Frames in, frames out, and numbers.
pub(crate) struct Room {
    pub(crate) buf: Vec<u8>,
    /// For formats that cannot be written where the frame lies, and for nonce and associated data.
    pub(crate) out: Vec<u8>,
    report: [u32; REPORT_LEN],
    /// Why the last frame was refused.
    reason: String,
}

thread_local! {
    static ROOM: RefCell<Room> = const {
        RefCell::new(Room {
            buf: Vec::new(),
            out: Vec::new(),
            report: [0; REPORT_LEN],
            reason: String::new(),
        })
    };
}

/// Works with the room. No caller works with it already.
pub(crate) fn with<T>(f: impl FnOnce(&mut Room) -> T) -> T {
    ROOM.with_borrow_mut(f)
}

impl Room {
    pub(crate) fn set(&mut self, field: Report, value: usize) {
        if let Some(place) = self.report.get_mut(field as usize) {
            *place = u32::try_from(value).unwrap_or(u32::MAX);
        }
    }

    pub(crate) fn set_kid(&mut self, kid: u64) {
        let [high, low] = [kid >> 32, kid & u64::from(u32::MAX)];
        self.set(Report::KidHigh, usize::try_from(high).unwrap_or_default());
        self.set(Report::KidLow, usize::try_from(low).unwrap_or_default());
    }

    /// Reports where a result lies in `buf`, or in `out`.
    pub(crate) fn set_result(&mut self, range: core::ops::Range<usize>, is_in_out: bool) {
        let base = if is_in_out { self.out.as_ptr() } else { self.buf.as_ptr() } as usize;
        self.set(Report::Start, base.saturating_add(range.start));
        self.set(Report::End, base.saturating_add(range.end));
    }

    /// Reports what is to be done elsewhere, with the key of that number.
    pub(crate) fn set_elsewhere(
        &mut self,
        key: u32,
        nonce: &[u8],
        aad: &[u8],
        data: &core::ops::Range<usize>,
    ) {
        self.out.clear();
        self.out.extend_from_slice(nonce);
        self.out.extend_from_slice(aad);
        let (place, base) = (self.out.as_ptr() as usize, self.buf.as_ptr() as usize);
        self.set(Report::Key, usize::try_from(key).unwrap_or_default());
        self.set(Report::Nonce, place);
        self.set(Report::AadLen, aad.len());
        self.set(Report::DataStart, base.saturating_add(data.start));
        self.set(Report::DataEnd, base.saturating_add(data.end));
    }

    pub(crate) fn refuse(&mut self, outcome: Outcome, reason: impl core::fmt::Display) -> u32 {
        self.reason = reason.to_string();
        outcome as u32
    }

    /// Makes the second buffer at least so long.
    pub(crate) fn make_out(&mut self, len: usize) {
        if self.out.len() < len {
            self.out.zeroize(); // it moves
            self.out.resize(len, 0);
        }
    }
}

/// Gives where a frame of `len` bytes is to be written. The place stays until a longer frame asks.
///
/// # Errors
/// Code `FrameTooLong`.
#[wasm_bindgen]
pub fn place(len: usize) -> Result<usize, JsValue> {
    if len > MAX_FRAME_LEN {
        let message =
            format!("a frame of {len} bytes is longer than {MAX_FRAME_LEN}; no encoder makes it");
        return Err(failure("FrameTooLong", &message));
    }
    with(|room| {
        let needed = len.max(FIRST_LEN).saturating_add(HEADROOM).saturating_add(TAILROOM);
        if room.buf.len() < needed {
            room.buf.zeroize();
            room.buf = vec![0; needed];
        }
        Ok((room.buf.as_ptr() as usize).saturating_add(HEADROOM))
    })
}

/// Gives the longest frame, in bytes, that fits where [`place`] last said.
#[wasm_bindgen(js_name = maxFrameLen)]
pub fn max_frame_len() -> usize {
    with(|room| room.buf.len().saturating_sub(HEADROOM + TAILROOM))
}

/// Gives where the numbers of [`Report`] are, 32 bits each.
#[wasm_bindgen]
pub fn report() -> usize {
    with(|room| room.report.as_ptr() as usize)
}

/// Gives why the last frame was refused.
#[wasm_bindgen(js_name = lastReason)]
pub fn last_reason() -> String {
    with(|room| room.reason.clone())
}

/// Wipes what the last frames left in the room, and what setting up keys left on the stack.
#[wasm_bindgen]
pub fn wipe() {
    with(|room| {
        room.buf.fill(0);
        room.out.fill(0);
        room.report.zeroize();
    });
    wipe_stack();
}

/// 64 KiB: deriving keys goes less far down, as `core.test.mjs` sees; for exchanging them nobody has
/// measured it.
const STACK_LEN: usize = 64 << 10;

/// Overwrites the stack below, which lies in memory that every script of the realm can read.
#[inline(never)]
#[allow(clippy::large_stack_arrays)] // that is the point
fn wipe_stack() {
    [0_u8; STACK_LEN].zeroize();
}
