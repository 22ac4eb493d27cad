//! The truth about every frame that was sealed, against which every receiver is judged.

use std::collections::HashMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use frameseal::KeyId;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::plan::Phase;

/// SHA-256 of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FrameHash([u8; 32]);

impl FrameHash {
    /// Hashes a frame.
    pub fn of(frame: &[u8]) -> Self {
        Self(Sha256::digest(frame).into())
    }
}

/// What was sealed.
#[derive(Clone, Copy, Debug)]
pub struct Sealed {
    /// Who sealed it.
    pub sender: usize,
    /// When: this decides who may read it.
    pub phase: Phase,
    /// Its KID, or the number of its key.
    pub kid: KeyId,
    /// Its CTR, or the how manyth of its sender's frames it is.
    pub counter: u64,
    /// The key and the counter that it shows.
    pub label: Option<(u64, u64)>,
    /// What must come out of it.
    pub plaintext: FrameHash,
}

impl fmt::Display for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KID {} CTR {}", self.kid, self.counter)
    }
}

/// Every sealed frame of the call, found by its bytes.
#[derive(Debug, Default)]
pub struct Ledger(Mutex<HashMap<FrameHash, Sealed>>);

impl Ledger {
    /// Enters a frame. This happens before it is sent.
    pub fn enter(&self, sealed_frame: &[u8], sealed: Sealed) {
        let hash = FrameHash::of(sealed_frame);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(hash, sealed);
    }

    /// Finds the frame with exactly these bytes; `None` for whatever no member sealed.
    pub fn find(&self, sealed_frame: &[u8]) -> Option<Sealed> {
        self.find_hash(&FrameHash::of(sealed_frame))
    }

    /// Finds a frame by its hash.
    pub fn find_hash(&self, hash: &FrameHash) -> Option<Sealed> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).get(hash).copied()
    }

    /// Finds the newest frame for which `predicate` holds.
    pub fn find_newest(&self, predicate: impl Fn(&Sealed) -> bool) -> Option<Sealed> {
        let frames = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = frames.values().filter(|sealed| predicate(sealed));
        found.max_by_key(|sealed| (sealed.kid, sealed.counter)).copied()
    }

    /// Counts the frames for which `predicate` holds.
    pub fn count(&self, predicate: impl Fn(&Sealed) -> bool) -> u64 {
        let frames = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        frames.values().filter(|sealed| predicate(sealed)).count() as u64
    }

    /// Says whether two frames were sealed under one KID and CTR.
    pub fn repeats_a_counter(&self) -> bool {
        let frames = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let distinct: std::collections::HashSet<_> =
            frames.values().map(|sealed| (sealed.kid, sealed.counter)).collect();
        distinct.len() != frames.len()
    }
}
