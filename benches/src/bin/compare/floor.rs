//! The floor: what the primitives alone cost. Keys are expanded and HMAC states prepared
//! beforehand; each frame has a fresh nonce and three bytes of associated data, as long as a
//! usual header.

use std::hint::black_box;

use aes_gcm::aead::consts::{U12, U16};
use aes_gcm::{AeadInOut, Aes128Gcm, Aes256Gcm};
use benches::frames::Frames;
use benches::round::Contestant;
use ctr::cipher::{
    BlockCipherEncrypt, BlockSizeUser, InnerIvInit, KeyInit, StreamCipher, StreamCipherCoreWrapper,
};
use ctr::{CtrCore, flavors::Ctr32BE};
use frameseal::{CipherSuite, Hash};
use hmac::{Hmac, Mac};
use subtle::ConstantTimeEq;

use crate::{Case, Operation};

/// The candidates' name and the candidates.
type Candidates = Vec<(&'static str, Box<dyn Contestant>)>;

/// 3 bytes: the config byte and a CTR from 256 to 65 535.
const AAD_LEN: usize = 3;

/// Gives everything that could be the fastest way through a case.
pub(crate) fn candidates(case: Case) -> Candidates {
    match case.suite {
        CipherSuite::AES_128_GCM_SHA256_128 => {
            gcm::<Aes128Gcm>(case, &aws_lc_rs::aead::AES_128_GCM, &ring::aead::AES_128_GCM)
        }
        CipherSuite::AES_256_GCM_SHA512_128 => {
            gcm::<Aes256Gcm>(case, &aws_lc_rs::aead::AES_256_GCM, &ring::aead::AES_256_GCM)
        }
        _ => ctr_hmac(case),
    }
}

fn gcm<A>(
    case: Case,
    aws_lc: &'static aws_lc_rs::aead::Algorithm,
    ring: &'static ring::aead::Algorithm,
) -> Candidates
where
    A: KeyInit + AeadInOut<NonceSize = U12, TagSize = U16> + 'static,
{
    let key = vec![0x42; case.suite.key_len()];
    let aws_lc = aws_lc_rs::aead::UnboundKey::new(aws_lc, &key).expect("the key fits");
    let ring = ring::aead::UnboundKey::new(ring, &key).expect("the key fits");
    let rust_crypto = A::new_from_slice(&key).expect("the key fits");
    vec![
        ("aws-lc", contestant(case, aws_lc_rs::aead::LessSafeKey::new(aws_lc))),
        ("ring", contestant(case, ring::aead::LessSafeKey::new(ring))),
        ("rust-crypto", contestant(case, RustCrypto(rust_crypto))),
    ]
}

fn ctr_hmac(case: Case) -> Candidates {
    let key = vec![0x42; case.suite.key_len()];
    let (enc, auth) = key.split_at(case.suite.enc_key_len().expect("a suite with CTR"));
    match case.suite.hash() {
        Hash::Sha256 => pairs::<aes::Aes128, Hmac<sha2::Sha256>>(
            case,
            (enc, auth),
            &aws_lc_rs::cipher::AES_128,
            aws_lc_rs::hmac::HMAC_SHA256,
            ring::hmac::HMAC_SHA256,
        ),
        Hash::Sha512 => pairs::<aes::Aes256, Hmac<sha2::Sha512>>(
            case,
            (enc, auth),
            &aws_lc_rs::cipher::AES_256,
            aws_lc_rs::hmac::HMAC_SHA512,
            ring::hmac::HMAC_SHA512,
        ),
    }
}

/// Pairs each AES-CTR with each HMAC.
fn pairs<C, M>(
    case: Case,
    (enc, auth): (&[u8], &[u8]),
    aes: &'static aws_lc_rs::cipher::Algorithm,
    aws_lc: aws_lc_rs::hmac::Algorithm,
    ring: ring::hmac::Algorithm,
) -> Candidates
where
    C: KeyInit + BlockCipherEncrypt + BlockSizeUser<BlockSize = U16> + 'static,
    M: KeyInit + Mac + Clone + 'static,
{
    let aws_ctr = || {
        let key = aws_lc_rs::cipher::UnboundCipherKey::new(aes, enc).expect("the key fits");
        aws_lc_rs::cipher::EncryptingKey::ctr(key).expect("AES has a counter mode")
    };
    let rust_ctr = || RustCrypto(<C as KeyInit>::new_from_slice(enc).expect("the key fits"));
    let aws_hmac = || aws_lc_rs::hmac::Key::new(aws_lc, auth);
    let ring_hmac = || ring::hmac::Key::new(ring, auth);
    let rust_hmac = || RustCrypto(<M as KeyInit>::new_from_slice(auth).expect("any length fits"));
    let tag_len = case.suite.tag_len();
    vec![
        ("aws-lc + aws-lc", contestant(case, CtrHmac(aws_ctr(), aws_hmac(), tag_len))),
        ("aws-lc + ring", contestant(case, CtrHmac(aws_ctr(), ring_hmac(), tag_len))),
        ("aws-lc + rust-crypto", contestant(case, CtrHmac(aws_ctr(), rust_hmac(), tag_len))),
        ("rust-crypto + aws-lc", contestant(case, CtrHmac(rust_ctr(), aws_hmac(), tag_len))),
        ("rust-crypto + ring", contestant(case, CtrHmac(rust_ctr(), ring_hmac(), tag_len))),
        ("rust-crypto + rust-crypto", contestant(case, CtrHmac(rust_ctr(), rust_hmac(), tag_len))),
    ]
}

fn contestant<A: RawAead + 'static>(case: Case, aead: A) -> Box<dyn Contestant> {
    let floor =
        Floor { aead, tag_len: case.suite.tag_len(), frames: Frames::new(case.bytes), first: 0 };
    match case.operation {
        Operation::Encrypt => Box::new(Seal(floor)),
        Operation::Decrypt => Box::new(Open(floor)),
    }
}

/// A raw AEAD and the frames it works on.
struct Floor<A> {
    aead: A,
    tag_len: usize,
    frames: Frames,
    /// The nonce of the batch's first frame.
    first: u64,
}

impl<A: RawAead> Floor<A> {
    fn seal(&mut self, frames: usize) {
        let (payload, tag_len) = (self.frames.payload(), self.tag_len);
        for (slot, counter) in self.frames.slots().take(frames).zip(self.first..) {
            let (front, rest) = slot.split_at_mut(payload.start);
            let (plaintext, rest) = rest.split_at_mut(payload.len());
            let aad = &front[payload.start - AAD_LEN..];
            self.aead.seal(&nonce(counter), aad, plaintext, &mut rest[..tag_len]);
            black_box(plaintext);
        }
    }

    fn open(&mut self, frames: usize) {
        let (payload, tag_len) = (self.frames.payload(), self.tag_len);
        for (slot, counter) in self.frames.slots().take(frames).zip(self.first..) {
            let (front, rest) = slot.split_at_mut(payload.start);
            let aad = &front[payload.start - AAD_LEN..];
            let sealed = &mut rest[..payload.len() + tag_len];
            self.aead.open(&nonce(counter), aad, sealed).expect("the frame is authentic");
            black_box(sealed);
        }
    }
}

fn nonce(counter: u64) -> [u8; 12] {
    let mut nonce = [0; 12];
    nonce[4..].copy_from_slice(&counter.to_be_bytes());
    nonce
}

struct Seal<A>(Floor<A>);

impl<A: RawAead> Contestant for Seal<A> {
    fn batch(&self) -> usize {
        self.0.frames.count()
    }

    fn prepare(&mut self, frames: usize) {
        self.0.first += frames as u64;
    }

    fn run(&mut self, frames: usize) {
        self.0.seal(frames);
    }
}

struct Open<A>(Floor<A>);

impl<A: RawAead> Contestant for Open<A> {
    fn batch(&self) -> usize {
        self.0.frames.count()
    }

    fn prepare(&mut self, frames: usize) {
        self.0.first += frames as u64;
        self.0.seal(frames);
    }

    fn run(&mut self, frames: usize) {
        self.0.open(frames);
    }
}

/// What every suite comes down to, with the key expanded.
trait RawAead {
    fn seal(&self, nonce: &[u8; 12], aad: &[u8], in_out: &mut [u8], tag: &mut [u8]);

    /// Opens ciphertext and tag in place; `None` when the tag does not fit.
    fn open(&self, nonce: &[u8; 12], aad: &[u8], in_out: &mut [u8]) -> Option<()>;
}

impl RawAead for aws_lc_rs::aead::LessSafeKey {
    #[inline]
    fn seal(&self, nonce: &[u8; 12], aad: &[u8], in_out: &mut [u8], tag: &mut [u8]) {
        let nonce = aws_lc_rs::aead::Nonce::assume_unique_for_key(*nonce);
        let aad = aws_lc_rs::aead::Aad::from(aad);
        let computed = self.seal_in_place_separate_tag(nonce, aad, in_out).expect("seals");
        tag.copy_from_slice(computed.as_ref());
    }

    #[inline]
    fn open(&self, nonce: &[u8; 12], aad: &[u8], in_out: &mut [u8]) -> Option<()> {
        let nonce = aws_lc_rs::aead::Nonce::assume_unique_for_key(*nonce);
        self.open_in_place(nonce, aws_lc_rs::aead::Aad::from(aad), in_out).ok().map(|_| ())
    }
}

impl RawAead for ring::aead::LessSafeKey {
    #[inline]
    fn seal(&self, nonce: &[u8; 12], aad: &[u8], in_out: &mut [u8], tag: &mut [u8]) {
        let nonce = ring::aead::Nonce::assume_unique_for_key(*nonce);
        let aad = ring::aead::Aad::from(aad);
        let computed = self.seal_in_place_separate_tag(nonce, aad, in_out).expect("seals");
        tag.copy_from_slice(computed.as_ref());
    }

    #[inline]
    fn open(&self, nonce: &[u8; 12], aad: &[u8], in_out: &mut [u8]) -> Option<()> {
        let nonce = ring::aead::Nonce::assume_unique_for_key(*nonce);
        self.open_in_place(nonce, ring::aead::Aad::from(aad), in_out).ok().map(|_| ())
    }
}

/// Something of the RustCrypto crates: an AEAD, a block cipher or a MAC.
struct RustCrypto<T>(T);

impl<A: AeadInOut<NonceSize = U12, TagSize = U16>> RawAead for RustCrypto<A> {
    #[inline]
    fn seal(&self, nonce: &[u8; 12], aad: &[u8], in_out: &mut [u8], tag: &mut [u8]) {
        let computed = self.0.encrypt_inout_detached(nonce.into(), aad, in_out.into());
        tag.copy_from_slice(&computed.expect("seals"));
    }

    #[inline]
    fn open(&self, nonce: &[u8; 12], aad: &[u8], in_out: &mut [u8]) -> Option<()> {
        let (in_out, tag) = in_out.split_last_chunk_mut::<16>()?;
        self.0.decrypt_inout_detached(nonce.into(), aad, in_out.into(), (&*tag).into()).ok()
    }
}

/// AES-CTR, HMAC and the tag's length: RFC 9605 section 4.5.1.
struct CtrHmac<C, H>(C, H, usize);

impl<C: RawCtr, H: RawHmac> RawAead for CtrHmac<C, H> {
    #[inline]
    fn seal(&self, nonce: &[u8; 12], aad: &[u8], in_out: &mut [u8], tag: &mut [u8]) {
        self.0.apply(&first_block(nonce), in_out);
        let computed = self.1.tag([&self.front(nonce, aad, in_out), aad, in_out]);
        tag.copy_from_slice(&computed[..self.2]);
    }

    #[inline]
    fn open(&self, nonce: &[u8; 12], aad: &[u8], in_out: &mut [u8]) -> Option<()> {
        let (in_out, tag) = in_out.split_at_mut_checked(in_out.len().checked_sub(self.2)?)?;
        let computed = self.1.tag([&self.front(nonce, aad, in_out), aad, in_out]);
        if !bool::from(computed[..self.2].ct_eq(tag)) {
            return None;
        }
        self.0.apply(&first_block(nonce), in_out);
        Some(())
    }
}

impl<C, H> CtrHmac<C, H> {
    /// Gives what is authenticated before associated data and ciphertext.
    #[inline]
    fn front(&self, nonce: &[u8; 12], aad: &[u8], ciphertext: &[u8]) -> [u8; 36] {
        let mut front = [0; 36];
        front[..8].copy_from_slice(&(aad.len() as u64).to_be_bytes());
        front[8..16].copy_from_slice(&(ciphertext.len() as u64).to_be_bytes());
        front[16..24].copy_from_slice(&(self.2 as u64).to_be_bytes());
        front[24..].copy_from_slice(nonce);
        front
    }
}

#[inline]
fn first_block(nonce: &[u8; 12]) -> [u8; 16] {
    let mut block = [0; 16];
    block[..12].copy_from_slice(nonce);
    block
}

trait RawCtr {
    fn apply(&self, iv: &[u8; 16], in_out: &mut [u8]);
}

impl RawCtr for aws_lc_rs::cipher::EncryptingKey {
    #[inline]
    fn apply(&self, iv: &[u8; 16], in_out: &mut [u8]) {
        let context = aws_lc_rs::cipher::EncryptionContext::Iv128(iv.into());
        self.less_safe_encrypt(in_out, context).expect("encrypts");
    }
}

impl<C: BlockCipherEncrypt + BlockSizeUser<BlockSize = U16>> RawCtr for RustCrypto<C> {
    #[inline]
    fn apply(&self, iv: &[u8; 16], in_out: &mut [u8]) {
        let core = CtrCore::<_, Ctr32BE>::inner_iv_init(&self.0, iv.into());
        StreamCipherCoreWrapper::from_core(core).apply_keystream(in_out);
    }
}

/// HMAC over three parts; the tag is as long as the longest suite wants it.
trait RawHmac {
    fn tag(&self, parts: [&[u8]; 3]) -> [u8; 10];
}

impl RawHmac for aws_lc_rs::hmac::Key {
    #[inline]
    fn tag(&self, parts: [&[u8]; 3]) -> [u8; 10] {
        let mut context = aws_lc_rs::hmac::Context::with_key(self);
        parts.into_iter().for_each(|part| context.update(part));
        truncated(context.sign().as_ref())
    }
}

impl RawHmac for ring::hmac::Key {
    #[inline]
    fn tag(&self, parts: [&[u8]; 3]) -> [u8; 10] {
        let mut context = ring::hmac::Context::with_key(self);
        parts.into_iter().for_each(|part| context.update(part));
        truncated(context.sign().as_ref())
    }
}

impl<M: Mac + Clone> RawHmac for RustCrypto<M> {
    #[inline]
    fn tag(&self, parts: [&[u8]; 3]) -> [u8; 10] {
        let mut mac = self.0.clone();
        parts.into_iter().for_each(|part| mac.update(part));
        truncated(&mac.finalize().into_bytes())
    }
}

#[inline]
fn truncated(tag: &[u8]) -> [u8; 10] {
    *tag.first_chunk().expect("a hash is longer")
}
