//! A passphrase that people tell each other, in place of keys (Argon2id, RFC 9106).
//!
//! Whoever knows it belongs to the call. An operator sees messages that depend on it and can
//! try passphrases at home for as long as it likes; that is why every try costs 64 MiB and
//! three passes, why weak ones are refused, and why [`CallPassphrase::generate`] is the better
//! way to one.

use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use argon2::{Algorithm, Argon2, Block, Params, Version};
use rand_core::CryptoRng;
use sha2::{Digest, Sha256};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::secret::Secret;

mod strength;
mod words;

/// 64 MiB a try, in KiB: the second recommended option of RFC 9106 section 4, for machines that
/// have no 2 GiB to spare, such as telephones and browsers.
const MEMORY_KIB: u32 = 64 * 1024;

/// 3 passes: with that memory, RFC 9106 section 4.
const PASSES: u32 = 3;

/// 1 lane, where the RFC says 4: a browser has one thread for it, and lanes that run one after
/// the other slow the honest side down and nobody else.
const LANES: u32 = 1;

/// 32 bytes.
const SECRET_LEN: usize = 32;

/// 1024 bytes: 150 words. More is a mistake of whoever pasted it, and everybody else in the
/// call would have to paste it too.
pub const MAX_PASSPHRASE_LEN: usize = 1024;

/// 6 words of 10 bits: 60 bits. At 0.1 s a try, which is little for one core with the
/// parameters above, a million cores need 1800 years for half of them.
const GENERATED_WORDS: usize = 6;

/// 4 different words of 10 bits: 40 bits, as many as other passphrases must have. Of six that
/// are drawn fewer than four differ once in 10^7 times; then draw again.
const FEWEST_WORDS: usize = 4;

/// The label ends in its only zero byte, so that it begins no other.
const SALT_LABEL: &[u8] = b"FrameSeal call 1 passphrase\0";

/// A passphrase that is not too easy to guess. It prints as `CallPassphrase(..)` and is wiped
/// on drop.
pub struct CallPassphrase(Zeroizing<String>);

impl CallPassphrase {
    /// Takes a passphrase that somebody typed.
    ///
    /// White space around it is dropped, since copying adds it. Generated words may be typed
    /// in capitals and with spaces between them. Anything else counts as typed: folding case
    /// or accents would cost strength, and what is one letter on every keyboard need not be
    /// one sequence of code points. An app whose users type accents on different systems
    /// normalises to NFC (Unicode Standard Annex 15) first.
    ///
    /// Strength is estimated by a simple rule, about 2 bits a letter and 3 a digit, less what
    /// repeats, runs along the keyboard or is a common password. It refuses what is plainly
    /// weak and cannot know that a line is from a song.
    ///
    /// # Errors
    /// [`PassphraseError::TooWeak`] below an estimate of 40 bits;
    /// [`PassphraseError::TooLong`] above [`MAX_PASSPHRASE_LEN`] bytes.
    pub fn new(typed: &str) -> Result<Self, PassphraseError> {
        let typed = typed.trim();
        if typed.len() > MAX_PASSPHRASE_LEN {
            return Err(PassphraseError::TooLong { len: typed.len() });
        }
        if let Some(generated) = generated_as_typed(typed) {
            return Ok(Self(generated));
        }
        let bits = strength::estimate(typed);
        if bits < strength::FLOOR {
            return Err(PassphraseError::TooWeak { bits });
        }
        Ok(Self(Zeroizing::new(typed.into())))
    }

    /// Makes a passphrase of 6 words out of 1024, such as `river-piano-able-zoo-candy-moon`:
    /// 60 bits, easy to say and to type.
    pub fn generate(rng: &mut dyn CryptoRng) -> Self {
        let words = [(); GENERATED_WORDS].map(|()| {
            let mut number = Zeroizing::new([0; 2]);
            rng.fill_bytes(&mut *number);
            // 1024 divides 65 536, so every word is as likely as every other.
            let number = usize::from(u16::from_be_bytes(*number) % 1024);
            words::WORDS.split_ascii_whitespace().nth(number).unwrap_or_default()
        });
        Self(hyphenated(words.into_iter()))
    }

    /// Gives the passphrase, to be shown or said.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Stretches the passphrase into the secret of one call: Argon2id, version 0x13, 64 MiB,
    /// 3 passes, 1 lane, salted with the call's id. It takes some tenths of a second natively and
    /// longer in a browser: do it away from the user interface's thread.
    ///
    /// # Errors
    /// [`PassphraseError::NoCallId`] when `call_id` is empty; [`PassphraseError::NoMemory`].
    pub fn stretch(&self, call_id: &[u8]) -> Result<CallSecret, PassphraseError> {
        if call_id.is_empty() {
            return Err(PassphraseError::NoCallId);
        }
        let salt = Sha256::new_with_prefix(SALT_LABEL).chain_update(call_id).finalize();
        // Within the bounds above, memory is all that can be missing.
        let no_memory = |_| PassphraseError::NoMemory;
        let params = Params::new(MEMORY_KIB, PASSES, LANES, Some(SECRET_LEN)).map_err(no_memory)?;
        let mut memory = Zeroizing::new(Vec::<Block>::new());
        let blocks = params.block_count();
        memory.try_reserve_exact(blocks).map_err(|_| PassphraseError::NoMemory)?;
        memory.resize(blocks, Block::default());
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let mut result = Ok(());
        let secret = Secret::filled(SECRET_LEN, |secret| {
            let passphrase = self.0.as_bytes();
            result =
                argon2.hash_password_into_with_memory(passphrase, &salt, secret, &mut memory[..]);
        });
        result.map_err(no_memory)?;
        Ok(CallSecret(secret))
    }
}

impl fmt::Debug for CallPassphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CallPassphrase(..)")
    }
}

/// Spells generated words as [`CallPassphrase::generate`] does, in whatever way they were typed.
fn generated_as_typed(typed: &str) -> Option<Zeroizing<String>> {
    let lower = Zeroizing::new(typed.to_ascii_lowercase());
    let words = || lower.split(|c: char| c.is_whitespace() || c == '-').filter(|w| !w.is_empty());
    let known = |word: &str| words::WORDS.split_ascii_whitespace().any(|known| known == word);
    let different = words().collect::<BTreeSet<_>>().len();
    let generated = words().count() == GENERATED_WORDS && words().all(known);
    (generated && different >= FEWEST_WORDS).then(|| hyphenated(words()))
}

fn hyphenated<'a>(words: impl Iterator<Item = &'a str>) -> Zeroizing<String> {
    // As much as 6 words of 6 letters take, so that growing leaves no copies behind.
    let mut text = Zeroizing::new(String::with_capacity(GENERATED_WORDS.saturating_mul(7)));
    for word in words {
        if !text.is_empty() {
            text.push('-');
        }
        text.push_str(word);
    }
    text
}

/// What a passphrase gives for one call: 32 bytes that only those know who know the passphrase.
/// It prints as `CallSecret(..)` and is wiped on drop.
pub struct CallSecret(Secret);

impl CallSecret {
    /// Takes a secret that the app has in another way, such as 32 random bytes in the part of an
    /// invitation's link that is not sent to the server. Wiping `bytes` is the caller's part.
    pub fn new(bytes: &[u8; SECRET_LEN]) -> Self {
        Self(Secret::copy_of(bytes))
    }

    /// Makes a second one, for a session that joins the same call again: stretching takes time.
    pub fn again(&self) -> Self {
        Self(Secret::copy_of(self.0.expose()))
    }

    /// Gives the 32 bytes, to be handed to another process or worker that joins the call: one may
    /// stretch where the memory it takes is given back.
    pub fn export(&self) -> Zeroizing<[u8; SECRET_LEN]> {
        let mut bytes = Zeroizing::new([0; SECRET_LEN]);
        bytes.iter_mut().zip(self.0.expose()).for_each(|(to, &byte)| *to = byte);
        bytes
    }

    /// Gives the 32 bytes as the engine holds secrets.
    pub(crate) fn secret(&self) -> &Secret {
        &self.0
    }
}

impl fmt::Debug for CallSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("CallSecret(..)")
    }
}

/// A passphrase cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum PassphraseError {
    /// Somebody could guess it.
    #[error(
        "the passphrase is worth about {bits} bits and 40 are needed; use more or rarer words, or a generated one"
    )]
    TooWeak {
        /// The estimate in bits.
        bits: u32,
    },
    /// It is longer than [`MAX_PASSPHRASE_LEN`].
    #[error("the passphrase has {len} bytes and may have 1024; the wrong thing was pasted")]
    TooLong {
        /// Its length in bytes.
        len: usize,
    },
    /// The call has no id, so all calls with this passphrase would have one secret.
    #[error("the call id is empty; give every call an id of its own")]
    NoCallId,
    /// The system has no 64 MiB to spare.
    #[error("Argon2id needs 64 MiB of memory and did not get it; close something and try again")]
    NoMemory,
}

#[cfg(test)]
mod tests {
    use super::super::verification::tests::Numbers;
    use super::*;
    use argon2::{AssociatedData, ParamsBuilder};

    fn stretched(passphrase: &str, call_id: &[u8]) -> String {
        let secret = CallPassphrase::new(passphrase).unwrap().stretch(call_id).unwrap();
        hex::encode(secret.secret().expose())
    }

    /// RFC 9106 section 5.3.
    #[test]
    fn the_crate_is_argon2id_as_in_the_rfc() {
        let mut params = ParamsBuilder::new();
        params.m_cost(32).t_cost(3).p_cost(4).output_len(32);
        params.data(AssociatedData::new(&[4; 12]).unwrap());
        let (id, version) = (Algorithm::Argon2id, Version::V0x13);
        let argon2 = Argon2::new_with_secret(&[3; 8], id, version, params.build().unwrap());
        let mut tag = [0; 32];
        argon2.unwrap().hash_password_into(&[1; 32], &[2; 16], &mut tag).unwrap();
        let expected = "0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659";
        assert_eq!(hex::encode(tag), expected);
    }

    /// Computed with argon2-cffi 25.1.0 and hashlib.
    #[test]
    fn known_secrets() {
        let generated = "ded916ab8815427182c9c4f764823225d07c715a34ca75eac6df4420193dc09d";
        assert_eq!(stretched("able-zoo-river-piano-candy-moon", b"room 7"), generated);
        assert_eq!(stretched(" Able zoo  River-piano CANDY moon\n", b"room 7"), generated);
        assert_eq!(
            stretched("able-zoo-river-piano-candy-moon", b"room 8"),
            "c48733a1eaa42fcaf9a125866f88b8e3bc99944e13e8c282de71f8c46f339534"
        );
        assert_eq!(
            stretched("Grüße aus dem Süden, Klára\r\n", b"room 7"),
            "20a690c617f007695c8b317ae862013d75ccb1aea3695bdb88498a2fd883723b"
        );
    }

    #[test]
    fn a_call_without_an_id_has_no_secret() {
        let passphrase = CallPassphrase::new("able-zoo-river-piano-candy-moon").unwrap();
        assert_eq!(passphrase.stretch(b"").unwrap_err(), PassphraseError::NoCallId);
    }

    #[test]
    fn a_second_secret_is_the_same() {
        let secret = CallSecret::new(&[7; 32]);
        assert_eq!(secret.again().secret().expose(), secret.secret().expose());
    }

    #[test]
    fn length_at_the_limit_and_one_above() {
        let mut typed = "able-zoo-river-piano-candy-moon".repeat(40);
        typed.truncate(MAX_PASSPHRASE_LEN);
        assert_eq!(CallPassphrase::new(&typed).unwrap().as_str(), typed);
        typed.push('x');
        let len = MAX_PASSPHRASE_LEN + 1;
        assert_eq!(CallPassphrase::new(&typed).unwrap_err(), PassphraseError::TooLong { len });
    }

    #[test]
    fn only_generated_words_are_folded() {
        for kept in ["Able-zoo-river-piano-candy", "Able-zoo-river-piano-candy-moone"] {
            assert_eq!(CallPassphrase::new(kept).unwrap().as_str(), kept);
        }
    }

    #[test]
    fn there_are_1024_words_and_any_of_them_comes() {
        let words: Vec<_> = words::WORDS.split_ascii_whitespace().collect();
        let beginnings: BTreeSet<_> = words.iter().map(|word| &word[..word.len().min(4)]).collect();
        assert_eq!((words.len(), beginnings.len()), (1024, 1024));
        assert!(words.iter().all(|word| (2..=6).contains(&word.len())));
        // The numbers are 0x0001, 0x0203, 0x0405 and so on.
        let drawn = [0x001, 0x203, 0x005, 0x207, 0x009, 0x20b].map(|number: usize| words[number]);
        // Of 0x0405 and 0x0809 the lowest 10 bits are 5 and 9.
        assert_eq!(CallPassphrase::generate(&mut Numbers(0)).as_str(), drawn.join("-"));
    }

    #[test]
    fn generated_words_count_as_words() {
        // Common passwords and short words, which the estimate would refuse.
        let drawn = "test-video-hello-art-add-act";
        assert!(strength::estimate(drawn) < strength::FLOOR);
        assert_eq!(CallPassphrase::new(drawn).unwrap().as_str(), drawn);
        assert!(CallPassphrase::new("art-add-act-aim-art-add").is_ok());
        let three = CallPassphrase::new("art-add-act-act-art-add");
        assert!(matches!(three, Err(PassphraseError::TooWeak { .. })), "{three:?}");
    }

    #[test]
    fn generated_passphrases_are_taken_back() {
        let mut seen = BTreeSet::new();
        for start in 0..=255 {
            let made = CallPassphrase::generate(&mut Numbers(start));
            assert_eq!(CallPassphrase::new(made.as_str()).unwrap().as_str(), made.as_str());
            seen.insert(String::from(made.as_str()));
        }
        assert_eq!(seen.len(), 256);
    }

    #[test]
    fn debug_shows_nothing() {
        let passphrase = CallPassphrase::new("able-zoo-river-piano-candy-moon").unwrap();
        assert_eq!(alloc::format!("{passphrase:?}"), "CallPassphrase(..)");
        assert_eq!(alloc::format!("{:?}", CallSecret(Secret::copy_of(&[7; 32]))), "CallSecret(..)");
    }
}
