//! What people compare to notice an operator in the middle.
//!
//! Signatures tie every message to an identity key, and nothing but people can tie an identity
//! key to a person. Three ways, by what they cost:
//!
//! * [`CallCode`]: one number for the whole call, new in every call, read out by one and checked
//!   by all the others.
//! * [`SafetyNumber`]: one number for two devices, the same in every call. Compared once, by eye
//!   or as a QR code, it is remembered.
//! * [`Sas`]: five emoji for two members of a call, after three messages.

use alloc::collections::BTreeSet;
use alloc::string::String;
use core::fmt::{self, Write};

use sha2::{Digest, Sha256, Sha512};

use super::identity::IdentityKey;

mod emoji;
mod qr;
mod sas;

pub use emoji::{EMOJI, Emoji};
pub use sas::{SAS_MESSAGE_LEN, Sas, SasCode, SasError, SasMessage, SasStep};

/// 32 bytes: a SHA-256 hash.
const HASH_LEN: usize = 32;

/// 5200 rounds of SHA-512, about 2 ms here and as many as Signal's: they multiply the work of
/// whoever looks for two inputs with one code by 2^12.
const ROUNDS: u32 = 5200;

/// 5 digits a group, from 5 bytes modulo 100 000: a digit is off from even by less than 2^-23.
const GROUP: u64 = 100_000;
const GROUP_BYTES: usize = 5;

/// 6 groups, 30 digits, 2^99.7 codes.
const CODE_GROUPS: usize = 6;

/// 12 groups, 60 digits: 30 for each identity.
const NUMBER_GROUPS: usize = 12;

// A label ends in its only zero byte, so that none begins another.
const ROSTER_LABEL: &[u8] = b"FrameSeal call 1 roster\0";
const CODE_LABEL: &[u8] = b"FrameSeal call 1 code\0";
const IDENTITY_LABEL: &[u8] = b"FrameSeal call 1 identity\0";

/// Who is in a call with which keys under which policy: 32 bytes that are equal where these are.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RosterHash([u8; HASH_LEN]);

impl RosterHash {
    /// Hashes the tag of a call, the hash of its policy, and the hashes of its members' hellos,
    /// each of which covers identity, name, offered keys and a fresh nonce. Order and
    /// repetitions do not matter.
    pub(crate) fn of(
        call: &[u8; HASH_LEN],
        policy: &[u8; HASH_LEN],
        members: impl Iterator<Item = [u8; HASH_LEN]>,
    ) -> Self {
        let members: BTreeSet<_> = members.collect();
        // Every part has a fixed length; only the members vary in number, and they stand last.
        let mut hash =
            Sha256::new_with_prefix(ROSTER_LABEL).chain_update(call).chain_update(policy);
        members.iter().for_each(|member| hash.update(member));
        Self(hash.finalize().into())
    }

    /// Gives the 32 bytes. They are no secret.
    pub const fn as_bytes(&self) -> &[u8; HASH_LEN] {
        &self.0
    }
}

impl fmt::Debug for RosterHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// The code of a call: 30 digits in 6 groups of 5, equal for all who have the same roster.
///
/// An operator in the middle shows each side its own identity in place of the other's, and has
/// a hand in both rosters. It need not hit a given code, it needs a *collision*: two rosters
/// with one code, 2^50 tries among 10^30 codes. It cannot look for one before the call, since
/// every genuine hello has a fresh nonce, and a try costs 5200 rounds of SHA-512:
/// 2^62 in all, 146 years at 10^9 a second. A call that should last that long is compared again.
///
/// The code changes when somebody comes or goes. Compare it when everybody is there.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct CallCode([u32; CODE_GROUPS]);

impl CallCode {
    /// Computes the code of a roster. It takes some milliseconds.
    pub fn new(roster: &RosterHash) -> Self {
        Self(groups(&stretched(CODE_LABEL, &roster.0)))
    }

    /// Gives the 30 digits without spaces.
    pub fn digits(&self) -> String {
        digits(&self.0)
    }

    /// Gives what the QR code says: `FRAMESEAL1:CALL:` and the digits.
    pub fn qr_text(&self) -> String {
        qr_text("CALL", &self.0)
    }

    /// Says whether a scanned QR code is that of the same call with the same members.
    pub fn matches_qr(&self, scanned: &str) -> bool {
        scanned.trim() == self.qr_text()
    }

    /// Draws the QR code (ISO/IEC 18004) as an SVG document of its own.
    pub fn to_svg(&self) -> String {
        qr::svg(&self.qr_text(), "QR code of this call")
    }
}

/// Writes the groups with spaces between them.
impl fmt::Display for CallCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        spaced(&self.0, f)
    }
}

impl fmt::Debug for CallCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CallCode({self})")
    }
}

/// The safety number of two devices: 60 digits in 12 groups of 5, the same on both and in every
/// call.
///
/// Each half comes from one identity, stretched like a [`CallCode`]. Here an operator in the
/// middle has to find an identity for each side whose half is a given one: 2^100 tries.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct SafetyNumber([u32; NUMBER_GROUPS]);

impl SafetyNumber {
    /// Computes the number of two identities, in either order. It takes some milliseconds.
    pub fn between(a: &IdentityKey, b: &IdentityKey) -> Self {
        let mut groups = [0; NUMBER_GROUPS];
        let (low, high) = groups.split_at_mut(CODE_GROUPS);
        low.copy_from_slice(&identity_groups(a.min(b)));
        high.copy_from_slice(&identity_groups(a.max(b)));
        Self(groups)
    }

    /// Gives the 60 digits without spaces.
    pub fn digits(&self) -> String {
        digits(&self.0)
    }

    /// Gives what the QR code says: `FRAMESEAL1:PEER:` and the digits.
    pub fn qr_text(&self) -> String {
        qr_text("PEER", &self.0)
    }

    /// Says whether a scanned QR code is that of the same two identities.
    pub fn matches_qr(&self, scanned: &str) -> bool {
        scanned.trim() == self.qr_text()
    }

    /// Draws the QR code (ISO/IEC 18004) as an SVG document of its own.
    pub fn to_svg(&self) -> String {
        qr::svg(&self.qr_text(), "QR code of a safety number")
    }
}

/// Writes the groups with spaces between them.
impl fmt::Display for SafetyNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        spaced(&self.0, f)
    }
}

impl fmt::Debug for SafetyNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SafetyNumber({self})")
    }
}

fn identity_groups(identity: &IdentityKey) -> [u32; CODE_GROUPS] {
    groups(&stretched(IDENTITY_LABEL, identity.as_bytes()))
}

/// Hashes [`ROUNDS`] times; the input goes into every round, so that two inputs whose hashes
/// meet on the way part again.
fn stretched(label: &[u8], input: &[u8; HASH_LEN]) -> [u8; 64] {
    let first = Sha512::new_with_prefix(label).chain_update(input).finalize();
    let round = |hash, _| Sha512::new_with_prefix(hash).chain_update(input).finalize();
    (1..ROUNDS).fold(first, round).into()
}

fn groups(hash: &[u8; 64]) -> [u32; CODE_GROUPS] {
    let mut groups = [0; CODE_GROUPS];
    for (group, bytes) in groups.iter_mut().zip(hash.chunks_exact(GROUP_BYTES)) {
        let number = bytes.iter().fold(0, |number, &byte| number << 8 | u64::from(byte));
        #[allow(clippy::cast_possible_truncation)] // below 100 000
        let five_digits = (number % GROUP) as u32;
        *group = five_digits;
    }
    groups
}

fn spaced(groups: &[u32], out: &mut impl Write) -> fmt::Result {
    groups.iter().enumerate().try_for_each(|(n, group)| {
        let space = if n == 0 { "" } else { " " };
        write!(out, "{space}{group:05}")
    })
}

fn digits(groups: &[u32]) -> String {
    groups.iter().map(|group| alloc::format!("{group:05}")).collect()
}

fn qr_text(what: &str, groups: &[u32]) -> String {
    alloc::format!("FRAMESEAL1:{what}:{}", digits(groups))
}

#[cfg(test)]
pub(super) mod tests;
