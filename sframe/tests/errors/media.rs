//! Envelopes, codecs, RTP and the deployed formats.

use std::sync::Arc;

use frameseal::codec::{Codec, CodecError, MAX_CLEAR_LEN, MAX_PARAMETER_SETS};
use frameseal::interop::dave::{self, SenderSecret};
use frameseal::interop::{LegacyDecryptError, LegacyEncryptError, jframe, livekit};
use frameseal::rtp::{self, Descriptor, Fragment, MAX_BYTES, Reassembler};
use frameseal::transparent::{Envelope, SealError};
use frameseal::{CounterStoreError, Encryptor};

use crate::book::Book;
use crate::deployed::{GetStream, JFrame, LiveKit, MATERIAL, SSRC, System, frame, start_at};
use crate::faulty::Script;
use crate::parties::{GCM, KID, META, base, header, own_ledger};

pub(crate) fn seal() -> Book {
    let mut book = Book::of("transparent.rs", "SealError");
    let mut config = own_ledger();
    config.max_blocks = 80;
    let alice = Encryptor::with_config(GCM, KID, base(1), config).unwrap();
    let envelope = Envelope::new(Codec::H264);
    let no_frame = envelope.encrypt_to_vec(&alice, &[1, 2, 3], META).unwrap_err();
    assert!(matches!(no_frame, SealError::Codec(CodecError::NotAnnexB { .. })));
    book.note(no_frame, &["H264", "start code"]);
    let frame = frame(Codec::H264, false, b"body");
    let sealed = envelope.encrypt_to_vec(&alice, &frame, META).unwrap();
    let counter = frameseal::transparent::header(&sealed).unwrap().counter;
    assert_eq!(counter, 0, "what is no frame uses no counter");
    let used_up = envelope.encrypt_to_vec(&alice, &frame, META).unwrap_err();
    book.note(used_up, &["rotate", "fresh base key"]);
    book
}

pub(crate) fn codec() -> Book {
    let mut book = Book::of("codec.rs", "CodecError");
    book.note(Codec::from_mime_type("audio/red").unwrap_err(), &["RED", "before RED"]);
    book.note(Codec::from_mime_type("video/H266").unwrap_err(), &["opus", "AV1", "negotiate"]);
    book.note(Codec::Opus.inspect(&[]).unwrap_err(), &["empty", "drop it"]);
    book.note(Codec::H265.inspect(&[0, 0, 0, 9, 1]).unwrap_err(), &["H265", "Annex B"]);
    let no_key_frame = Codec::Vp8.inspect(&[0x10, 0, 0, 1, 2, 3, 4, 5, 6, 7]).unwrap_err();
    book.note(no_key_frame, &["no VP8 frame", "start code", "drop the frame"]);
    let sets = [0, 0, 1, 0x67].repeat(MAX_PARAMETER_SETS + 1);
    let limit = format!("{MAX_PARAMETER_SETS} parameter sets");
    book.note(Codec::H264.inspect(&sets).unwrap_err(), &[&limit, "configure the encoder"]);
    let long = [&[0, 0, 1, 0x67][..], &[0x42; MAX_CLEAR_LEN]].concat();
    let limit = format!("more than {MAX_CLEAR_LEN}");
    book.note(Codec::H264.inspect(&long).unwrap_err(), &[&limit, "configure the encoder"]);
    book
}

pub(crate) fn rtp() -> Book {
    let mut book = Book::of("rtp.rs", "RtpError");
    let mut stream = Reassembler::new();
    book.note(stream.push(0, 96, &[]).unwrap_err(), &["empty", "descriptor byte"]);
    let longest = MAX_BYTES.to_string();
    let too_long = stream.push(0, 96, &vec![0; MAX_BYTES + 2]).unwrap_err();
    book.note(too_long, &[&longest, "reassembly"]);
    assert_eq!(stream.dropped_packets(), 0);

    let packets: Vec<_> = rtp::fragments(&[7; 2000], 1200, false).map(|f| packet(&f)).collect();
    assert_eq!(packets.len(), 2);
    assert_eq!(stream.push(0, 96, &packets[0]).unwrap(), None);
    book.note(stream.push(1, 97, &packets[1]).unwrap_err(), &["disagree", "dropped"]);
    assert_eq!(stream.push(1, 96, &packets[1]).unwrap(), None, "its beginning is gone");

    let descriptor = Descriptor { first: true, last: true, packetized: false };
    let fragment = Fragment { descriptor, data: b"data" };
    let mut out = [0x55; 4];
    book.note(fragment.write(&mut out).unwrap_err(), &["needs 5", "buffer has 4"]);
    assert_eq!(out, [0x55; 4]);
    book
}

fn packet(fragment: &Fragment<'_>) -> Vec<u8> {
    let mut out = vec![0; fragment.data.len() + 1];
    fragment.write(&mut out).unwrap();
    out
}

/// A sender of DAVE whose first nonce is `nonce`.
fn alice(nonce: u64) -> dave::Encryptor {
    dave::Encryptor::with_counters(secret(), start_at(nonce - 1)).unwrap()
}

fn secret() -> SenderSecret {
    SenderSecret::new(&[0x2a; 16]).unwrap()
}

pub(crate) fn legacy_encrypt() -> Book {
    let mut book = Book::of("interop.rs", "LegacyEncryptError");
    let vp8 = frame(Codec::Vp8, false, b"body");
    let getstream = GetStream::new();
    let mut out = [0x55; 100];
    let unsupported = getstream.sender.encrypt(Codec::Av1, &vp8, &mut out).unwrap_err();
    book.note(unsupported, &["opus", "negotiate"]);
    let small = getstream.sender.encrypt(Codec::Vp8, &vp8, &mut out[..9]).unwrap_err();
    book.note(small, &["buffer has 9", "max_len"]);
    assert_eq!(out, [0x55; 100]);
    let mut system: Box<dyn System> = Box::new(getstream);
    let sealed = system.seal(Codec::Vp8, &vp8, 0);
    let delta = jframe::FrameKind::Delta;
    assert_eq!(system.open(Codec::Vp8, delta, &sealed).unwrap(), vp8);

    let stream = jframe::Stream { ssrc: SSRC, timestamp: 1 };
    let short = JFrame::new().sender.encrypt_to_vec(delta, &[1, 2], stream).unwrap_err();
    book.note(short, &["2 bytes", "3 would stay clear", "drop it"]);
    let many = [0, 0, 1, 0x65, 0xb8, 7, 7].repeat(100);
    let too_many = alice(1).encrypt_to_vec(Codec::H264, &many).unwrap_err();
    book.note(too_many, &["slices or OBUs", "fewer"]);
    let used_up = alice(u64::MAX - 10_000).encrypt_to_vec(Codec::Opus, b"x").unwrap_err();
    book.note(used_up, &["used up", "fresh key"]);

    // A lease that is over, and no other.
    let material = livekit::KeyMaterial::raw(&MATERIAL).unwrap();
    let mut sender = livekit::Encryptor::with_counters(&material, 0, Script::of(&[Ok(0)])).unwrap();
    let no_counter = (0..1 << 20).find_map(|n| {
        let stream = livekit::Stream { ssrc: SSRC, timestamp: n * 3000 };
        sender.encrypt_to_vec(Codec::Opus, b"\x78", stream).err()
    });
    let no_counter = no_counter.unwrap();
    assert_eq!(no_counter, LegacyEncryptError::Counters(CounterStoreError::Unavailable));
    book.note(no_counter, &["could not save", "try again"]);
    let mut sender = dave::Encryptor::with_counters(secret(), Script::of(&[Ok(0)])).unwrap();
    let no_key = (0..1 << 20).find_map(|_| sender.encrypt_to_vec(Codec::Opus, b"x").err());
    book.note(no_key.unwrap(), &["could not save", "try again"]);

    // 32 MB of ciphertext, ten times, with the first ten nonces of this secret.
    let long = [&[0, 0, 0, 1, 0x65, 0xb8][..], &vec![0x77; 32 << 20]].concat();
    let mut out = vec![0; dave::Encryptor::max_len(long.len())];
    let start_code = alice(1).encrypt(Codec::H264, &long, &mut out).unwrap_err();
    book.note(start_code, &["10 nonces", "start code", "drop the frame"]);
    assert!(out.iter().all(|&byte| byte == 0));
    book.cannot(
        "NoKey",
        "an encryptor of the engine has a key from its beginning; faces whose \
        senders are made before their key give it",
    );
    book.cannot("FrameTooLong", "it takes a frame of 64 GiB, and of 4 GiB with DAVE");
    book
}

pub(crate) fn legacy_decrypt() -> Book {
    let mut book = Book::of("interop.rs", "LegacyDecryptError");
    let vp8 = frame(Codec::Vp8, false, b"body");
    let mut livekit = LiveKit::new();
    let mut sealed = livekit.seal(Codec::Vp8, &vp8, 1);
    let delta = jframe::FrameKind::Delta;
    let mut out = [0x55; 100];
    let mut open = |livekit: &mut LiveKit, codec, wire: &[u8], room: usize, says: &[&str]| {
        out.fill(0x55);
        let error = livekit.receiver.decrypt(codec, wire, &mut out[..room]).unwrap_err();
        book.note(error, says);
        error
    };
    open(&mut livekit, Codec::Vp8, &sealed[..9], 100, &["not in this format", "drop it"]);
    open(&mut livekit, Codec::Av1, &sealed, 100, &["opus", "negotiate"]);
    let last = sealed.len() - 1;
    sealed[last] = 3;
    open(&mut livekit, Codec::Vp8, &sealed, 100, &["index 3", "ask its sender"]);
    sealed[last] = 0;
    open(&mut livekit, Codec::Vp8, &sealed, 3, &["buffer has 3", "as long as the frame"]);
    sealed[4] ^= 1;
    let forged = open(&mut livekit, Codec::Vp8, &sealed, 100, &["authentication failed"]);
    assert_eq!(forged, LegacyDecryptError::Authentication);
    sealed[4] ^= 1;
    assert_eq!(System::open(&mut livekit, Codec::Vp8, delta, &sealed).unwrap(), vp8);
    open(&mut livekit, Codec::Vp8, &sealed, 100, &["opened before", "drop it"]);

    let mut bob = dave::Decryptor::new(secret()).unwrap();
    let silence = bob.decrypt_to_vec(&dave::SILENCE).unwrap_err();
    book.note(silence, &["silence", "everybody can send"]);
    let mut getstream = GetStream::new();
    let mut sealed = getstream.seal(Codec::Vp8, &vp8, 0);
    let version = sealed.len() - 5;
    assert_eq!(sealed[version], 1);
    sealed[version] = 2;
    let newer = System::open(&mut getstream, Codec::Vp8, delta, &sealed).unwrap_err();
    book.note(newer, &["version 2", "newer"]);
    sealed[version] = 1;
    assert_eq!(System::open(&mut getstream, Codec::Vp8, delta, &sealed).unwrap(), vp8);
    book.cannot(
        "Key",
        "the next keys of a ratchet are derived by HKDF and PBKDF2, of lengths \
        that both give",
    );
    book
}

/// What stands in both books: that a refused frame of RFC 9605 uses no counter.
#[test]
fn envelopes_count_only_what_they_seal() {
    let alice = Encryptor::with_config(GCM, KID, base(1), own_ledger()).unwrap();
    let envelope = Envelope::new(Codec::Vp8);
    assert!(envelope.encrypt_to_vec(&alice, &[], META).is_err());
    let sealed = alice.encrypt_to_vec(b"x", META).unwrap();
    assert_eq!(header(&sealed).counter, 0);
    let _shared = Arc::new(alice);
}
