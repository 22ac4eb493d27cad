//! Target `interop`: the deployed formats. Arbitrary bytes are refused and change nothing, frames
//! come back, and what was edited on the way either comes back the same or not at all.

use std::sync::Arc;

use frameseal::MemoryCounters;
use frameseal::codec::{Codec, CodecError};
use frameseal::interop::jframe::FrameKind;
use frameseal::interop::livekit::Decrypted;
use frameseal::interop::{LegacyDecryptError, LegacyEncryptError, getstream, jframe, livekit};

use super::bytes::Input;

/// That of the recorded vectors, so that they open.
const MATERIAL: [u8; 32] = {
    let mut bytes = [0; 32];
    let mut at = 0;
    while at < bytes.len() {
        bytes[at] = at as u8;
        at += 1;
    }
    bytes
};

/// The key indices of the recorded vectors.
const INDICES: [u8; 3] = [0, 3, 5];

const SIF_TRAILER: &[u8] = b"room";
/// No recorded vector's.
const SSRC: u32 = 0x0bad_cafe;

/// The first byte says which format, the second what is done with the rest.
pub fn interop(data: &[u8]) {
    let mut input = Input(data);
    let mut peer = Peer::new(input.byte());
    let choice = input.byte();
    let codec = Codec::ALL[usize::from(choice / 3) % Codec::ALL.len()];
    let kind = [FrameKind::Audio, FrameKind::Key, FrameKind::Delta][usize::from(choice / 18) % 3];
    match choice % 3 {
        0 => hostile(&mut peer, codec, kind, input.0),
        1 => there_and_back(&mut peer, codec, kind, input.0),
        _ => edited(&mut peer, codec, kind, input),
    }
}

/// Bytes from anywhere, twice.
fn hostile(peer: &mut Peer, codec: Codec, kind: FrameKind, wire: &[u8]) {
    let first = peer.open(codec, kind, wire);
    let second = peer.open(codec, kind, wire);
    match &first {
        Ok(Opened::Authentic(_)) => assert_eq!(second, Err(LegacyDecryptError::Replayed)),
        first => assert_eq!(&second, first, "nothing changes"),
    }
    // A genuine one opens, once. The fuzzer sees what bytes are compared with, so it does find
    // frames of this very sender with this very counter.
    let sealed = peer.seal(Codec::Opus, FrameKind::Audio, b"genuine", 7).unwrap();
    match peer.open(Codec::Opus, FrameKind::Audio, &sealed) {
        Err(LegacyDecryptError::Replayed) => assert!(matches!(first, Ok(Opened::Authentic(_)))),
        opened => assert_eq!(opened, Ok(Opened::Authentic(b"genuine".to_vec()))),
    }
    let again = peer.open(Codec::Opus, FrameKind::Audio, &sealed);
    assert_eq!(again, Err(LegacyDecryptError::Replayed));
}

fn there_and_back(peer: &mut Peer, codec: Codec, kind: FrameKind, frame: &[u8]) {
    let Ok(sealed) = peer.seal(codec, kind, frame, 7) else { return };
    match peer.open(codec, kind, &sealed) {
        Ok(Opened::Authentic(opened)) => assert!(is_same(&opened, frame)),
        Ok(Opened::Nothing) | Err(LegacyDecryptError::Codec(CodecError::Empty)) => {
            assert!(frame.is_empty() && sealed.is_empty());
        }
        other => assert!(may_get_lost(frame), "{other:?}"),
    }
}

fn edited(peer: &mut Peer, codec: Codec, kind: FrameKind, mut input: Input<'_>) {
    let head: &[u8] = match codec {
        Codec::Vp8 => &[0x31, 0x02, 0x00],
        Codec::Vp9 => &[0x86],
        Codec::H264 => &[0, 0, 0, 1, 0x67, 0x42, 0, 0, 1, 0x65, 0x88, 0x84, 7, 7],
        Codec::H265 => &[0, 0, 0, 1, 0x42, 1, 0, 0, 1, 0x26, 0x01, 0xaf, 7, 7],
        _ => &[0x78],
    };
    let frames = [input.some_bytes(64), &[0; 40]].map(|body| [head, body].concat());
    let sealed: Vec<_> = frames
        .iter()
        .zip(1..)
        .map_while(|(frame, timestamp)| peer.seal(codec, kind, frame, timestamp).ok())
        .collect();
    let [one, other] = &sealed[..] else { return };
    let mut wire = one.clone();
    for _ in 0..1 + input.below(3) {
        input.edit(&mut wire, other);
    }
    match peer.open(codec, kind, &wire) {
        // Unchanged, the other one, or told in other words.
        Ok(Opened::Authentic(opened)) => {
            assert!(frames.iter().any(|frame| is_same(&opened, frame)));
            assert_eq!(peer.open(codec, kind, &wire), Err(LegacyDecryptError::Replayed));
        }
        Ok(Opened::Nothing) => assert!(wire.is_empty() || wire.ends_with(SIF_TRAILER)),
        Err(_) => assert!(wire != *one || may_get_lost(&frames[0])),
    }
}

/// LiveKit writes some start codes one byte longer.
fn is_same(opened: &[u8], frame: &[u8]) -> bool {
    let without_zeros =
        |bytes: &[u8]| bytes.iter().copied().filter(|b| *b != 0).collect::<Vec<_>>();
    opened == frame || without_zeros(opened) == without_zeros(frame)
}

/// LiveKit does not escape across the end of the clear bytes: where those are zero, which no
/// encoder writes, a start code may come about.
fn may_get_lost(frame: &[u8]) -> bool {
    frame.windows(5).any(|bytes| bytes[..3] == [0, 0, 1] && bytes[4] == 0)
}

#[derive(Debug, PartialEq, Eq)]
enum Opened {
    Authentic(Vec<u8>),
    /// An empty frame, or one that the server may inject.
    Nothing,
}

/// A sender and a receiver of one of the formats.
enum Peer {
    LiveKit(livekit::Encryptor, livekit::Decryptor),
    JFrame(jframe::Encryptor, jframe::Decryptor),
    GetStream(getstream::Encryptor, getstream::Decryptor),
}

impl Peer {
    fn new(choice: u8) -> Self {
        let counters = Arc::new(MemoryCounters::default());
        match choice % 3 {
            0 => {
                let material = livekit::KeyMaterial::raw(&MATERIAL).unwrap();
                let sender = livekit::Encryptor::with_counters(&material, 0, counters).unwrap();
                let mut receiver = livekit::Decryptor::with_ratchet_window(1);
                INDICES.into_iter().for_each(|index| receiver.set_key(index, &material).unwrap());
                receiver.set_sif_trailer(SIF_TRAILER);
                Self::LiveKit(sender, receiver)
            }
            1 => {
                let material = jframe::KeyMaterial::new(&MATERIAL).unwrap();
                let sender = jframe::Encryptor::with_counters(&material, 0, counters).unwrap();
                let mut receiver = jframe::Decryptor::with_ratchet_window(1);
                INDICES.into_iter().for_each(|index| receiver.set_key(index, &material).unwrap());
                Self::JFrame(sender, receiver)
            }
            _ => {
                let key = getstream::Key::new(&MATERIAL[..16]).unwrap();
                let prefix = [0, 0, 1, 0, 0, 0, 3, choice];
                let sender =
                    getstream::Encryptor::with_counters(&key, 0, prefix, counters).unwrap();
                let mut receiver = getstream::Decryptor::new();
                INDICES.into_iter().for_each(|index| receiver.set_key(index, &key).unwrap());
                Self::GetStream(sender, receiver)
            }
        }
    }

    fn seal(
        &mut self,
        codec: Codec,
        kind: FrameKind,
        frame: &[u8],
        timestamp: u32,
    ) -> Result<Vec<u8>, LegacyEncryptError> {
        match self {
            Self::LiveKit(sender, _) => {
                let stream = livekit::Stream { ssrc: SSRC, timestamp };
                let sealed = sender.encrypt_to_vec(codec, frame, stream)?;
                assert!(sealed.len() <= livekit::max_len(codec, frame.len()));
                Ok(sealed)
            }
            Self::JFrame(sender, _) => {
                sender.encrypt_to_vec(kind, frame, jframe::Stream { ssrc: SSRC, timestamp })
            }
            Self::GetStream(sender, _) => {
                let sealed = sender.encrypt_to_vec(codec, frame)?;
                assert!(sealed.len() <= getstream::max_len(codec, frame.len()));
                Ok(sealed)
            }
        }
    }

    /// Opens into a buffer with something in it, of which nothing is left or all.
    fn open(
        &mut self,
        codec: Codec,
        kind: FrameKind,
        wire: &[u8],
    ) -> Result<Opened, LegacyDecryptError> {
        let mut out = vec![0xee; wire.len()];
        let opened = match self {
            Self::LiveKit(_, receiver) => match receiver.decrypt(codec, wire, &mut out) {
                Ok(Decrypted::Opened(len)) => Ok(len),
                Ok(_) => return Ok(Opened::Nothing),
                Err(error) => Err(error),
            },
            Self::JFrame(_, receiver) => receiver.decrypt(kind, wire, &mut out),
            Self::GetStream(_, receiver) => receiver.decrypt(wire, &mut out),
        };
        assert!(opened.is_err() || !wire.is_empty(), "nobody vouches for it");
        match opened {
            Ok(len) => {
                out.truncate(len);
                Ok(Opened::Authentic(out))
            }
            Err(error) => {
                if error == LegacyDecryptError::Authentication {
                    // GetStream's clear bytes are not zeroed; they are no secret.
                    let left = out.iter().zip(wire).skip_while(|(out, wire)| out == wire);
                    assert!(left.into_iter().all(|(out, _)| *out == 0));
                }
                Err(error)
            }
        }
    }
}
