//! Somebody who speaks the protocol of calls with code of her own and keeps to no rule of it.

#![allow(dead_code, unreachable_pub)] // each test uses its part

use chacha20::ChaCha20Rng;
use ed25519_dalek::{Signer, SigningKey};
use frameseal::call::{IdentityKey, MemberId};
use frameseal::expert::Aead;
use frameseal::{BaseKey, CipherSuite, CryptoProvider, KeyId};
use hpke::aead::AesGcm256;
use hpke::kdf::HkdfSha256;
use hpke::kem::{X25519HkdfSha256, XWing};
use hpke::{Deserializable, Kem, OpModeR, OpModeS, Serializable};
use rand_core::{Rng, SeedableRng};
use sha2::{Digest, Sha256};

pub const HELLO: u8 = 1;
pub const WHO: u8 = 2;
pub const INTRODUCTION: u8 = 3;
pub const PARCEL: u8 = 4;
pub const STATUS: u8 = 5;
pub const DECISION: u8 = 6;

pub const KEYS: u8 = 1;
pub const ACK: u8 = 2;
pub const DECISIONS: u8 = 3;

/// The verdict of an acknowledgement.
pub const MET: u8 = 2;

pub const ADMIT: u8 = 1;
pub const REMOVE: u8 = 2;

/// Before every body.
pub const ENVELOPE: usize = 50;

/// A parcel of keys with SHA-256: the operator knows it by its length.
pub const KEYS_PARCEL: usize = ENVELOPE + 8 + 12 + 4 * 32 + 16;

pub fn kind_of(message: &[u8]) -> u8 {
    message[1]
}

pub fn from_of(message: &[u8]) -> MemberId {
    MemberId::new(message[18..34].try_into().unwrap())
}

pub fn to_of(message: &[u8]) -> MemberId {
    MemberId::new(message[34..50].try_into().unwrap())
}

/// What a hello shows to everybody.
#[derive(Clone)]
pub struct Shown {
    pub id: MemberId,
    pub hash: [u8; 32],
    pub call: [u8; 32],
    pub policy: [u8; 32],
    pub identity: [u8; 32],
    pub x25519: Vec<u8>,
    pub x_wing: Vec<u8>,
}

impl Shown {
    pub fn by(hello: &[u8]) -> Self {
        assert_eq!(kind_of(hello), HELLO);
        let body = &hello[ENVELOPE..hello.len() - 64];
        let at = |from: usize| body[from..from + 32].try_into().unwrap();
        let mut offers = &body[137 + usize::from(body[136])..];
        let (mut x25519, mut x_wing) = (Vec::new(), Vec::new());
        while !offers.is_empty() {
            let (key, len) = match offers[..2] {
                [0x00, 0x20] => (&mut x25519, 32),
                [0x64, 0x7a] => (&mut x_wing, 1216),
                _ => panic!("an unknown mechanism"),
            };
            *key = offers[2..2 + len].to_vec();
            offers = &offers[2 + len..];
        }
        let hash = hello_hash(body);
        let id = MemberId::new(hash[..16].try_into().unwrap());
        Self { id, hash, call: at(0), policy: at(32), identity: at(64), x25519, x_wing }
    }
}

fn hello_hash(body: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update(b"FrameSeal 1 hello").chain_update(body).finalize().into()
}

/// A channel for parcels, in one direction.
pub struct Channel {
    aead: Aead,
    next: u64,
    pub secret: [u8; 32],
}

impl Channel {
    fn new(secret: &[u8; 32]) -> Self {
        let suite = CipherSuite::AES_256_GCM_SHA512_128;
        let provider = CryptoProvider::fastest_for(suite);
        let key = BaseKey::new(secret).unwrap();
        let aead = Aead::derive(provider, suite, KeyId::new(0), &key).unwrap();
        Self { aead, next: 0, secret: *secret }
    }

    fn counter(counter: u64) -> [u8; 12] {
        let mut wide = [0; 12];
        wide[4..].copy_from_slice(&counter.to_be_bytes());
        wide
    }
}

/// How she encapsulates a secret.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum With {
    X25519,
    XWing,
}

pub struct Mallory {
    pub identity: SigningKey,
    pub shown: Shown,
    /// Body and signature.
    hello: Vec<u8>,
    private: <X25519HkdfSha256 as Kem>::PrivateKey,
    rng: ChaCha20Rng,
    revision: u64,
    /// Of her next introduction.
    pub number: u64,
}

impl Mallory {
    /// With an identity of her own, in the call of that hello, under its policy. She offers
    /// X25519 alone.
    pub fn new(seed: u64, like: &Shown) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(seed ^ 0x6d61_6c6c);
        let (private, public) = X25519HkdfSha256::gen_keypair_with_rng(&mut rng);
        let offers = [&[0x00, 0x20][..], &public.to_bytes()].concat();
        let identity = SigningKey::from_bytes(&random(&mut rng));
        Self::with_offers(identity, private, rng, like, 1_700_000_000_000, &offers)
    }

    /// With any public keys in her hello.
    pub fn offering(seed: u64, like: &Shown, offers: &[u8]) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(seed ^ 0x6d61_6c6c);
        let (private, _) = X25519HkdfSha256::gen_keypair_with_rng(&mut rng);
        let identity = SigningKey::from_bytes(&random(&mut rng));
        Self::with_offers(identity, private, rng, like, 1_700_000_000_000, offers)
    }

    fn with_offers(
        identity: SigningKey,
        private: <X25519HkdfSha256 as Kem>::PrivateKey,
        mut rng: ChaCha20Rng,
        like: &Shown,
        started: u64,
        offers: &[u8],
    ) -> Self {
        let mut body = Vec::new();
        body.extend(like.call);
        body.extend(like.policy);
        body.extend(identity.verifying_key().as_bytes());
        body.extend(started.to_be_bytes());
        body.extend(random::<32>(&mut rng));
        body.push(7);
        body.extend(b"Mallory");
        body.extend(offers);
        let signature = identity.sign(&[b"FrameSeal 1 hello", &body[..]].concat()).to_bytes();
        body.extend(signature);
        let shown = Shown::by(&[&[0, HELLO][..], &[0; 48], &body].concat());
        Self { identity, shown, hello: body, private, rng, revision: 0, number: 1 }
    }

    /// With the same keys, as another session.
    pub fn join_anew(&mut self) {
        let mut body = self.hello[..self.hello.len() - 64].to_vec();
        body[104..136].copy_from_slice(&random::<32>(&mut self.rng));
        self.say(body);
    }

    /// With another beginning, in milliseconds since 1970.
    pub fn join_at(&mut self, started: u64) {
        let mut body = self.hello[..self.hello.len() - 64].to_vec();
        body[96..104].copy_from_slice(&started.to_be_bytes());
        self.say(body);
    }

    fn say(&mut self, body: Vec<u8>) {
        let text = [b"FrameSeal 1 hello", &body[..]].concat();
        self.hello = [body, self.identity.sign(&text).to_bytes().to_vec()].concat();
        self.shown = Shown::by(&[&[0, HELLO][..], &[0; 48], &self.hello].concat());
        self.revision = 0;
    }

    pub fn id(&self) -> MemberId {
        self.shown.id
    }

    pub fn key(&self) -> IdentityKey {
        IdentityKey::new(self.identity.verifying_key().to_bytes())
    }

    pub fn envelope(&self, kind: u8, to: Option<MemberId>) -> Vec<u8> {
        let mut out = vec![1, kind];
        out.extend(&self.shown.call[..16]);
        out.extend(self.id().as_bytes());
        out.extend(to.map_or([0; 16], |to| *to.as_bytes()));
        out
    }

    pub fn hello(&self) -> Vec<u8> {
        [self.envelope(HELLO, None), self.hello.clone()].concat()
    }

    fn info(&self, to: &Shown) -> Vec<u8> {
        [b"FrameSeal 1 exchange", &self.shown.call[..], &self.shown.hash, &to.hash].concat()
    }

    /// An introduction that keeps to the rules, and the channel behind it.
    pub fn introduce(&mut self, to: &Shown) -> (Vec<u8>, Channel) {
        self.introduce_with(to, With::X25519)
    }

    pub fn introduce_with(&mut self, to: &Shown, with: With) -> (Vec<u8>, Channel) {
        let info = self.info(to);
        let (kem, encapsulated, proof, secret) = match with {
            With::X25519 => {
                let (enc, proof, secret) =
                    send::<X25519HkdfSha256>(&to.x25519, &info, &mut self.rng);
                (0x0020u16, enc, proof, secret)
            }
            With::XWing => {
                let (enc, proof, secret) = send::<XWing>(&to.x_wing, &info, &mut self.rng);
                (0x647a, enc, proof, secret)
            }
        };
        let number = self.number.to_be_bytes();
        let body = [&kem.to_be_bytes()[..], &number, &encapsulated, &proof].concat();
        self.number = self.number.wrapping_add(1);
        (self.introduction(to, &body), Channel::new(&secret))
    }

    /// An introduction with any body.
    pub fn introduction(&self, to: &Shown, body: &[u8]) -> Vec<u8> {
        let text = [b"FrameSeal 1 introduction", &self.info(to)[..], body].concat();
        let signature = self.identity.sign(&text).to_bytes();
        [self.envelope(INTRODUCTION, Some(to.id)), body.to_vec(), signature.to_vec()].concat()
    }

    pub fn parcel(&self, to: MemberId, channel: &mut Channel, content: &[u8]) -> Vec<u8> {
        let mut message = self.envelope(PARCEL, Some(to));
        let (mut sealed, mut tag) = (content.to_vec(), [0; 16]);
        let counter = Channel::counter(channel.next);
        channel.aead.seal_in_place(&counter, &message, &mut sealed, &mut tag).unwrap();
        message.extend(channel.next.to_be_bytes());
        message.extend(sealed);
        message.extend(tag);
        channel.next = channel.next.wrapping_add(1);
        message
    }

    /// A generation of keys, of one byte each.
    pub fn keys(number: u64, tag: u16, step: u8, key: u8) -> Vec<u8> {
        let mut content = vec![KEYS];
        content.extend(number.to_be_bytes());
        content.extend(tag.to_be_bytes());
        content.push(step);
        content.extend([key; 4 * 32]);
        content
    }

    pub fn ack(number: u64, verdict: u8) -> Vec<u8> {
        [&[ACK][..], &number.to_be_bytes(), &[verdict]].concat()
    }

    /// Says that she has heard this introduction, which makes her a member.
    pub fn met(introduction: &[u8]) -> Vec<u8> {
        assert_eq!(kind_of(introduction), INTRODUCTION);
        let number = introduction[ENVELOPE + 2..].first_chunk().unwrap();
        Self::ack(u64::from_be_bytes(*number), MET)
    }

    pub fn decisions(vouched: &[MemberId], decisions: &[Vec<u8>]) -> Vec<u8> {
        let mut content = vec![DECISIONS];
        content.extend(u16::try_from(vouched.len()).unwrap().to_be_bytes());
        vouched.iter().for_each(|id| content.extend(id.as_bytes()));
        decisions.iter().for_each(|decision| content.extend(decision));
        content
    }

    /// 161 bytes, under whatever author.
    pub fn decide(
        &self,
        verdict: u8,
        subject: (MemberId, IdentityKey),
        author: MemberId,
    ) -> Vec<u8> {
        let mut out = vec![verdict];
        out.extend(subject.0.as_bytes());
        out.extend(subject.1.as_bytes());
        out.extend(author.as_bytes());
        out.extend(self.key().as_bytes());
        let text = [b"FrameSeal 1 decision", &self.shown.call[..], &out].concat();
        out.extend(self.identity.sign(&text).to_bytes());
        out
    }

    pub fn status(&mut self, flags: u8) -> Vec<u8> {
        self.status_numbered(self.revision.wrapping_add(1), flags)
    }

    pub fn status_numbered(&mut self, revision: u64, flags: u8) -> Vec<u8> {
        self.revision = revision;
        let fields = [&self.revision.to_be_bytes()[..], &[flags], &[0; 16], &[0; 16]].concat();
        let text =
            [b"FrameSeal 1 status", &self.shown.call[..], &self.shown.hash, &fields].concat();
        let signature = self.identity.sign(&text).to_bytes();
        [self.envelope(STATUS, None), fields, signature.to_vec()].concat()
    }

    /// Opens somebody's introduction to her.
    pub fn accept(&self, from: &Shown, message: &[u8]) -> Channel {
        assert_eq!((kind_of(message), from_of(message)), (INTRODUCTION, from.id));
        let info = [b"FrameSeal 1 exchange", &self.shown.call[..], &from.hash, &self.shown.hash];
        let info = info.concat();
        let body = &message[ENVELOPE..message.len() - 64];
        let (head, rest) = body.split_at(body.len() - 32 - 16);
        assert_eq!(head[..2], [0x00, 0x20]);
        let (encapsulated, proof) = rest.split_at(32);
        let enc = <X25519HkdfSha256 as Kem>::EncappedKey::from_bytes(encapsulated).unwrap();
        let mut context = hpke::setup_receiver::<AesGcm256, HkdfSha256, X25519HkdfSha256>(
            &OpModeR::Base,
            &self.private,
            &enc,
            &info,
        )
        .unwrap();
        context.open(proof, &info).unwrap();
        let mut secret = [0; 32];
        context.export(b"FrameSeal 1 channel", &mut secret).unwrap();
        Channel::new(&secret)
    }

    /// Opens a parcel to her.
    pub fn read(&self, channel: &Channel, message: &[u8]) -> Option<Vec<u8>> {
        let (header, body) = message.split_at(ENVELOPE);
        let (counter, sealed) = body.split_first_chunk()?;
        let counter = Channel::counter(u64::from_be_bytes(*counter));
        let mut sealed = sealed.to_vec();
        Some(channel.aead.open_in_place(&counter, header, &mut sealed).ok()?.to_vec())
    }
}

fn random<const N: usize>(rng: &mut ChaCha20Rng) -> [u8; N] {
    let mut bytes = [0; N];
    rng.fill_bytes(&mut bytes);
    bytes
}

fn send<K: Kem>(
    public_key: &[u8],
    info: &[u8],
    rng: &mut ChaCha20Rng,
) -> (Vec<u8>, Vec<u8>, [u8; 32]) {
    let public_key = K::PublicKey::from_bytes(public_key).unwrap();
    let (encapsulated, mut context) = hpke::setup_sender_with_rng::<AesGcm256, HkdfSha256, K>(
        &OpModeS::Base,
        &public_key,
        info,
        rng,
    )
    .unwrap();
    let proof = context.seal(&[], info).unwrap();
    let mut secret = [0; 32];
    context.export(b"FrameSeal 1 channel", &mut secret).unwrap();
    (encapsulated.to_bytes().to_vec(), proof, secret)
}
