//! What a state holds, and how it is written.
//!
//! ```text
//! seed 32 │ hash of the previous blob 32
//! number of peers 2 │ per peer: identity 32, verified at 8, name, 0 or 1 and last seen name
//! number of keys 2  │ per key: fingerprint 16, next counter 8, blocks 8
//! ```
//! Numbers are big-endian; a name is one byte of length and UTF-8. Peers and keys stand in
//! ascending order, each once, and nothing follows: one state has one spelling.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;

use zeroize::Zeroizing;

use super::StateError;
use super::anchor::HASH_LEN;
use crate::call::identity::{IDENTITY_LEN, IdentityKey};
use crate::counter::KeyFingerprint;

/// 1024 people: more than anybody compares codes with, and a blob of 600 KB at most.
pub const MAX_PEERS: usize = 1024;

/// 255 bytes of UTF-8.
pub const MAX_PEER_NAME_LEN: usize = 255;

/// 256 base keys that are kept over a restart. Each save writes all of them.
pub const MAX_COUNTED_KEYS: usize = 256;

const PEER_LEN: usize = IDENTITY_LEN + 8 + 1 + MAX_PEER_NAME_LEN + 1 + 1 + MAX_PEER_NAME_LEN;
const COUNTED_KEY_LEN: usize = 16 + 8 + 8;

/// The longest contents in bytes.
pub(super) const MAX_CONTENTS_LEN: usize =
    IDENTITY_LEN + HASH_LEN + 2 + MAX_PEERS * PEER_LEN + 2 + MAX_COUNTED_KEYS * COUNTED_KEY_LEN;

/// A person whose identity was verified.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedPeer {
    /// The name under which the user verified it, at most [`MAX_PEER_NAME_LEN`] bytes.
    pub name: String,
    /// When, in seconds since 1970 by the app's clock.
    pub verified_at: u64,
    /// Another name under which it has been seen since, at most [`MAX_PEER_NAME_LEN`] bytes.
    pub last_seen_name: Option<String>,
}

/// What is spent of a key: the counters below `next`, and blocks of long frames.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Spent {
    pub(super) next: u64,
    pub(super) blocks: u64,
}

/// Everything but the identity, which never changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Contents {
    pub(super) peers: BTreeMap<IdentityKey, VerifiedPeer>,
    pub(super) keys: BTreeMap<KeyFingerprint, Spent>,
}

/// What is read from a blob.
pub(super) struct Parsed {
    pub(super) seed: Zeroizing<[u8; IDENTITY_LEN]>,
    pub(super) previous: [u8; HASH_LEN],
    pub(super) contents: Contents,
}

impl Contents {
    /// Gives how many bytes [`write`](Self::write) writes.
    pub(super) fn encoded_len(&self) -> usize {
        let name = |name: &String| name.len().saturating_add(1);
        let peer = |peer: &VerifiedPeer| {
            let seen = peer.last_seen_name.as_ref().map_or(0, name);
            (IDENTITY_LEN + 8 + 1).saturating_add(name(&peer.name)).saturating_add(seen)
        };
        let peers = self.peers.values().fold(0, |len: usize, next| len.saturating_add(peer(next)));
        let keys = self.keys.len().saturating_mul(COUNTED_KEY_LEN);
        (IDENTITY_LEN + HASH_LEN + 2 + 2).saturating_add(peers).saturating_add(keys)
    }

    /// Writes the contents behind `out`.
    pub(super) fn write(
        &self,
        seed: &[u8; IDENTITY_LEN],
        previous: &[u8; HASH_LEN],
        out: &mut Vec<u8>,
    ) -> Result<(), StateError> {
        out.extend_from_slice(seed);
        out.extend_from_slice(previous);
        let peers = StateError::TooManyPeers { limit: MAX_PEERS };
        out.extend_from_slice(&count(self.peers.len(), MAX_PEERS, peers)?);
        for (identity, peer) in &self.peers {
            out.extend_from_slice(identity.as_bytes());
            out.extend_from_slice(&peer.verified_at.to_be_bytes());
            write_name(&peer.name, out)?;
            out.push(peer.last_seen_name.is_some().into());
            peer.last_seen_name.iter().try_for_each(|name| write_name(name, out))?;
        }
        let keys = StateError::TooManyKeys { limit: MAX_COUNTED_KEYS };
        out.extend_from_slice(&count(self.keys.len(), MAX_COUNTED_KEYS, keys)?);
        for (key, spent) in &self.keys {
            out.extend_from_slice(key.as_bytes());
            out.extend_from_slice(&spent.next.to_be_bytes());
            out.extend_from_slice(&spent.blocks.to_be_bytes());
        }
        Ok(())
    }
}

impl Parsed {
    /// Reads what [`Contents::write`] writes, and nothing else.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let mut rest = Rest(bytes);
        let seed = Zeroizing::new(rest.array()?);
        let previous = rest.array()?;
        let mut contents = Contents::default();
        for _ in 0..rest.count(MAX_PEERS)? {
            let identity = IdentityKey::new(rest.array()?);
            let verified_at = rest.number()?;
            let name = rest.name()?;
            let last_seen_name = match rest.array()? {
                [0] => None,
                [1] => Some(rest.name()?),
                _ => return None,
            };
            ascending(contents.peers.last_key_value(), &identity)?;
            contents.peers.insert(identity, VerifiedPeer { name, verified_at, last_seen_name });
        }
        for _ in 0..rest.count(MAX_COUNTED_KEYS)? {
            let key = KeyFingerprint(rest.array()?);
            let spent = Spent { next: rest.number()?, blocks: rest.number()? };
            ascending(contents.keys.last_key_value(), &key)?;
            contents.keys.insert(key, spent);
        }
        rest.0.is_empty().then_some(Self { seed, previous, contents })
    }
}

fn count(len: usize, limit: usize, error: StateError) -> Result<[u8; 2], StateError> {
    let count = u16::try_from(len).ok().filter(|_| len <= limit);
    count.map(u16::to_be_bytes).ok_or(error)
}

fn write_name(name: &str, out: &mut Vec<u8>) -> Result<(), StateError> {
    let too_long = StateError::NameTooLong { len: name.len() };
    out.push(u8::try_from(name.len()).map_err(|_| too_long)?);
    out.extend_from_slice(name.as_bytes());
    Ok(())
}

/// Nothing when `next` is not above the last one.
fn ascending<K: Ord, V>(last: Option<(&K, &V)>, next: &K) -> Option<()> {
    last.is_none_or(|(last, _)| last < next).then_some(())
}

/// What has not been read yet.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn bytes(&mut self, len: usize) -> Option<&'a [u8]> {
        let (bytes, rest) = self.0.split_at_checked(len)?;
        self.0 = rest;
        Some(bytes)
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.bytes(N)?.try_into().ok()
    }

    fn number(&mut self) -> Option<u64> {
        self.array().map(u64::from_be_bytes)
    }

    fn count(&mut self, limit: usize) -> Option<usize> {
        let count = usize::from(u16::from_be_bytes(self.array()?));
        (count <= limit).then_some(count)
    }

    fn name(&mut self) -> Option<String> {
        let [len] = self.array()?;
        core::str::from_utf8(self.bytes(len.into())?).ok().map(String::from)
    }
}

#[cfg(test)]
mod tests;
