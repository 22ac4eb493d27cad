//! The deployed formats as a C program has them: a sender and a receiver who share a key.
#![allow(dead_code)] // each test binary uses its part

use std::ptr::null_mut;

use frameseal_ffi::codec::frameseal_codec;
use frameseal_ffi::counter_store::frameseal_counter_store;
use frameseal_ffi::interop::dave::*;
use frameseal_ffi::interop::getstream::*;
use frameseal_ffi::interop::jframe::*;
use frameseal_ffi::interop::livekit::*;
use frameseal_ffi::result::frameseal_result as R;

use super::calling::{made, ok, written};

pub(crate) const OPUS: u8 = frameseal_codec::Opus as u8;
pub(crate) const VP8: u8 = frameseal_codec::Vp8 as u8;
pub(crate) const H264: u8 = frameseal_codec::H264 as u8;
pub(crate) const H265: u8 = frameseal_codec::H265 as u8;
pub(crate) const AV1: u8 = frameseal_codec::Av1 as u8;
pub(crate) const AUDIO: u32 = frameseal_jframe_kind::Audio as u32;
pub(crate) const KEY: u32 = frameseal_jframe_kind::Key as u32;
pub(crate) const DELTA: u32 = frameseal_jframe_kind::Delta as u32;
pub(crate) const RAW: u32 = frameseal_livekit_material::Raw as u32;
pub(crate) const PASSPHRASE: u32 = frameseal_livekit_material::Passphrase as u32;

pub(crate) const PROCESS: frameseal_counter_store = frameseal_counter_store { id: 0 };
pub(crate) const PACKET: &[u8] = b"\x78 a packet";

pub(crate) struct LiveKit {
    pub(crate) encryptor: frameseal_livekit_encryptor,
    pub(crate) decryptor: frameseal_livekit_decryptor,
}

impl LiveKit {
    pub(crate) fn new(
        kind: u32,
        material: &[u8],
        index: u8,
        counters: frameseal_counter_store,
    ) -> Self {
        let (pointer, len) = (material.as_ptr(), material.len());
        let encryptor = made(|out| unsafe {
            frameseal_livekit_encryptor_new(kind, pointer, len, index, counters, out)
        });
        let decryptor = made(|out| unsafe { frameseal_livekit_decryptor_new(8, out) });
        let (encryptor, decryptor) = (encryptor.unwrap(), decryptor.unwrap());
        ok(unsafe { frameseal_livekit_decryptor_set_key(decryptor, index, kind, pointer, len) });
        Self { encryptor, decryptor }
    }

    pub(crate) fn seal(
        &self,
        codec: u8,
        frame: &[u8],
        ssrc: u32,
        timestamp: u32,
    ) -> Result<Vec<u8>, R> {
        let size = made(|out| unsafe { frameseal_livekit_max_len(codec, frame.len(), out) })?;
        written(size, |out, size, len| unsafe {
            let (pointer, frame_len, to) = (frame.as_ptr(), frame.len(), self.encryptor);
            frameseal_livekit_encryptor_encrypt(
                to, codec, ssrc, timestamp, pointer, frame_len, out, size, len,
            )
        })
    }

    pub(crate) fn open(&self, codec: u8, frame: &[u8]) -> Result<Vec<u8>, R> {
        written(frame.len(), |out, size, len| unsafe {
            let (pointer, frame_len, from) = (frame.as_ptr(), frame.len(), self.decryptor);
            frameseal_livekit_decryptor_decrypt(
                from,
                codec,
                pointer,
                frame_len,
                out,
                size,
                len,
                null_mut(),
            )
        })
    }

    /// As one who wants to know who vouches for it.
    pub(crate) fn open_all(
        &self,
        codec: u8,
        frame: &[u8],
    ) -> Result<(frameseal_livekit_source, Vec<u8>), R> {
        let mut opened = Err(R::Unknown);
        let source = made(|source| {
            opened = written(frame.len(), |out, size, len| unsafe {
                let (pointer, frame_len, from) = (frame.as_ptr(), frame.len(), self.decryptor);
                frameseal_livekit_decryptor_decrypt(
                    from, codec, pointer, frame_len, out, size, len, source,
                )
            });
            opened.as_ref().err().copied().unwrap_or(R::Ok)
        });
        Ok((source?, opened?))
    }
}

impl Drop for LiveKit {
    fn drop(&mut self) {
        ok(unsafe { frameseal_livekit_encryptor_free(self.encryptor) });
        ok(unsafe { frameseal_livekit_decryptor_free(self.decryptor) });
    }
}

pub(crate) struct Jframe {
    pub(crate) encryptor: frameseal_jframe_encryptor,
    pub(crate) decryptor: frameseal_jframe_decryptor,
}

impl Jframe {
    pub(crate) fn new(material: &[u8], index: u8, counters: frameseal_counter_store) -> Self {
        let (pointer, len) = (material.as_ptr(), material.len());
        let encryptor = made(|out| unsafe {
            frameseal_jframe_encryptor_new(pointer, len, index, counters, out)
        });
        let decryptor = made(|out| unsafe { frameseal_jframe_decryptor_new(8, out) });
        let (encryptor, decryptor) = (encryptor.unwrap(), decryptor.unwrap());
        ok(unsafe { frameseal_jframe_decryptor_set_key(decryptor, index, pointer, len) });
        Self { encryptor, decryptor }
    }

    pub(crate) fn seal(
        &self,
        kind: u32,
        frame: &[u8],
        ssrc: u32,
        timestamp: u32,
    ) -> Result<Vec<u8>, R> {
        let size = made(|out| unsafe { frameseal_jframe_max_len(frame.len(), out) })?;
        written(size, |out, size, len| unsafe {
            let (pointer, frame_len, to) = (frame.as_ptr(), frame.len(), self.encryptor);
            frameseal_jframe_encryptor_encrypt(
                to, kind, ssrc, timestamp, pointer, frame_len, out, size, len,
            )
        })
    }

    pub(crate) fn open(&self, kind: u32, frame: &[u8]) -> Result<Vec<u8>, R> {
        written(frame.len(), |out, size, len| unsafe {
            let (pointer, frame_len, from) = (frame.as_ptr(), frame.len(), self.decryptor);
            frameseal_jframe_decryptor_decrypt(from, kind, pointer, frame_len, out, size, len)
        })
    }
}

impl Drop for Jframe {
    fn drop(&mut self) {
        ok(unsafe { frameseal_jframe_encryptor_free(self.encryptor) });
        ok(unsafe { frameseal_jframe_decryptor_free(self.decryptor) });
    }
}

pub(crate) struct Dave {
    pub(crate) encryptor: frameseal_dave_encryptor,
    pub(crate) decryptor: frameseal_dave_decryptor,
}

impl Dave {
    pub(crate) fn new(secret: &[u8], counters: frameseal_counter_store) -> Self {
        let (pointer, len) = (secret.as_ptr(), secret.len());
        let encryptor =
            made(|out| unsafe { frameseal_dave_encryptor_new(pointer, len, counters, out) });
        let decryptor = made(|out| unsafe { frameseal_dave_decryptor_new(pointer, len, out) });
        Self { encryptor: encryptor.unwrap(), decryptor: decryptor.unwrap() }
    }

    pub(crate) fn seal(&self, codec: u8, frame: &[u8]) -> Result<Vec<u8>, R> {
        let size = made(|out| unsafe { frameseal_dave_max_len(frame.len(), out) })?;
        written(size, |out, size, len| unsafe {
            let (pointer, frame_len, to) = (frame.as_ptr(), frame.len(), self.encryptor);
            frameseal_dave_encryptor_encrypt(to, codec, pointer, frame_len, out, size, len)
        })
    }

    pub(crate) fn open(&self, frame: &[u8]) -> Result<Vec<u8>, R> {
        written(frame.len(), |out, size, len| unsafe {
            let (pointer, frame_len, from) = (frame.as_ptr(), frame.len(), self.decryptor);
            frameseal_dave_decryptor_decrypt(from, pointer, frame_len, out, size, len)
        })
    }
}

impl Drop for Dave {
    fn drop(&mut self) {
        ok(unsafe { frameseal_dave_encryptor_free(self.encryptor) });
        ok(unsafe { frameseal_dave_decryptor_free(self.decryptor) });
    }
}

pub(crate) struct GetStream {
    pub(crate) encryptor: frameseal_getstream_encryptor,
    pub(crate) decryptor: frameseal_getstream_decryptor,
}

impl GetStream {
    pub(crate) fn new(
        key: &[u8],
        index: u8,
        prefix: &[u8],
        counters: frameseal_counter_store,
    ) -> Self {
        let (pointer, len) = (key.as_ptr(), key.len());
        let encryptor = made(|out| unsafe {
            let (prefix, prefix_len) = (prefix.as_ptr(), prefix.len());
            frameseal_getstream_encryptor_new(
                index, pointer, len, prefix, prefix_len, counters, out,
            )
        });
        let decryptor = made(|out| unsafe { frameseal_getstream_decryptor_new(out) }).unwrap();
        ok(unsafe { frameseal_getstream_decryptor_set_key(decryptor, index, pointer, len) });
        Self { encryptor: encryptor.unwrap(), decryptor }
    }

    pub(crate) fn seal(&self, codec: u8, frame: &[u8]) -> Result<Vec<u8>, R> {
        let size = made(|out| unsafe { frameseal_getstream_max_len(codec, frame.len(), out) })?;
        written(size, |out, size, len| unsafe {
            let (pointer, frame_len, to) = (frame.as_ptr(), frame.len(), self.encryptor);
            frameseal_getstream_encryptor_encrypt(to, codec, pointer, frame_len, out, size, len)
        })
    }

    pub(crate) fn open(&self, frame: &[u8]) -> Result<Vec<u8>, R> {
        written(frame.len(), |out, size, len| unsafe {
            let (pointer, frame_len, from) = (frame.as_ptr(), frame.len(), self.decryptor);
            frameseal_getstream_decryptor_decrypt(from, pointer, frame_len, out, size, len)
        })
    }

    /// Gives the result, the plaintext or what is left of the frame.
    pub(crate) fn open_in_place(&self, frame: &[u8]) -> (R, Vec<u8>) {
        let (mut frame, mut len) = (frame.to_vec(), usize::MAX);
        let (pointer, frame_len) = (frame.as_mut_ptr(), frame.len());
        let result = unsafe {
            frameseal_getstream_decryptor_decrypt_in_place(
                self.decryptor,
                pointer,
                frame_len,
                &raw mut len,
            )
        };
        assert_eq!(result == R::Ok, len != usize::MAX);
        frame.truncate(len);
        (result, frame)
    }
}

impl Drop for GetStream {
    fn drop(&mut self) {
        ok(unsafe { frameseal_getstream_encryptor_free(self.encryptor) });
        ok(unsafe { frameseal_getstream_decryptor_free(self.decryptor) });
    }
}
