//! The C library as a contestant: the same work through its functions, called through pointers
//! so that nothing is inlined into the caller, as from C.

use std::hint::black_box;
use std::ops::Range;
use std::ptr::{null, null_mut};

use frameseal::CipherSuite;
use frameseal::codec::Codec;
use frameseal_ffi::codec::frameseal_codec;
use frameseal_ffi::decryptor::{
    frameseal_decryptor, frameseal_decryptor_add_key, frameseal_decryptor_decrypt_in_place,
    frameseal_decryptor_free, frameseal_decryptor_new, frameseal_header,
};
use frameseal_ffi::encryptor::{
    frameseal_encryptor, frameseal_encryptor_encrypt_in_place, frameseal_encryptor_free,
    frameseal_encryptor_new,
};
use frameseal_ffi::result::frameseal_result;
use frameseal_ffi::transparent::{
    frameseal_envelope, frameseal_transparent_decrypt_in_place,
    frameseal_transparent_encrypt_in_place,
};

use crate::engine::fresh_key;
use crate::frames::Frames;
use crate::media::Sealer;
use crate::round::Contestant;

/// Both ends of one key.
struct Pair {
    encryptor: frameseal_encryptor,
    decryptor: frameseal_decryptor,
}

impl Pair {
    fn new(suite: CipherSuite) -> Self {
        let key = fresh_key();
        let (suite, kid) = (suite.id(), 7);
        let mut pair = Self { encryptor: Default::default(), decryptor: Default::default() };
        let Self { encryptor, decryptor } = &mut pair;
        // SAFETY: pointers to live values of the types and lengths asked for.
        let results = unsafe {
            [
                frameseal_encryptor_new(suite, kid, key.as_ptr(), key.len(), null(), encryptor),
                frameseal_decryptor_new(null(), decryptor),
                frameseal_decryptor_add_key(*decryptor, suite, kid, key.as_ptr(), key.len()),
            ]
        };
        assert_eq!(results, [frameseal_result::Ok; 3]);
        pair
    }

    #[inline]
    fn seal(&self, slot: &mut [u8], frame: Range<usize>) -> Range<usize> {
        let (mut start, mut len) = (0usize, 0usize);
        // SAFETY: as above.
        let result = unsafe {
            black_box(
                frameseal_encryptor_encrypt_in_place
                    as unsafe extern "C" fn(_, _, _, _, _, _, _, _, _) -> _,
            )(
                self.encryptor,
                slot.as_mut_ptr(),
                slot.len(),
                frame.start,
                frame.len(),
                null::<u8>(),
                0usize,
                &raw mut start,
                &raw mut len,
            )
        };
        assert_eq!(result, frameseal_result::Ok);
        start..start + len
    }

    #[inline]
    fn open(&self, sealed: &mut [u8]) -> Range<usize> {
        let (mut start, mut len) = (0usize, 0usize);
        // SAFETY: as above.
        let result = unsafe {
            black_box(
                frameseal_decryptor_decrypt_in_place
                    as unsafe extern "C" fn(_, _, _, _, _, _, _, _) -> _,
            )(
                self.decryptor,
                sealed.as_mut_ptr(),
                sealed.len(),
                null::<u8>(),
                0usize,
                &raw mut start,
                &raw mut len,
                null_mut::<frameseal_header>(),
            )
        };
        assert_eq!(result, frameseal_result::Ok);
        start..start + len
    }
}

impl Drop for Pair {
    fn drop(&mut self) {
        // SAFETY: nobody else has the handles.
        unsafe {
            frameseal_encryptor_free(self.encryptor);
            frameseal_decryptor_free(self.decryptor);
        }
    }
}

/// `frameseal_encryptor_encrypt_in_place` without metadata.
pub struct Encrypt {
    pair: Pair,
    frames: Frames,
}

impl Encrypt {
    /// Encrypts frames of `bytes` bytes.
    pub fn new(suite: CipherSuite, bytes: usize) -> Self {
        Self { pair: Pair::new(suite), frames: Frames::new(bytes) }
    }
}

impl Contestant for Encrypt {
    fn batch(&self) -> usize {
        self.frames.count()
    }

    fn prepare(&mut self, _frames: usize) {}

    fn run(&mut self, frames: usize) {
        let payload = self.frames.payload();
        for slot in self.frames.slots().take(frames) {
            black_box(self.pair.seal(slot, payload.clone()));
        }
    }
}

/// `frameseal_decryptor_decrypt_in_place` without metadata.
pub struct Decrypt {
    pair: Pair,
    frames: Frames,
    sealed: Vec<Range<usize>>,
}

impl Decrypt {
    /// Decrypts frames of `bytes` bytes.
    pub fn new(suite: CipherSuite, bytes: usize) -> Self {
        let frames = Frames::new(bytes);
        let sealed = Vec::with_capacity(frames.count());
        Self { pair: Pair::new(suite), frames, sealed }
    }
}

impl Contestant for Decrypt {
    fn batch(&self) -> usize {
        self.frames.count()
    }

    fn prepare(&mut self, frames: usize) {
        let payload = self.frames.payload();
        self.sealed.clear();
        for slot in self.frames.slots().take(frames) {
            self.sealed.push(self.pair.seal(slot, payload.clone()));
        }
    }

    fn run(&mut self, frames: usize) {
        for (slot, sealed) in self.frames.slots().take(frames).zip(&self.sealed) {
            black_box(self.pair.open(&mut slot[sealed.clone()]));
        }
    }
}

/// A transparent envelope through the C functions.
pub struct Transparent {
    pair: Pair,
    envelope: frameseal_envelope,
}

impl Transparent {
    /// Makes both sides for one key.
    pub fn new(suite: CipherSuite, codec: Codec) -> Self {
        let codec = match codec {
            Codec::Vp8 => frameseal_codec::Vp8,
            Codec::H264 => frameseal_codec::H264,
            _ => frameseal_codec::Opus,
        };
        let envelope = frameseal_envelope { codec: codec as u8, pad_to: 0 };
        Self { pair: Pair::new(suite), envelope }
    }
}

impl Sealer for Transparent {
    fn seal(&mut self, slot: &mut [u8], frame: Range<usize>) -> Range<usize> {
        let (mut start, mut len) = (0usize, 0usize);
        // SAFETY: pointers to live values of the types and lengths asked for.
        let result = unsafe {
            black_box(
                frameseal_transparent_encrypt_in_place
                    as unsafe extern "C" fn(_, _, _, _, _, _, _, _, _, _) -> _,
            )(
                self.pair.encryptor,
                self.envelope,
                slot.as_mut_ptr(),
                slot.len(),
                frame.start,
                frame.len(),
                null::<u8>(),
                0usize,
                &raw mut start,
                &raw mut len,
            )
        };
        assert_eq!(result, frameseal_result::Ok);
        start..start + len
    }

    fn open(&mut self, sealed: &mut [u8]) {
        let (mut start, mut len) = (0usize, 0usize);
        // SAFETY: as above.
        let result = unsafe {
            black_box(
                frameseal_transparent_decrypt_in_place
                    as unsafe extern "C" fn(_, _, _, _, _, _, _, _) -> _,
            )(
                self.pair.decryptor,
                sealed.as_mut_ptr(),
                sealed.len(),
                null::<u8>(),
                0usize,
                &raw mut start,
                &raw mut len,
                null_mut::<frameseal_header>(),
            )
        };
        assert_eq!(result, frameseal_result::Ok);
        black_box(start..start + len);
    }
}
