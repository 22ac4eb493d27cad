//! Target `state`: saved states with arbitrary contents. What opens is well formed, by a second
//! reading of the layout, and is written again byte for byte; arbitrary and edited blobs open
//! nothing.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};

use frameseal::call::{
    Anchor, CallState, DeviceIdentity, IdentityKey, MAX_PEERS, StateError, StateKey, StateStorage,
    StorageFailed, VerifiedPeer,
};
use frameseal::expert::{Aead, Prk};
use frameseal::{CipherSuite, Hash};
use rand_core::{TryCryptoRng, TryRng};

use super::bytes::Input;

const KEY: [u8; 32] = [0x77; 32];
const HEADER_LEN: usize = 4 + 1 + 8 + 32;

pub fn state(data: &[u8]) {
    let mut input = Input(data);
    match input.below(3) {
        0 => refused(input.0),
        1 => contents(input.0),
        _ => edited(input),
    }
}

/// Arbitrary bytes, as they are and behind a genuine front.
fn refused(bytes: &[u8]) {
    for blob in [bytes, &[b"FSst\x01", bytes].concat()] {
        assert!(open(blob, &Anchor::from_bytes(&[0; 40]), &Arc::default()).is_err());
    }
}

/// Arbitrary contents, sealed as the engine seals its own.
fn contents(plaintext: &[u8]) {
    let disk = Arc::new(Disk::default());
    let blob = seal(plaintext, 8);
    // The blob is admitted as the successor of whatever it says it comes from.
    let mut anchor = [0; 40];
    anchor[7] = 7;
    if let Some(previous) = plaintext.get(32..64) {
        anchor[8..].copy_from_slice(previous);
    }
    let opened = open(&blob, &Anchor::from_bytes(&anchor), &disk);
    assert_eq!(opened.is_ok(), well_formed(plaintext).is_some());
    let state = match opened {
        Ok(state) => state,
        Err(error) => return assert_eq!(error, StateError::Malformed),
    };
    assert_eq!(*state.identity().export(), plaintext[..32]);
    let anchor = disk.0.lock().unwrap().1.unwrap();
    open(&blob, &anchor, &disk).unwrap();

    // There and back again, to see it written.
    let guest = IdentityKey::new([0xee; 32]);
    if state.peer(&guest).is_some() || state.peers().len() == MAX_PEERS {
        return;
    }
    let peer = VerifiedPeer { name: "guest".into(), verified_at: 1, last_seen_name: None };
    state.remember_peer(guest, peer).unwrap();
    assert!(state.forget_peer(&guest).unwrap());
    let written = unseal(&disk.0.lock().unwrap().0);
    assert_eq!((&written[..32], &written[64..]), (&plaintext[..32], &plaintext[64..]));
    assert_ne!(written[32..64], plaintext[32..64]);
}

/// A genuine blob after some edits.
fn edited(mut input: Input) {
    let disk = Arc::new(Disk::default());
    let identity = DeviceIdentity::import(&[0x33; 32]);
    let key = StateKey::import(&KEY);
    let state = CallState::create(key, identity, Arc::clone(&disk) as _, Box::new(Numbers(0)));
    let state = state.unwrap();
    let first = disk.0.lock().unwrap().0.clone();
    let peer = VerifiedPeer { name: "Bob".into(), verified_at: 1, last_seen_name: None };
    state.remember_peer(IdentityKey::new([1; 32]), peer).unwrap();
    let (blob, anchor) = disk.0.lock().unwrap().clone();
    let mut edited = blob.clone();
    (0..=input.below(3)).for_each(|_| input.edit(&mut edited, &first));
    let opened = open(&edited, &anchor.unwrap(), &Arc::default());
    assert_eq!(opened.is_ok(), edited == blob);
    if edited == first {
        assert_eq!(opened.unwrap_err(), StateError::WentBack { blob: 1, anchor: 2 });
    }
}

fn open(blob: &[u8], anchor: &Anchor, disk: &Arc<Disk>) -> Result<CallState, StateError> {
    let disk = Arc::clone(disk) as Arc<dyn StateStorage>;
    CallState::open(StateKey::import(&KEY), blob, anchor, disk, Box::new(Numbers(1)))
}

/// The layout of contents, read a second time.
fn well_formed(bytes: &[u8]) -> Option<()> {
    let mut at = 64;
    let mut take = |len: usize| {
        at += len;
        bytes.get(at - len..at)
    };
    let number = |bytes: &[u8]| usize::from(bytes[0]) << 8 | usize::from(bytes[1]);
    let mut last: &[u8] = &[];
    let peers = number(take(2)?);
    for _ in 0..peers {
        let identity = take(32)?;
        take(8)?;
        let len = take(1)?[0];
        std::str::from_utf8(take(len.into())?).ok()?;
        match take(1)?[0] {
            0 => {}
            1 => {
                let len = take(1)?[0];
                std::str::from_utf8(take(len.into())?).ok()?;
            }
            _ => return None,
        }
        (last < identity).then_some(())?;
        last = identity;
    }
    last = &[];
    let keys = number(take(2)?);
    for _ in 0..keys {
        let key = &take(32)?[..16];
        (last < key).then_some(())?;
        last = key;
    }
    (peers <= 1024 && keys <= 256 && at == bytes.len()).then_some(())
}

fn aead(salt: &[u8]) -> Aead {
    let mut derived = [0; 44];
    let prk = Prk::extract(Hash::Sha512, salt, &KEY);
    prk.expand(&[b"FrameSeal call 1 state\0"], &mut derived).unwrap();
    let nonce = derived[32..].try_into().unwrap();
    Aead::new(CipherSuite::AES_256_GCM_SHA512_128, &derived[..32], nonce).unwrap()
}

fn seal(plaintext: &[u8], version: u8) -> Vec<u8> {
    let salt = [0x5a; 32];
    let header = [b"FSst\x01\0\0\0\0\0\0\0".as_slice(), &[version], &salt].concat();
    let (mut body, mut tag) = (plaintext.to_vec(), [0; 16]);
    aead(&salt).seal_in_place(&[0; 12], &header, &mut body, &mut tag).unwrap();
    [&header[..], &body, &tag].concat()
}

fn unseal(blob: &[u8]) -> Vec<u8> {
    let (header, sealed) = blob.split_at(HEADER_LEN);
    let mut sealed = sealed.to_vec();
    aead(&header[13..]).open_in_place(&[0; 12], header, &mut sealed).unwrap().to_vec()
}

/// The last blob and the last anchor.
#[derive(Default)]
struct Disk(Mutex<(Vec<u8>, Option<Anchor>)>);

impl StateStorage for Disk {
    fn save_blob(&self, blob: &[u8]) -> Result<(), StorageFailed> {
        self.0.lock().unwrap().0 = blob.to_vec();
        Ok(())
    }

    fn save_anchor(&self, anchor: &Anchor) -> Result<(), StorageFailed> {
        self.0.lock().unwrap().1 = Some(*anchor);
        Ok(())
    }
}

/// Counts upwards: salts have to differ and need not be secret.
struct Numbers(u8);

impl TryRng for Numbers {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        rand_core::utils::next_word_via_fill(self)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        rand_core::utils::next_word_via_fill(self)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for byte in bytes {
            *byte = self.0;
            self.0 = self.0.wrapping_add(1);
        }
        Ok(())
    }
}

impl TryCryptoRng for Numbers {}
