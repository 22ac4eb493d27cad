//! The key schedule: what is derived from secret base keys.

use frameseal::expert::{Aead, DerivedKey, Prk, RUST_CRYPTO};
use frameseal::{
    BaseKey, CipherSuite, Encryptor, EpochBits, Hash, KidLayout, MlsEpoch, MlsKeyId, RatchetBits,
    SenderBits, SenderKey,
};

use super::{Case, providers};
use crate::parties::{KID, receiving, sending};
use crate::secrecy::{public, secret, secret_bytes, traced, verdicts};

pub(super) fn all() -> Vec<Case> {
    let mut cases = Vec::new();
    for suite in CipherSuite::ALL {
        for provider in providers() {
            let name = format!("keys: schedule, {}, {suite}", provider.name);
            cases.push(Case::new(name, move || {
                let base = BaseKey::new(&secret_bytes::<32>(1)).unwrap();
                let aead = Aead::derive(provider, suite, KID, &base).unwrap();
                let (mut payload, mut tag) = ([0x55; 48], vec![0; suite.tag_len()]);
                aead.seal_in_place(&[0; 12], b"aad", &mut payload, &mut tag).unwrap();
                traced(&payload);
                traced(&tag);
            }));
        }
        cases.push(Case::new(format!("keys: fingerprint, {suite}"), move || {
            let base = BaseKey::new(&secret_bytes::<32>(2)).unwrap();
            traced(DerivedKey::fingerprint(suite, KID, &base).unwrap().as_bytes());
        }));
    }
    for suite in [CipherSuite::AES_128_GCM_SHA256_128, CipherSuite::AES_256_GCM_SHA512_128] {
        cases.push(Case::new(format!("keys: ratchet, {:?}", suite.hash()), move || ratchet(suite)));
        cases.push(Case::new(format!("keys: RTP stream, {:?}", suite.hash()), move || {
            let base = BaseKey::new(&secret_bytes::<32>(3)).unwrap();
            traced(base.for_ssrc(suite, 0x0102_0304).expose());
        }));
    }
    for hash in [Hash::Sha256, Hash::Sha512] {
        cases.push(Case::new(format!("keys: HKDF, {hash:?}"), move || hkdf(hash)));
    }
    for suite in CipherSuite::ALL {
        cases.push(Case::new(format!("keys: a step ahead, {suite}"), move || step_ahead(suite)));
        cases.push(Case::new(format!("keys: MLS epoch, {suite}"), move || mls_epoch(suite)));
    }
    cases
}

/// Keys of every length up to some blocks.
fn hkdf(hash: Hash) {
    for len in [1, 16, 31, 32, 33, 63, 64, 65, 127, 128, 129, 200] {
        let mut ikm = vec![7; len];
        secret(&mut ikm);
        for prk in [Prk::extract(hash, b"salt", &ikm), Prk::from_prk(hash, &ikm).unwrap()] {
            let mut out = [0; 150];
            prk.expand(&[b"some", b"info"], &mut out).unwrap();
            traced(&out);
        }
    }
}

fn ratchet(suite: CipherSuite) {
    let base = BaseKey::new(&secret_bytes::<32>(4)).unwrap();
    let mut key = SenderKey::new(suite, RatchetBits::new(4).unwrap(), 1, base).unwrap();
    key.ratchet();
    let ahead = key.ahead(3);
    key.ratchet();
    traced(ahead.base_key().expose());
    traced(key.base_key().expose());
}

/// A frame that is three ratchet steps ahead of the receiver.
fn step_ahead(suite: CipherSuite) {
    let bits = RatchetBits::new(4).unwrap();
    let key = || {
        let base = BaseKey::new(&secret_bytes::<32>(5)).unwrap();
        SenderKey::new(suite, bits, 1, base).unwrap()
    };
    let mut member = receiving(&RUST_CRYPTO, KidLayout::SenderKeys(bits));
    member.add_sender_key(key()).unwrap();
    let encryptor = Encryptor::for_sender(&key().ahead(3), sending(&RUST_CRYPTO)).unwrap();
    let mut sealed = encryptor.encrypt_to_vec(b"a frame", b"").unwrap();
    public(&sealed);
    traced(member.decrypt_in_place(&mut sealed, b"").unwrap().payload);
    verdicts(1);
}

/// The key of a sender who is heard for the first time in an epoch.
fn mls_epoch(suite: CipherSuite) {
    let (epoch_bits, sender_bits) = (EpochBits::new(4).unwrap(), SenderBits::for_group(9));
    let exported = || BaseKey::new(&secret_bytes::<96>(6)[..suite.key_len()]).unwrap();
    let mut member = receiving(&RUST_CRYPTO, KidLayout::Mls(epoch_bits));
    let epoch = MlsEpoch::new(suite, 3, sender_bits, exported()).refusing_own(2).unwrap();
    member.add_epoch(epoch).unwrap();
    let kid = MlsKeyId { epoch: 3, epoch_bits, sender_bits, index: 1, context: 0 };
    let kid = kid.key_id().unwrap();
    let encryptor = Encryptor::with_config(suite, kid, exported(), sending(&RUST_CRYPTO)).unwrap();
    let mut sealed = encryptor.encrypt_to_vec(b"a frame", b"").unwrap();
    public(&sealed);
    traced(member.decrypt_in_place(&mut sealed, b"").unwrap().payload);
    verdicts(1);
}
