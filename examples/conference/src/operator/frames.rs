//! What the operator knows of sealed frames: where each format says which key and counter, and
//! how to make one that looks genuine.

use frameseal::{Header, KeyId, MAX_HEADER_LEN, transparent};
use rand::Rng;
use rand::rngs::StdRng;

use crate::format::Format;
use crate::media::Codec;

/// IV, its length and the key's index (LiveKit, JFrame).
const IV_TRAILER: usize = 14;

/// Counter, prefix, index, flags, version and magic (GetStream).
const GETSTREAM_TRAILER: usize = 20;

/// Tag of DAVE.
const DAVE_TAG: usize = 8;

/// Layout and version at the end of a transparent envelope, 1 or 2 bytes: the one byte more is
/// of the tag.
const ENVELOPE_TRAILER: usize = 2;

/// Turns the index of a key into one that nobody uses.
const UNUSED: u8 = 0x08;

/// Generations of DAVE that receivers do not follow.
const FAR_GENERATIONS: std::ops::Range<u32> = 40..200;

/// What a frame of random bytes claims.
#[derive(Clone, Copy)]
pub(super) enum Forgery {
    /// To be one more under a key that is in use.
    KnownKey,
    /// The same, with the highest counter or nonce there is.
    FarCounter,
    /// A key that nobody has. DAVE names no keys: a generation that is far away.
    UnknownKey,
}

/// Gives the number of the key and the counter that a frame shows. LiveKit and JFrame show the
/// low 16 bits of the counter, DAVE the generation in place of the key.
pub fn key_and_counter(format: Format, payload_type: u8, frame: &[u8]) -> Option<(u64, u64)> {
    if format.is_sframe() {
        let header = match format {
            Format::Transparent => transparent::header(frame).ok()?,
            _ => Header::parse(frame).ok()?.0,
        };
        return Some((header.kid.as_u64(), header.counter));
    }
    Shown::of(format, &Cut::of(format, payload_type, frame)?.label)
        .map(|shown| shown.numbers(format))
}

/// Puts what one frame shows of its key and counter onto the ciphertext of another. `None` if
/// that would give a genuine frame.
pub(super) fn splice(format: Format, label: (u8, &[u8]), body: (u8, &[u8])) -> Option<Vec<u8>> {
    let (from, onto) = (Cut::of(format, label.0, label.1)?, Cut::of(format, body.0, body.1)?);
    if from.body == onto.body || from.label == onto.label {
        return None;
    }
    Some(match format {
        Format::Sframe => [from.label, onto.body].concat(),
        Format::Transparent => [from.clear, from.label, onto.body, onto.end].concat(),
        _ => [onto.clear, onto.body, from.label].concat(),
    })
}

/// Makes a frame that looks like `frame` and holds random bytes.
pub(super) fn forge(
    format: Format,
    forgery: Forgery,
    payload_type: u8,
    frame: &[u8],
    dice: &mut StdRng,
) -> Option<Vec<u8>> {
    let mut cut = Cut::of(format, payload_type, frame)?;
    if format.is_sframe() {
        let (mut header, _) = Header::parse(&cut.label).ok()?;
        match forgery {
            Forgery::KnownKey => {
                header.counter = header.counter.wrapping_add(dice.random_range(1..2000));
            }
            Forgery::FarCounter => header.counter = u64::MAX,
            Forgery::UnknownKey => header.kid = KeyId::new(dice.random()),
        }
        let mut encoded = [0; MAX_HEADER_LEN];
        let label = header.encode(&mut encoded);
        if format == Format::Sframe {
            let mut body = vec![0; dice.random_range(20..200)];
            dice.fill(&mut body[..]);
            return Some([label, &body].concat());
        }
        // The whole keeps its length, which units of AV1 say.
        let len = (cut.label.len() + cut.body.len()).checked_sub(label.len())?;
        let body = random_body(len, dice);
        return Some([&cut.clear, label, &body, &cut.end].concat());
    }
    let mut shown = Shown::of(format, &cut.label)?;
    shown.change(format, forgery, dice);
    let body = random_body(cut.body.len(), dice);
    shown.write(&mut cut.label)?;
    Some([cut.clear, body, cut.label].concat())
}

/// Random bytes without start codes and escapes.
fn random_body(len: usize, dice: &mut StdRng) -> Vec<u8> {
    (0..len).map(|_| dice.random_range(4..=255)).collect()
}

/// A frame in parts, without escapes.
struct Cut {
    /// What the operator may see of the media, at the front.
    clear: Vec<u8>,
    /// What says which key and counter: SFrame's header, in front of the ciphertext, or the
    /// end of frames of legacy formats.
    label: Vec<u8>,
    /// Ciphertext and tag.
    body: Vec<u8>,
    /// What is behind it in a transparent envelope.
    end: Vec<u8>,
}

impl Cut {
    fn of(format: Format, payload_type: u8, frame: &[u8]) -> Option<Self> {
        let codec = Codec::of_payload_type(payload_type)?;
        match format {
            Format::Sframe => {
                let (label, body) = frame.split_at_checked(Header::parse(frame).ok()?.1)?;
                Some(Self::new(&[], label, body, &[]))
            }
            Format::Transparent => Self::of_envelope(frame),
            Format::Livekit | Format::Jframe => {
                let (clear, rest) = frame.split_at_checked(format.clear_len(codec, frame)?)?;
                let is_escaped =
                    format == Format::Livekit && matches!(codec, Codec::H264 | Codec::H265);
                let rest = if is_escaped { unescaped(rest) } else { rest.to_vec() };
                let (body, label) = rest.split_at_checked(rest.len().checked_sub(IV_TRAILER)?)?;
                Some(Self::new(clear, label, body, &[]))
            }
            Format::Getstream => {
                let &[.., high, low, _version, _, _, _, _] = frame else { return None };
                let clear = usize::from(u16::from_be_bytes([high & 0x7f, low]));
                let (clear, rest) = frame.split_at_checked(clear)?;
                let rest = if high & 0x80 == 0 { rest.to_vec() } else { unescaped(rest) };
                let end = rest.len().checked_sub(GETSTREAM_TRAILER)?;
                let (body, label) = rest.split_at_checked(end)?;
                Some(Self::new(clear, label, body, &[]))
            }
            Format::Dave => {
                let &[.., len, 0xfa, 0xfa] = frame else { return None };
                let tag = frame.len().checked_sub(usize::from(len))?;
                let (front, label) = frame.split_at_checked(tag + DAVE_TAG)?;
                // Nonce, then offset and length of the first range.
                let (_, ranges) = leb128(label)?;
                let clear = match leb128(ranges) {
                    Some((0, rest)) => usize::try_from(leb128(rest)?.0).ok()?,
                    _ => 0,
                };
                let (clear, body) = front.split_at_checked(clear)?;
                Some(Self::new(clear, label, body, &[]))
            }
        }
    }

    /// Finds the header where the last byte says it is, or behind the clear bytes of AV1 by
    /// looking for it.
    fn of_envelope(frame: &[u8]) -> Option<Self> {
        let header = transparent::header(frame).ok()?;
        let mut encoded = [0; MAX_HEADER_LEN];
        let label = header.encode(&mut encoded);
        let at = match frame.last()? & 0x0f {
            len @ ..13 => usize::from(len),
            _ => frame.windows(label.len()).position(|bytes| bytes == label)?,
        };
        let (clear, rest) = frame.split_at_checked(at)?;
        let rest = rest.strip_prefix(label)?; // escapes hide some
        let (body, end) = rest.split_at_checked(rest.len().checked_sub(ENVELOPE_TRAILER)?)?;
        Some(Self::new(clear, label, body, end))
    }

    fn new(clear: &[u8], label: &[u8], body: &[u8], end: &[u8]) -> Self {
        let [clear, label, body, end] = [clear, label, body, end].map(<[u8]>::to_vec);
        Self { clear, label, body, end }
    }
}

/// Key and nonce, as the label of a legacy format has them.
enum Shown {
    Iv { iv: [u32; 3], index: u8 },
    Counter { counter: u32, index: u8 },
    Nonce(u32),
}

impl Shown {
    fn of(format: Format, label: &[u8]) -> Option<Self> {
        let word = |at: usize| {
            let bytes = label.get(at..)?.first_chunk()?;
            Some(u32::from_be_bytes(*bytes))
        };
        Some(match format {
            Format::Dave => Self::Nonce(leb128(label)?.0),
            Format::Getstream => Self::Counter { counter: word(0)?, index: *label.get(12)? },
            _ => Self::Iv { iv: [word(0)?, word(4)?, word(8)?], index: *label.last()? },
        })
    }

    fn numbers(&self, format: Format) -> (u64, u64) {
        match *self {
            // The end of the IV is the count, or the timestamp minus the count.
            Self::Iv { iv: [_, timestamp, word], index } if format == Format::Livekit => {
                (index.into(), timestamp.wrapping_sub(word).into())
            }
            Self::Iv { iv: [_, _, word], index } => (index.into(), word.into()),
            Self::Counter { counter, index } => (index.into(), counter.into()),
            Self::Nonce(nonce) => ((nonce >> 24).into(), (nonce & 0x00ff_ffff).into()),
        }
    }

    fn change(&mut self, format: Format, forgery: Forgery, dice: &mut StdRng) {
        let some = dice.random_range(1..2000);
        match (self, forgery) {
            (Self::Iv { iv: [_, _, word], .. }, Forgery::KnownKey) => {
                *word = if format == Format::Livekit {
                    word.wrapping_sub(some)
                } else {
                    word.wrapping_add(some)
                };
            }
            (Self::Iv { iv, .. }, Forgery::FarCounter) => *iv = [u32::MAX; 3],
            (Self::Iv { index, .. } | Self::Counter { index, .. }, Forgery::UnknownKey) => {
                *index ^= UNUSED;
            }
            (Self::Counter { counter, .. } | Self::Nonce(counter), Forgery::KnownKey) => {
                *counter = counter.wrapping_add(some);
            }
            (Self::Counter { counter, .. } | Self::Nonce(counter), Forgery::FarCounter) => {
                *counter = u32::MAX;
            }
            (Self::Nonce(nonce), Forgery::UnknownKey) => {
                *nonce = dice.random_range(FAR_GENERATIONS) << 24 | (*nonce & 0x00ff_ffff);
            }
        }
    }

    fn write(&self, label: &mut Vec<u8>) -> Option<()> {
        match *self {
            Self::Iv { iv, index } => {
                let words = iv.into_iter().flat_map(u32::to_be_bytes);
                label.iter_mut().zip(words).for_each(|(to, byte)| *to = byte);
                *label.last_mut()? = index;
            }
            Self::Counter { counter, index } => {
                *label.first_chunk_mut()? = counter.to_be_bytes();
                *label.get_mut(12)? = index;
            }
            Self::Nonce(mut nonce) => {
                let (_, rest) = leb128(label)?;
                let mut spelled = Vec::new();
                while nonce >= 0x80 {
                    spelled.push(u8::try_from(nonce & 0x7f).ok()? | 0x80);
                    nonce >>= 7;
                }
                spelled.push(u8::try_from(nonce).ok()?);
                let mut changed = [spelled.as_slice(), rest].concat();
                // The third byte from the end is the length from the tag on.
                let len = u8::try_from(changed.len() + DAVE_TAG).ok()?;
                let at = changed.len().checked_sub(3)?;
                *changed.get_mut(at)? = len;
                *label = changed;
            }
        }
        Some(())
    }
}

/// Reads a number of up to 32 bits and gives what is behind it.
fn leb128(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let len = bytes.iter().take(5).position(|byte| byte & 0x80 == 0)? + 1;
    let (number, rest) = bytes.split_at_checked(len)?;
    let number = number.iter().rev().fold(0, |sum, byte| sum << 7 | u64::from(byte & 0x7f));
    Some((u32::try_from(number).ok()?, rest))
}

/// Takes out the bytes that keep start codes from coming about.
fn unescaped(bytes: &[u8]) -> Vec<u8> {
    let mut zeros = 0;
    let mut plain = Vec::with_capacity(bytes.len());
    for &byte in bytes {
        if zeros >= 2 && byte == 3 {
            zeros = 0;
            continue;
        }
        zeros = if byte == 0 { zeros + 1 } else { 0 };
        plain.push(byte);
    }
    plain
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use clap::ValueEnum;
    use frameseal::{CipherSuite, Encryptor, EncryptorConfig};
    use rand::SeedableRng;

    use super::*;
    use crate::media;
    use crate::opening::{Arrival, Opener};
    use crate::plan;
    use crate::sealing::{MemberKey, OnTrack, Sealer};

    /// Frames of each clip that are sealed.
    const FRAMES: usize = 30;

    const SUITE: CipherSuite = CipherSuite::AES_128_GCM_SHA256_128;

    /// A sealer and its key.
    fn sealer(format: Format) -> (Sealer, MemberKey) {
        let mut sealer = Sealer::new(format, 3).unwrap();
        if let Ok(key) = sealer.share_key() {
            return (sealer, key);
        }
        let key = MemberKey::new(3 << 12, &rand::random::<[u8; 32]>()).unwrap();
        let config = EncryptorConfig::default();
        let encryptor = Encryptor::for_sender(&key.sender_key(SUITE).unwrap(), config).unwrap();
        let encryptor = Arc::new(encryptor);
        sealer.use_encryptors([Arc::clone(&encryptor), encryptor]);
        (sealer, key)
    }

    /// A receiver with the sender's key, and sealed frames with what must come out of them.
    #[allow(clippy::type_complexity)] // written once, used once
    fn sealed(format: Format) -> (Opener, Vec<(Arrival, Vec<u8>, Vec<u8>)>) {
        let (mut sealer, key) = sealer(format);
        let mut opener = Opener::new(format, SUITE, Some(0));
        assert!(opener.add_key(&key).unwrap().is_empty());
        let (clips, _) = format.choose(media::built_in().unwrap());
        let mut frames = Vec::new();
        for (track, clip) in clips.iter().enumerate() {
            for (frame, timestamp) in clip.frames.iter().take(FRAMES).zip(1..) {
                let (codec, ssrc) = (clip.codec, plan::ssrc(3, track));
                let on_track = OnTrack { codec, ssrc, timestamp: timestamp * 3000 };
                let sealed = sealer.seal(on_track, &frame.data).unwrap().bytes.to_vec();
                let arrival = Arrival { ssrc, payload_type: codec.payload_type() };
                frames.push((arrival, sealed, format.spelling(codec, &frame.data).into_owned()));
            }
        }
        (opener, frames)
    }

    /// Opens a frame and gives it in the one spelling.
    fn open(
        format: Format,
        opener: &mut Opener,
        arrival: Arrival,
        frame: &[u8],
    ) -> Option<Vec<u8>> {
        let (mut frame, mut out) = (frame.to_vec(), vec![0; frame.len()]);
        let opened = opener.open(arrival, &mut frame, &mut out, None).ok()?;
        let codec = Codec::of_payload_type(arrival.payload_type).unwrap();
        Some(format.spelling(codec, opened).into_owned())
    }

    #[test]
    fn forgeries_and_splices_look_genuine_and_are_refused() {
        let mut dice = StdRng::seed_from_u64(9605);
        for &format in Format::value_variants() {
            let (mut opener, frames) = sealed(format);
            let (mut forged, mut spliced) = (0, 0);
            for (nth, (arrival, frame, _)) in frames.iter().enumerate() {
                let codec = arrival.payload_type;
                for forgery in [Forgery::KnownKey, Forgery::FarCounter, Forgery::UnknownKey] {
                    let Some(forgery) = forge(format, forgery, codec, frame, &mut dice) else {
                        continue;
                    };
                    assert!(open(format, &mut opener, *arrival, &forgery).is_none());
                    forged += 1;
                }
                let (other, body, _) = &frames[(nth + 7) % frames.len()];
                let splice = splice(format, (codec, frame), (other.payload_type, body));
                if let Some(splice) = splice {
                    assert!(open(format, &mut opener, *arrival, &splice).is_none());
                    spliced += 1;
                }
            }
            assert!(forged > 2 * frames.len() && spliced > frames.len() / 2, "{format:?}");
            // Nothing of it kept the genuine ones from being opened.
            for (arrival, frame, plaintext) in &frames {
                let opened = open(format, &mut opener, *arrival, frame);
                assert_eq!(opened.as_ref(), Some(plaintext), "{format:?}");
                assert_eq!(open(format, &mut opener, *arrival, frame), None, "{format:?}: replay");
            }
        }
    }

    #[test]
    fn labels_show_the_key_and_count_the_frames() {
        for &format in Format::value_variants() {
            let (_, frames) = sealed(format);
            let shown = frames.iter().map(|(arrival, frame, _)| {
                key_and_counter(format, arrival.payload_type, frame).unwrap()
            });
            let shown: Vec<_> = shown.collect();
            let key = if format.is_sframe() { 3 << 12 } else { 0 };
            assert!(shown.iter().all(|&(shown, _)| shown == key), "{format:?}");
            assert!(shown.windows(2).all(|two| two[0].1 < two[1].1), "{format:?}");
        }
    }

    #[test]
    fn hidden_parts_do_not_show() {
        for &format in Format::value_variants() {
            let (clips, _) = format.choose(media::built_in().unwrap());
            let (mut sealer, _) = sealer(format);
            let mut runs = 0;
            for (frame, codec) in clips
                .iter()
                .flat_map(|clip| clip.frames.iter().take(FRAMES).map(|f| (f, clip.codec)))
            {
                let track = OnTrack { codec, ssrc: 7, timestamp: 1 };
                let sealed = sealer.seal(track, &frame.data).unwrap().bytes.to_vec();
                for hidden in format.hidden(codec, &frame.data) {
                    for run in frame.data[hidden].chunks_exact(16) {
                        assert!(
                            !sealed.windows(16).any(|bytes| bytes == run),
                            "{format:?} {codec:?}"
                        );
                        runs += 1;
                    }
                }
            }
            assert!(runs > 1000, "{format:?}: {runs}");
        }
    }
}
