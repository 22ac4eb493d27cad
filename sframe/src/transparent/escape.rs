//! Emulation prevention (ITU-T H.264 section 7.4.1, the same in H.265): what follows the clear
//! bytes of a NAL unit must not look like a start code.
//!
//! Wherever two zero bytes are followed by 0 to 3, a 3 is put between. The zeros may be the
//! last clear bytes.

use memchr::memmem::Finder;

/// 64 bytes, and one for every 64 KB of frame, are kept free for bytes put in. Encrypted bytes
/// need one in 4 million; a KID may need a few.
pub(super) const ESCAPE_ROOM: usize = 64;

const ESCAPE: u8 = 3;

/// Puts in what is missing in `buf[from..end]` and gives the new end; `None` when `buf` has no
/// room for it.
pub(super) fn escape(buf: &mut [u8], from: usize, mut end: usize) -> Option<usize> {
    let zeros = Finder::new(&[0, 0]);
    let mut at = from.saturating_sub(2);
    while let Some(pair) = zeros.find(buf.get(at..end)?) {
        at = at.checked_add(pair)?.checked_add(2)?;
        if buf.get(at..end)?.first().is_none_or(|&byte| byte > ESCAPE) {
            continue;
        }
        let longer = end.checked_add(1).filter(|&longer| longer <= buf.len())?;
        let behind = at.checked_add(1)?;
        buf.copy_within(at..end, behind);
        *buf.get_mut(at)? = ESCAPE;
        (at, end) = (behind, longer);
    }
    Some(end)
}

/// Takes out of `buf[from..]` what [`escape`] put in and gives how many bytes are left of `buf`;
/// `None` when something else was put in, or not enough. Linear in time.
pub(super) fn unescape(buf: &mut [u8], from: usize) -> Option<usize> {
    let zeros = Finder::new(&[0, 0]);
    let end = buf.len();
    // What is from `read` on is still to be moved to `write`.
    let (mut read, mut write) = (from, from);
    let mut at = from.saturating_sub(2);
    while let Some(pair) = zeros.find(buf.get(at..)?) {
        at = at.checked_add(pair)?.checked_add(2)?;
        match *buf.get(at)? {
            ESCAPE => {
                let next = at.checked_add(1)?;
                if *buf.get(next)? > ESCAPE {
                    return None; // nothing asked for it
                }
                buf.copy_within(read..at, write);
                write = write.checked_add(at.checked_sub(read)?)?;
                (read, at) = (next, next);
            }
            0..ESCAPE => return None,
            _ => {}
        }
    }
    if read > write {
        buf.copy_within(read..end, write);
    }
    write.checked_add(end.checked_sub(read)?)
}

/// Where the last NAL unit of a frame begins, and whether something behind it has to be taken
/// out.
pub(super) struct Carrier {
    /// Behind its start code.
    pub(super) start: usize,
    pub(super) escaped: bool,
}

/// Finds the last NAL unit, in one pass.
pub(super) fn carrier(frame: &[u8]) -> Option<Carrier> {
    let zeros = Finder::new(&[0, 0]);
    let (mut carrier, mut at) = (None, 0usize);
    while let Some(pair) = zeros.find(frame.get(at..)?) {
        let behind = at.checked_add(pair)?.checked_add(2)?;
        let more = frame.get(behind..)?.iter().position(|&byte| byte != 0)?;
        at = behind.checked_add(more)?;
        match *frame.get(at)? {
            1 => carrier = Some(Carrier { start: at.checked_add(1)?, escaped: false }),
            byte => {
                if let Some(carrier) = &mut carrier {
                    carrier.escaped |= more > 0 || byte <= ESCAPE;
                }
            }
        }
    }
    carrier
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use proptest::prelude::*;

    use super::*;

    /// As the standard says it, byte by byte.
    fn escaped(clear: &[u8], body: &[u8]) -> Vec<u8> {
        let mut out = clear.to_vec();
        let mut zeros = clear.iter().rev().take_while(|&&byte| byte == 0).count();
        for &byte in body {
            if zeros >= 2 && byte <= 3 {
                out.push(3);
                zeros = 0;
            }
            out.push(byte);
            zeros = if byte == 0 { zeros + 1 } else { 0 };
        }
        out
    }

    const CLEAR: &[&[u8]] = &[&[0x65], &[0x65, 0], &[0x65, 0, 0], &[0x65, 0, 0, 3]];

    proptest! {
        #[test]
        fn escaping_is_the_standards_and_is_undone(
            clear in prop::sample::select(CLEAR),
            body in prop::collection::vec(prop_oneof![3 => Just(0u8), 2 => 0u8..5, 1 => any::<u8>()], 0..200),
        ) {
            let mut body = body;
            body.push(0x2d);
            let mut buf = [clear, &body].concat();
            let (from, end) = (clear.len(), buf.len());
            buf.resize(2 * end, 0xee);
            let len = escape(&mut buf, from, end).unwrap();
            buf.truncate(len);
            prop_assert_eq!(&buf, &escaped(clear, &body));

            let mut frame = [&[0, 0, 0, 1][..], &buf].concat();
            let found = carrier(&frame).unwrap();
            prop_assert_eq!(found.start, 4);
            prop_assert!(found.escaped || len == end);
            let left = unescape(&mut frame, 4 + from).unwrap();
            prop_assert_eq!(&frame[4..left], [clear, &body].concat());
        }

        #[test]
        fn unescaping_refuses_what_escaping_does_not_write(
            body in prop::collection::vec(prop_oneof![3 => Just(0u8), 2 => 0u8..5], 0..40),
        ) {
            let mut buf = body.clone();
            buf.push(0x2d);
            let received = buf.clone();
            if let Some(left) = unescape(&mut buf, 0) {
                prop_assert_eq!(escaped(&[], &buf[..left]), received);
            }
        }
    }

    /// Zeros that no encoder leaves are looked at, so that one frame has one form.
    #[test]
    fn what_has_to_be_looked_at() {
        for (body, escaped) in
            [(&[0, 0, 5][..], false), (&[0, 0, 3], true), (&[0, 0, 0, 5], true), (&[5], false)]
        {
            let frame = [&[0, 0, 1, 0x65], body].concat();
            let found = carrier(&frame).unwrap();
            assert_eq!((found.start, found.escaped), (3, escaped), "{body:?}");
        }
    }

    #[test]
    fn no_room_is_an_answer() {
        let mut buf = [0, 0, 1, 0, 0, 1, 0x2d];
        assert_eq!(escape(&mut buf, 0, 7), None);
        let mut buf = [0, 0, 1, 0, 0, 1, 0x2d, 0xee, 0xee];
        assert_eq!(escape(&mut buf, 0, 7), Some(9));
        assert_eq!(buf, [0, 0, 3, 1, 0, 0, 3, 1, 0x2d]);
    }
}
