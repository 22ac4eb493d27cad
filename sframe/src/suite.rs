//! The eight cipher suites of the IANA "SFrame Cipher Suites" registry.

use core::fmt;

use crate::error::KeyError;

/// A cipher suite, named as IANA writes it (RFC 9605 section 4.5 and 8.1).
///
/// Suites 1 to 3 and 6 to 8 are AES in counter mode with a truncated HMAC: their short tags
/// save bytes on audio and cost forgery resistance, see [`CipherSuite::tag_len`]. Suites 4
/// and 5 are AES-GCM and the right choice when nothing speaks against them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(non_camel_case_types)] // the registry's own spelling is what people search for
#[non_exhaustive]
#[repr(u16)]
pub enum CipherSuite {
    /// AES-128-CTR with HMAC-SHA256, tag of 10 bytes.
    AES_128_CTR_HMAC_SHA256_80 = 1,
    /// AES-128-CTR with HMAC-SHA256, tag of 8 bytes.
    AES_128_CTR_HMAC_SHA256_64 = 2,
    /// AES-128-CTR with HMAC-SHA256, tag of 4 bytes.
    AES_128_CTR_HMAC_SHA256_32 = 3,
    /// AES-128-GCM with HKDF-SHA256, tag of 16 bytes.
    AES_128_GCM_SHA256_128 = 4,
    /// AES-256-GCM with HKDF-SHA512, tag of 16 bytes.
    AES_256_GCM_SHA512_128 = 5,
    /// AES-256-CTR with HMAC-SHA512, tag of 10 bytes.
    AES_256_CTR_HMAC_SHA512_80 = 6,
    /// AES-256-CTR with HMAC-SHA512, tag of 8 bytes.
    AES_256_CTR_HMAC_SHA512_64 = 7,
    /// AES-256-CTR with HMAC-SHA512, tag of 4 bytes.
    AES_256_CTR_HMAC_SHA512_32 = 8,
}

/// The hash function behind a suite's HKDF and HMAC.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hash {
    /// SHA-256, 32 bytes.
    Sha256,
    /// SHA-512, 64 bytes.
    Sha512,
}

impl Hash {
    /// Gives `Nh`, the length of the hash in bytes.
    pub const fn output_len(self) -> usize {
        match self {
            Self::Sha256 => 32,
            Self::Sha512 => 64,
        }
    }
}

use CipherSuite::*;

impl CipherSuite {
    /// Every suite, in the order of the registry.
    pub const ALL: [Self; 8] = [
        AES_128_CTR_HMAC_SHA256_80,
        AES_128_CTR_HMAC_SHA256_64,
        AES_128_CTR_HMAC_SHA256_32,
        AES_128_GCM_SHA256_128,
        AES_256_GCM_SHA512_128,
        AES_256_CTR_HMAC_SHA512_80,
        AES_256_CTR_HMAC_SHA512_64,
        AES_256_CTR_HMAC_SHA512_32,
    ];

    /// Gives the registry's number, which is also the two bytes in the key labels
    /// (RFC 9605 section 4.4.2).
    pub const fn id(self) -> u16 {
        self as u16
    }

    /// Gives the suite's name as IANA writes it.
    pub const fn name(self) -> &'static str {
        match self {
            AES_128_CTR_HMAC_SHA256_80 => "AES_128_CTR_HMAC_SHA256_80",
            AES_128_CTR_HMAC_SHA256_64 => "AES_128_CTR_HMAC_SHA256_64",
            AES_128_CTR_HMAC_SHA256_32 => "AES_128_CTR_HMAC_SHA256_32",
            AES_128_GCM_SHA256_128 => "AES_128_GCM_SHA256_128",
            AES_256_GCM_SHA512_128 => "AES_256_GCM_SHA512_128",
            AES_256_CTR_HMAC_SHA512_80 => "AES_256_CTR_HMAC_SHA512_80",
            AES_256_CTR_HMAC_SHA512_64 => "AES_256_CTR_HMAC_SHA512_64",
            AES_256_CTR_HMAC_SHA512_32 => "AES_256_CTR_HMAC_SHA512_32",
        }
    }

    /// Gives the hash of the suite's key schedule (RFC 9605 section 4.4.2).
    pub const fn hash(self) -> Hash {
        match self {
            AES_128_CTR_HMAC_SHA256_80
            | AES_128_CTR_HMAC_SHA256_64
            | AES_128_CTR_HMAC_SHA256_32
            | AES_128_GCM_SHA256_128 => Hash::Sha256,
            _ => Hash::Sha512,
        }
    }

    /// Gives `Nk`, the length of the AEAD key in bytes; for the CTR-HMAC suites `Nka + Nh`.
    pub const fn key_len(self) -> usize {
        match self {
            AES_128_GCM_SHA256_128 => 16,
            AES_256_GCM_SHA512_128 => 32,
            AES_128_CTR_HMAC_SHA256_80
            | AES_128_CTR_HMAC_SHA256_64
            | AES_128_CTR_HMAC_SHA256_32 => 48,
            _ => 96,
        }
    }

    /// Gives `Nka`, the length of the AES key of a CTR-HMAC suite in bytes (RFC 9605
    /// section 4.5.1); `None` for the GCM suites.
    pub const fn enc_key_len(self) -> Option<usize> {
        match self {
            AES_128_GCM_SHA256_128 | AES_256_GCM_SHA512_128 => None,
            _ => Some(match self.hash() {
                Hash::Sha256 => 16,
                Hash::Sha512 => 32,
            }),
        }
    }

    /// Gives `Nt`, the length of the authentication tag in bytes.
    ///
    /// A forged frame is accepted with probability 2^(-8·Nt). With the 4-byte tags that is
    /// one in four thousand million: bearable for a 20 ms audio frame, not for a document.
    pub const fn tag_len(self) -> usize {
        match self {
            AES_128_CTR_HMAC_SHA256_80 | AES_256_CTR_HMAC_SHA512_80 => 10,
            AES_128_CTR_HMAC_SHA256_64 | AES_256_CTR_HMAC_SHA512_64 => 8,
            AES_128_CTR_HMAC_SHA256_32 | AES_256_CTR_HMAC_SHA512_32 => 4,
            AES_128_GCM_SHA256_128 | AES_256_GCM_SHA512_128 => 16,
        }
    }
}

impl TryFrom<u16> for CipherSuite {
    type Error = KeyError;

    /// Finds the suite with the registry's number `id`.
    ///
    /// # Errors
    /// [`KeyError::UnknownSuite`] for a number that the registry does not assign.
    fn try_from(id: u16) -> Result<Self, KeyError> {
        Self::ALL.into_iter().find(|suite| suite.id() == id).ok_or(KeyError::UnknownSuite { id })
    }
}

impl fmt::Display for CipherSuite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_those_of_the_registry() {
        let table = [
            (1, 32, Some(16), 48, 10),
            (2, 32, Some(16), 48, 8),
            (3, 32, Some(16), 48, 4),
            (4, 32, None, 16, 16),
            (5, 64, None, 32, 16),
            (6, 64, Some(32), 96, 10),
            (7, 64, Some(32), 96, 8),
            (8, 64, Some(32), 96, 4),
        ];
        for (id, nh, nka, nk, nt) in table {
            let suite = CipherSuite::try_from(id).unwrap();
            assert_eq!(suite.id(), id);
            assert_eq!(suite.hash().output_len(), nh, "{suite}");
            assert_eq!(suite.enc_key_len(), nka, "{suite}");
            assert_eq!(suite.key_len(), nk, "{suite}");
            assert_eq!(suite.tag_len(), nt, "{suite}");
        }
        for id in [0, 9, u16::MAX] {
            assert_eq!(CipherSuite::try_from(id), Err(KeyError::UnknownSuite { id }));
        }
    }
}
