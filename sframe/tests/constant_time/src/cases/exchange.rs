//! The key exchange of calls: X25519 alone, X25519 and X-Wing in HPKE (RFC 9180), and signatures of
//! devices.

use std::convert::Infallible;

use ed25519_dalek::{Signer, SigningKey};
use hpke::aead::AesGcm256;
use hpke::kdf::HkdfSha256;
use hpke::kem::{X25519HkdfSha256, XWing};
use hpke::{Deserializable, Kem, OpModeR, OpModeS, PskBundle, Serializable};
use rand_core::{TryCryptoRng, TryRng};
use x25519_dalek::{PublicKey, StaticSecret};

use super::Case;
use crate::secrecy::{public, secret, secret_bytes, traced, verdicts};

pub(super) fn all() -> Vec<Case> {
    vec![
        Case::new("exchange: X25519, public key", || {
            let key = StaticSecret::from(secret_bytes::<32>(1));
            traced(PublicKey::from(&key).as_bytes());
        }),
        Case::new("exchange: X25519, shared secret", || {
            let theirs = PublicKey::from(&StaticSecret::from([9; 32]));
            for low in [theirs, PublicKey::from([0; 32]), PublicKey::from([0xff; 32])] {
                let shared = StaticSecret::from(secret_bytes::<32>(2)).diffie_hellman(&low);
                public(shared.as_bytes()); // 0 for a point of low order, whatever the secret
            }
        }),
        Case::new("exchange: HPKE, X25519", || hpke::<X25519HkdfSha256>(None, 3)),
        Case::new("exchange: HPKE, X25519 and a passphrase's key", || {
            hpke::<X25519HkdfSha256>(Some(secret_bytes(3)), 3);
        }),
        Case::new("exchange: HPKE, X25519, a point of low order", low_order),
        Case::new("exchange: HPKE, X-Wing", || hpke::<XWing>(None, 1)),
        Case::new("exchange: Ed25519", || {
            let key = SigningKey::from_bytes(&secret_bytes(7));
            traced(key.verifying_key().as_bytes());
            traced(&key.sign(b"a message").to_bytes());
        }),
    ]
}

type Private = <X25519HkdfSha256 as Kem>::PrivateKey;
type Encapsulated = <X25519HkdfSha256 as Kem>::EncappedKey;

const INFO: &[u8] = b"info";

/// As `call` does it: a key pair, a channel, a proof in it, a secret exported on both sides.
fn hpke<K: Kem>(psk: Option<[u8; 32]>, answers: u32) {
    let psk = psk.as_ref().map(|psk| psk.as_slice());
    let bundle = || PskBundle::new(psk.unwrap_or_default(), b"id").unwrap();
    let (private, public_key) = K::gen_keypair_with_rng(&mut SecretRandom(4));
    let public_key = public_key.to_bytes();
    public(&public_key);
    let public_key = K::PublicKey::from_bytes(&public_key).unwrap();

    let mode = if psk.is_some() { OpModeS::Psk(bundle()) } else { OpModeS::Base };
    let mut random = SecretRandom(5);
    let (encapsulated, mut sender) = hpke::setup_sender_with_rng::<AesGcm256, HkdfSha256, K>(
        &mode,
        &public_key,
        INFO,
        &mut random,
    )
    .unwrap();
    let proof = sender.seal(&[], INFO).unwrap();
    traced(&proof);
    let encapsulated = encapsulated.to_bytes();
    traced(&encapsulated);
    let mut theirs = [0; 32];
    sender.export(b"label", &mut theirs).unwrap();
    traced(&theirs);

    let mode = if psk.is_some() { OpModeR::Psk(bundle()) } else { OpModeR::Base };
    let encapsulated = K::EncappedKey::from_bytes(&encapsulated).unwrap();
    let mut receiver =
        hpke::setup_receiver::<AesGcm256, HkdfSha256, K>(&mode, &private, &encapsulated, INFO)
            .unwrap();
    receiver.open(&proof, INFO).unwrap();
    let mut ours = [0; 32];
    receiver.export(b"label", &mut ours).unwrap();
    traced(&ours);
    assert_eq!(ours, theirs);
    verdicts(answers);
}

fn low_order() {
    let private = Private::from_bytes(&secret_bytes::<32>(6)).unwrap();
    let zero = Encapsulated::from_bytes(&[0; 32]).unwrap();
    let refused = hpke::setup_receiver::<AesGcm256, HkdfSha256, X25519HkdfSha256>(
        &OpModeR::Base,
        &private,
        &zero,
        INFO,
    );
    assert!(refused.is_err());
    verdicts(1);
}

/// Random bytes of which nobody may know anything.
struct SecretRandom(u8);

impl TryRng for SecretRandom {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes).map(|()| u32::from_ne_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes).map(|()| u64::from_ne_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for byte in &mut *bytes {
            self.0 = self.0.wrapping_mul(5).wrapping_add(1);
            *byte = self.0;
        }
        secret(bytes);
        Ok(())
    }
}

impl TryCryptoRng for SecretRandom {}
