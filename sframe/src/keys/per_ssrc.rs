//! One key per RTP stream (draft-ietf-avtcore-rtp-sframe-02).
//!
//! ```text
//! base_key' = HKDF-Expand(HKDF-Extract(SSRC, base_key), "SFrame 1.0 RTP Stream", Nh)
//! ```

use crate::provider::kdf::Prk;
use crate::secret::{BaseKey, Secret};
use crate::suite::CipherSuite;

const STREAM_LABEL: &[u8] = b"SFrame 1.0 RTP Stream";

impl BaseKey {
    /// Derives the base key of one RTP stream, `Nh` bytes, so that several streams may count
    /// on their own under one KID. It is derived first and ratcheted afterwards.
    pub fn for_ssrc(&self, suite: CipherSuite, ssrc: u32) -> Self {
        let hash = suite.hash();
        Secret::filled(hash.output_len(), |stream| {
            let secret = Prk::extract(hash, &ssrc.to_be_bytes(), self.expose());
            // Cannot fail: HKDF refuses only outputs longer than 255 hashes.
            let _one_hash_long = secret.expand(&[STREAM_LABEL], stream);
        })
        .into()
    }
}
