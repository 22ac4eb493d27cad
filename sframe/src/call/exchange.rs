//! Secrets for two members: HPKE (RFC 9180), with X25519 or the hybrid X-Wing
//! (draft-connolly-cfrg-xwing-kem).
//!
//! Each member of a pair encapsulates a secret to the other's call-scoped key, so the two
//! directions have keys of their own. The hellos of both are in HPKE's `info`: a secret works
//! between just these two sessions of just this call. Exchanges are authenticated by a
//! signature around them, not by HPKE's modes, since X-Wing has none.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::fmt;

use hpke::aead::AesGcm256;
use hpke::kdf::HkdfSha256;
use hpke::kem::{X25519HkdfSha256, XWing};
use hpke::{Deserializable, OpModeR, OpModeS, PskBundle, Serializable};
use rand_core::CryptoRng;
use zeroize::Zeroizing;

use crate::aead::Aead;
use crate::call::error::MessageError;
use crate::error::KeyError;
use crate::key_id::KeyId;
use crate::provider::CryptoProvider;
use crate::replay::ReplayWindow;
use crate::secret::BaseKey;
use crate::suite::CipherSuite;

const CHANNEL_LABEL: &[u8] = b"FrameSeal 1 channel";
const PSK_ID: &[u8] = b"FrameSeal 1 passphrase";

/// Parcels are sealed with the strongest suite, whatever the media use.
const CHANNEL_SUITE: CipherSuite = CipherSuite::AES_256_GCM_SHA512_128;

/// 256 parcels: how far they may overtake each other.
const PARCEL_WINDOW: usize = 256;

/// 16 bytes: an empty text sealed in HPKE, to show that both sides have the same secret.
pub(crate) const PROOF_LEN: usize = 16;

/// A key encapsulation mechanism of RFC 9180, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Kem {
    /// DHKEM(X25519, HKDF-SHA256), 0x0020.
    X25519,
    /// X-Wing: X25519 and ML-KEM-768 together, 0x647a. Holds if either does, so what is
    /// recorded now stays secret when quantum computers come.
    XWing,
}

impl Kem {
    pub(crate) const fn id(self) -> u16 {
        match self {
            Self::X25519 => 0x0020,
            Self::XWing => 0x647a,
        }
    }

    pub(crate) const fn with_id(id: u16) -> Option<Self> {
        match id {
            0x0020 => Some(Self::X25519),
            0x647a => Some(Self::XWing),
            _ => None,
        }
    }

    /// In bytes.
    pub(crate) const fn public_key_len(self) -> usize {
        match self {
            Self::X25519 => 32,
            Self::XWing => 1216,
        }
    }

    /// In bytes.
    pub(crate) const fn encapsulated_len(self) -> usize {
        match self {
            Self::X25519 => 32,
            Self::XWing => 1120,
        }
    }
}

/// A public key for one mechanism.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Offer {
    pub(crate) kem: Kem,
    pub(crate) public_key: Vec<u8>,
}

/// Finds the strongest mechanism that both sides offer. Offers are signed, so nobody between
/// them can strip one.
pub(crate) fn strongest(ours: &[Offer], theirs: &[Offer]) -> Option<Kem> {
    let common = ours.iter().map(|offer| offer.kem);
    common.filter(|&kem| theirs.iter().any(|offer| offer.kem == kem)).max()
}

type X25519Key = <X25519HkdfSha256 as hpke::Kem>::PrivateKey;
type XWingKey = <XWing as hpke::Kem>::PrivateKey;

/// The private halves of a session's offers. They live as long as the call, in boxes, so that
/// moving the session leaves no copies behind.
#[derive(Default)]
pub(crate) struct ExchangeKeys {
    x25519: Option<Box<X25519Key>>,
    x_wing: Option<Box<XWingKey>>,
}

impl ExchangeKeys {
    /// Makes fresh keys: both mechanisms, or X-Wing alone where nothing weaker is accepted.
    pub(crate) fn generate(kems: &[Kem], mut rng: &mut dyn CryptoRng) -> (Self, Vec<Offer>) {
        let mut keys = Self::default();
        let mut offers = Vec::new();
        if kems.contains(&Kem::X25519) {
            let (private, public) = <X25519HkdfSha256 as hpke::Kem>::gen_keypair_with_rng(&mut rng);
            keys.x25519 = Some(Box::new(private));
            offers.push(Offer { kem: Kem::X25519, public_key: public.to_bytes().to_vec() });
        }
        if kems.contains(&Kem::XWing) {
            let (private, public) = <XWing as hpke::Kem>::gen_keypair_with_rng(&mut rng);
            keys.x_wing = Some(Box::new(private));
            offers.push(Offer { kem: Kem::XWing, public_key: public.to_bytes().to_vec() });
        }
        (keys, offers)
    }

    /// Opens what [`encapsulate`] made for one of these keys.
    pub(crate) fn decapsulate(
        &self,
        kem: Kem,
        encapsulated: &[u8],
        proof: &[u8; PROOF_LEN],
        info: &[u8],
        psk: Option<&[u8]>,
    ) -> Result<Inbound, Refused> {
        let secret = match kem {
            Kem::X25519 => {
                let key = self.x25519.as_ref().ok_or(Refused)?;
                receive::<X25519HkdfSha256>(key, encapsulated, proof, info, psk)?
            }
            Kem::XWing => {
                let key = self.x_wing.as_ref().ok_or(Refused)?;
                receive::<XWing>(key, encapsulated, proof, info, psk)?
            }
        };
        Ok(Inbound { aead: channel(&secret)?, window: ReplayWindow::new(PARCEL_WINDOW, None) })
    }
}

/// No secret came of it: wrong key, wrong passphrase, or a key of low order.
#[derive(Debug)]
pub(crate) struct Refused;

impl From<KeyError> for Refused {
    fn from(_: KeyError) -> Self {
        Self
    }
}

/// Makes a secret for the holder of a public key.
pub(crate) fn encapsulate(
    offer: &Offer,
    info: &[u8],
    psk: Option<&[u8]>,
    rng: &mut dyn CryptoRng,
) -> Result<(Vec<u8>, [u8; PROOF_LEN], Outbound), Refused> {
    let (encapsulated, proof, secret) = match offer.kem {
        Kem::X25519 => send::<X25519HkdfSha256>(&offer.public_key, info, psk, rng)?,
        Kem::XWing => send::<XWing>(&offer.public_key, info, psk, rng)?,
    };
    Ok((encapsulated, proof, Outbound { aead: channel(&secret)?, next: 0 }))
}

type ChannelSecret = Zeroizing<[u8; 32]>;

fn send<K: hpke::Kem>(
    public_key: &[u8],
    info: &[u8],
    psk: Option<&[u8]>,
    mut rng: &mut dyn CryptoRng,
) -> Result<(Vec<u8>, [u8; PROOF_LEN], ChannelSecret), Refused> {
    let public_key = K::PublicKey::from_bytes(public_key).map_err(|_| Refused)?;
    let mode = match psk {
        None => OpModeS::Base,
        Some(psk) => OpModeS::Psk(PskBundle::new(psk, PSK_ID).map_err(|_| Refused)?),
    };
    let (encapsulated, mut context) =
        hpke::setup_sender_with_rng::<AesGcm256, HkdfSha256, K>(&mode, &public_key, info, &mut rng)
            .map_err(|_| Refused)?;
    let proof = context.seal(&[], info).map_err(|_| Refused)?;
    let mut secret = Zeroizing::new([0; 32]);
    context.export(CHANNEL_LABEL, &mut *secret).map_err(|_| Refused)?;
    let proof = proof.try_into().map_err(|_| Refused)?;
    Ok((encapsulated.to_bytes().to_vec(), proof, secret))
}

fn receive<K: hpke::Kem>(
    key: &K::PrivateKey,
    encapsulated: &[u8],
    proof: &[u8],
    info: &[u8],
    psk: Option<&[u8]>,
) -> Result<ChannelSecret, Refused> {
    let encapsulated = K::EncappedKey::from_bytes(encapsulated).map_err(|_| Refused)?;
    let mode = match psk {
        None => OpModeR::Base,
        Some(psk) => OpModeR::Psk(PskBundle::new(psk, PSK_ID).map_err(|_| Refused)?),
    };
    let mut context =
        hpke::setup_receiver::<AesGcm256, HkdfSha256, K>(&mode, key, &encapsulated, info)
            .map_err(|_| Refused)?;
    context.open(proof, info).map_err(|_| Refused)?;
    let mut secret = Zeroizing::new([0; 32]);
    context.export(CHANNEL_LABEL, &mut *secret).map_err(|_| Refused)?;
    Ok(secret)
}

fn channel(secret: &[u8; 32]) -> Result<Box<Aead>, KeyError> {
    let provider = CryptoProvider::fastest_for(CHANNEL_SUITE);
    let key = BaseKey::new(secret)?;
    Ok(Box::new(Aead::derive(provider, CHANNEL_SUITE, KeyId::new(0), &key)?))
}

/// Seals parcels to one member. Its key is never used by another, so it counts by itself.
pub(crate) struct Outbound {
    aead: Box<Aead>,
    next: u64,
}

impl Outbound {
    /// Appends `counter(8) ciphertext tag(16)` to a message that so far is its header.
    pub(crate) fn seal(&mut self, mut message: Vec<u8>, content: &[u8]) -> Option<Vec<u8>> {
        let counter = self.next;
        self.next = counter.checked_add(1)?;
        let header = message.clone();
        message.extend(counter.to_be_bytes());
        let mut sealed = Zeroizing::new(content.to_vec());
        let mut tag = [0; 16];
        let nonce = self.aead.nonce_for(counter);
        self.aead.seal(&nonce, &header, &[], &mut sealed, &mut tag).ok()?;
        message.extend(&*sealed);
        message.extend(tag);
        Some(message)
    }
}

/// Opens parcels from one member, each once.
pub(crate) struct Inbound {
    aead: Box<Aead>,
    window: ReplayWindow,
}

impl Inbound {
    /// Opens the body of a message behind its header.
    pub(crate) fn open(
        &mut self,
        header: &[u8],
        body: &[u8],
    ) -> Result<Zeroizing<Vec<u8>>, MessageError> {
        let (counter, sealed) = body.split_first_chunk().ok_or(MessageError::Malformed)?;
        let counter = u64::from_be_bytes(*counter);
        self.window.check(counter).map_err(|_| MessageError::Replayed)?;
        let mut opened = Zeroizing::new(sealed.to_vec());
        let len = opened.len().checked_sub(16).ok_or(MessageError::Malformed)?;
        let nonce = self.aead.nonce_for(counter);
        self.aead
            .open(&nonce, header, &[], &mut opened)
            .map_err(|_| MessageError::Authentication)?;
        self.window.commit(counter);
        opened.truncate(len);
        Ok(opened)
    }
}

impl fmt::Debug for Inbound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Inbound(..)")
    }
}
