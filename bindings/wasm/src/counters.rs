//! Counters that JavaScript has reserved in its database before they are used.
//!
//! The engine asks for counters at once and a browser's database takes its time, so they are
//! reserved ahead: [`grant_counters`] says what the database has granted to this worker, and an
//! encryptor takes its leases from there. Without a grant there is no counter, and nothing is
//! encrypted. Keys that are drawn at random for one call need none of this, as nobody can use
//! them again.

use core::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::Arc;

use frameseal::{CounterStore, CounterStoreError, KeyFingerprint};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::words;

/// What is left of a grant, and blocks spent on long frames.
#[derive(Clone, Copy, Default)]
struct Granted {
    next: u64,
    end: u64,
    blocks: u64,
}

thread_local! {
    static GRANTED: RefCell<BTreeMap<KeyFingerprint, Granted>> =
        const { RefCell::new(BTreeMap::new()) };
}

/// Takes note that the counters from `first` up to `end` of a key, named by 16 bytes, are this
/// worker's alone. They follow those of an earlier grant, or replace them.
///
/// # Errors
/// Code `WrongLength`.
#[wasm_bindgen(js_name = grantCounters)]
pub fn grant_counters(fingerprint: &[u8], first: u64, end: u64) -> Result<(), JsValue> {
    let key = KeyFingerprint::new(words::array("fingerprint", fingerprint)?);
    GRANTED.with_borrow_mut(|granted| {
        let granted = granted.entry(key).or_default();
        if first > granted.end || granted.next >= granted.end {
            granted.next = granted.next.max(first);
        }
        granted.end = granted.end.max(end);
    });
    Ok(())
}

/// Says how many counters of a key are left.
///
/// # Errors
/// Code `WrongLength`.
#[wasm_bindgen(js_name = remainingCounters)]
pub fn remaining_counters(fingerprint: &[u8]) -> Result<u64, JsValue> {
    let key = KeyFingerprint::new(words::array("fingerprint", fingerprint)?);
    Ok(GRANTED.with_borrow(|granted| {
        granted.get(&key).map_or(0, |granted| granted.end.saturating_sub(granted.next))
    }))
}

/// The store of all encryptors whose keys the app brought.
struct Grants;

impl CounterStore for Grants {
    fn lease(&self, key: &KeyFingerprint, count: u64) -> Result<u64, CounterStoreError> {
        GRANTED.with_borrow_mut(|granted| {
            let granted = granted.get_mut(key).ok_or(CounterStoreError::Unavailable)?;
            let first = granted.next;
            let next = first.checked_add(count).filter(|&next| next <= granted.end);
            granted.next = next.ok_or(CounterStoreError::Unavailable)?;
            Ok(first)
        })
    }

    fn charge(&self, key: &KeyFingerprint, blocks: u64) -> u64 {
        GRANTED.with_borrow_mut(|granted| {
            granted.get_mut(key).map_or(0, |granted| {
                granted.blocks = granted.blocks.saturating_add(blocks);
                granted.blocks
            })
        })
    }
}

pub(crate) fn store() -> Arc<dyn CounterStore> {
    Arc::new(Grants)
}
