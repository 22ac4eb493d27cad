//! Target `transparent`: what a codec's parser lets pass comes back from its envelope, in whatever
//! way that is edited nothing else does, and arbitrary bytes open nothing.

use std::num::NonZeroU16;
use std::sync::Arc;

use frameseal::codec::{Codec, MAX_CLEAR_LEN};
use frameseal::transparent::{self, Envelope, Padding};
use frameseal::{
    BaseKey, CipherSuite, Decryptor, Encryptor, EncryptorConfig, KeyId, MemoryCounters,
};

use super::bytes::Input;

const KEY: [u8; 32] = [0x42; 32];
const METADATA: &[u8] = b"metadata";

pub fn transparent(data: &[u8]) {
    let mut input = Input(data);
    let suite = CipherSuite::ALL[input.below(8)];
    let choice = input.below(8);
    let mut bob = Decryptor::new();
    if choice == 7 {
        let kid = KeyId::new(input.0.first().map_or(0, |&byte| u64::from(byte & 7)));
        // Not the key that frames are sealed with: the fuzzer learns those from comparisons.
        bob.add_key(suite, kid, BaseKey::new(&[0x77; 32]).unwrap()).unwrap();
        return refused(&mut bob, input.0);
    }
    let kid = KeyId::new(input.number());
    bob.add_key(suite, kid, BaseKey::new(&KEY).unwrap()).unwrap();
    let ledger = EncryptorConfig::with_counters(Arc::new(MemoryCounters::default()));
    let alice = Encryptor::with_config(suite, kid, BaseKey::new(&KEY).unwrap(), ledger).unwrap();

    let codec = Codec::ALL[choice % 6];
    let pad_to = NonZeroU16::new(u16::from(input.byte() & 0x3f));
    let envelope =
        Envelope::new(codec).with_padding(pad_to.map_or(Padding::None, Padding::Multiple));
    let edits = input.below(4);
    let mut script = Input(input.bytes(edits * 4));
    let frame = input.0;
    let sealed = envelope.encrypt_to_vec(&alice, frame, METADATA);
    assert_eq!(sealed.is_ok(), codec.inspect(frame).is_ok());
    let Ok(sealed) = sealed else { return };
    assert!(sealed.len() > frame.len() && sealed.len() <= envelope.max_len(&alice, frame.len()));
    looks_like_its_codec(codec, frame, &sealed);

    let mut edited = sealed.clone();
    let other = envelope.encrypt_to_vec(&alice, frame, METADATA).unwrap();
    (0..edits).for_each(|_| script.edit(&mut edited, &other));
    let opened = transparent::decrypt_to_vec(&mut bob, &edited, METADATA);
    match &opened {
        // Start codes and sizes may be spelled in other ways.
        Ok(opened) => assert_eq!(opened, frame),
        Err(_) => assert_ne!(edited, sealed),
    }
    let again = transparent::decrypt_to_vec(&mut bob, &sealed, METADATA);
    let was_other = transparent::decrypt_to_vec(&mut bob, &other, METADATA).is_err();
    assert_eq!(again.is_err() || was_other, opened.is_ok(), "each frame opens once");
}

/// Arbitrary bytes: nothing opens, nothing is left, nothing changes.
fn refused(bob: &mut Decryptor, frame: &[u8]) {
    let mut out = vec![0xee; frame.len()];
    let refused = transparent::decrypt(bob, frame, METADATA, &mut out);
    assert!(refused.is_err());
    assert_eq!(bob.totals().opened, 0);
    assert!(!transparent::park(bob, frame, METADATA, 0) || frame.len() > 1);
}

fn looks_like_its_codec(codec: Codec, frame: &[u8], sealed: &[u8]) {
    let before = codec.inspect(frame).unwrap();
    if before.clear_len() + 8 * before.clear().len() > MAX_CLEAR_LEN {
        return; // sizes that a sequence header did not have may take it over the limit
    }
    let after = codec.inspect(sealed).unwrap();
    // A sequence header that says "still picture" makes a key frame of what shows no frame.
    assert_eq!(after.key_frame, before.key_frame);
    if matches!(codec, Codec::H264 | Codec::H265) {
        let carrier = sealed.windows(3).rposition(|w| w == [0, 0, 1]).unwrap();
        assert!(!sealed[carrier + 3..].windows(3).any(|w| w[..2] == [0, 0] && w[2] < 3));
    }
}
