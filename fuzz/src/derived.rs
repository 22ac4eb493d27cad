//! Keys that are derived once and kept from input to input: HKDF would take most of the time.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use frameseal::expert::{DerivedKey, Prk};
use frameseal::{BaseKey, CipherSuite, KeyId};

/// Keys that are kept.
const KEPT: usize = 4096;

type Kept<V> = RefCell<HashMap<(u16, u64, Vec<u8>), Rc<V>>>;

thread_local! {
    static KEYS: Kept<DerivedKey> = RefCell::default();
    static RATCHETED: Kept<Vec<u8>> = RefCell::default();
}

/// Derives key, salt and fingerprint (RFC 9605 section 4.4.2) as somebody would who has no engine.
pub(super) fn derived(suite: CipherSuite, kid: KeyId, base_key: &[u8]) -> Rc<DerivedKey> {
    KEYS.with_borrow_mut(|kept| {
        if kept.len() == KEPT {
            kept.clear();
        }
        let name = (suite.id(), kid.as_u64(), base_key.to_vec());
        Rc::clone(kept.entry(name).or_insert_with(|| {
            let secret = Prk::extract(suite.hash(), b"", base_key);
            let [key, salt, _] = DerivedKey::derivations(suite, kid).map(|(info, len)| {
                let mut out = vec![0; len];
                secret.expand(&[&info], &mut out).unwrap();
                out
            });
            let base_key = BaseKey::new(base_key).unwrap();
            let fingerprint = DerivedKey::fingerprint(suite, kid, &base_key).unwrap();
            Rc::new(DerivedKey::new(&key, &salt.try_into().unwrap(), fingerprint).unwrap())
        }))
    })
}

/// Goes so many ratchet steps on from a base key (RFC 9605 section 5.1).
pub(super) fn ratcheted(suite: CipherSuite, base_key: &[u8], steps: u64) -> Rc<Vec<u8>> {
    RATCHETED.with_borrow_mut(|kept| {
        if kept.len() == KEPT {
            kept.clear();
        }
        let name = (suite.id(), steps, base_key.to_vec());
        Rc::clone(kept.entry(name).or_insert_with(|| {
            let step = |key: Vec<u8>, _| {
                let mut next = vec![0; suite.hash().output_len()];
                let secret = Prk::extract(suite.hash(), b"", &key);
                secret.expand(&[b"SFrame 1.0 Ratchet"], &mut next).unwrap();
                next
            };
            Rc::new((0..steps).fold(base_key.to_vec(), step))
        }))
    })
}
