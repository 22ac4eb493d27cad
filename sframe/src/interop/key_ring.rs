//! Keys by the index that frames carry, and keys that ratchet.

use alloc::boxed::Box;
use alloc::collections::VecDeque;
use alloc::vec::Vec;
use core::mem;

use zeroize::Zeroizing;

use crate::counter::KeyFingerprint;
use crate::error::KeyError;
use crate::provider::{CryptoProvider, GcmKey, kdf::Prk};
use crate::secret::Secret;
use crate::suite::{CipherSuite, Hash};

/// Ours, no format's: names the key without helping to guess it.
const FINGERPRINT_LABEL: &[u8] = b"FrameSeal 1.0 Key fingerprint legacy";

/// 4096 keys, 64 KB: how many of those that were set or derived last are known again when they are
/// set once more. What was seen of an older one is not found.
pub(super) const MAX_NUMBERED: usize = 4096;

/// A fixed number of places for keys.
pub(super) struct KeyRing<T> {
    slots: Box<[Option<T>]>,
}

impl<T> KeyRing<T> {
    pub(super) fn new(slots: usize) -> Self {
        Self { slots: (0..slots).map(|_| None).collect() }
    }

    /// Puts a key in place of the one that may be there.
    pub(super) fn set(&mut self, index: u8, key: T) -> Result<(), KeyError> {
        let no_slot = no_slot(index, self.slots.len());
        *self.slots.get_mut(usize::from(index)).ok_or(no_slot)? = Some(key);
        Ok(())
    }

    pub(super) fn remove(&mut self, index: u8) -> bool {
        self.slots.get_mut(usize::from(index)).and_then(Option::take).is_some()
    }

    pub(super) fn find(&mut self, index: u8) -> Option<&mut T> {
        self.slots.get_mut(usize::from(index))?.as_mut()
    }
}

/// Says that a ring has no place for a key.
pub(super) fn no_slot(index: u8, slots: usize) -> KeyError {
    KeyError::FieldTooWide { field: "key index", value: index.into(), bits: slots.ilog2() }
}

/// Stands for a key where it is noted what was seen: the same key has the same number, wherever and
/// however often it is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct KeyNumber(pub(super) u64);

/// Numbers keys in the order in which they come.
pub(super) struct KeyNumbers {
    /// The last [`MAX_NUMBERED`].
    keys: VecDeque<KeyFingerprint>,
    /// The number of the first of them.
    first: u64,
}

impl KeyNumbers {
    pub(super) fn new() -> Self {
        Self { keys: VecDeque::new(), first: 0 }
    }

    /// Gives the number of a key, its own from now on if it had none.
    pub(super) fn of(&mut self, key: &GcmBox) -> KeyNumber {
        let known = self.keys.iter().position(|known| *known == key.fingerprint);
        let place = known.unwrap_or_else(|| {
            if self.keys.len() >= MAX_NUMBERED {
                self.keys.pop_front();
                self.first = self.first.saturating_add(1);
            }
            self.keys.push_back(key.fingerprint);
            self.keys.len().saturating_sub(1)
        });
        KeyNumber(self.first.saturating_add(place as u64))
    }
}

/// An expanded key, and the name under which its counters are kept.
pub(super) struct GcmBox {
    pub(super) gcm: Box<dyn GcmKey>,
    pub(super) fingerprint: KeyFingerprint,
}

impl GcmBox {
    /// Expands a key of 16 or 32 bytes.
    pub(super) fn new(key: &[u8]) -> Result<Self, KeyError> {
        let suite = match key.len() {
            16 => CipherSuite::AES_128_GCM_SHA256_128,
            _ => CipherSuite::AES_256_GCM_SHA512_128,
        };
        let gcm = (CryptoProvider::fastest_for(suite).gcm)(key)?;
        let mut fingerprint = KeyFingerprint([0; 16]);
        let prk = Prk::extract(Hash::Sha256, b"", key);
        prk.expand(&[FINGERPRINT_LABEL], &mut fingerprint.0)?;
        Ok(Self { gcm, fingerprint })
    }
}

/// Derives a traffic key, and the material of the next ratchet step, from material.
#[derive(Clone, Copy)]
pub(super) struct Kdf {
    #[allow(clippy::type_complexity)] // one function, written out
    pub(super) derive: fn(&[u8], &mut [u8; 16], &mut [u8; 32]) -> Result<(), KeyError>,
    /// Whether it takes milliseconds, on purpose.
    pub(super) is_slow: bool,
}

/// What keys are derived from.
pub(super) struct Material {
    kdf: Kdf,
    /// Of the steps after this one.
    after: Kdf,
    secret: Secret,
}

impl Material {
    pub(super) fn new(kdf: Kdf, bytes: &[u8]) -> Self {
        Self { kdf, after: kdf, secret: Secret::copy_of(bytes) }
    }

    /// Material whose first step was derived elsewhere, and the derivation of those after it.
    pub(super) fn derived(first: Kdf, after: Kdf, bytes: &[u8]) -> Self {
        Self { kdf: first, after, secret: Secret::copy_of(bytes) }
    }

    /// Derives the key of this step and the material of the next.
    pub(super) fn link(&self) -> Result<Link, KeyError> {
        let mut key = Zeroizing::new([0; 16]);
        let mut next = Zeroizing::new([0; 32]);
        (self.kdf.derive)(self.secret.expose(), &mut key, &mut next)?;
        Ok(Link { key: GcmBox::new(&*key)?, next: Self::new(self.after, &*next) })
    }
}

/// One step of a ratchet. The material that it came from is gone.
pub(super) struct Link {
    pub(super) key: GcmBox,
    pub(super) next: Material,
}

/// The current step of a ratchet, and those after it that were tried already.
pub(super) struct Chain {
    links: Vec<(KeyNumber, Link)>,
}

impl Chain {
    pub(super) fn new(material: &Material, numbers: &mut KeyNumbers) -> Result<Self, KeyError> {
        let link = material.link()?;
        Ok(Self { links: alloc::vec![(numbers.of(&link.key), link)] })
    }

    /// Gives the key so many steps ahead. It is derived once and kept, so that a flood of
    /// forged frames costs no more derivations than one. Where those are slow there is one for a
    /// frame: `slow` says whether it is still to have, and without it there is no key.
    #[inline]
    pub(super) fn ahead(
        &mut self,
        steps: usize,
        slow: &mut bool,
        numbers: &mut KeyNumbers,
    ) -> Result<Option<(KeyNumber, &GcmBox)>, KeyError> {
        while self.links.len() <= steps {
            let Some((_, last)) = self.links.last() else { return Ok(None) };
            if last.next.kdf.is_slow && !mem::take(slow) {
                return Ok(None);
            }
            let link = last.next.link()?;
            self.links.push((numbers.of(&link.key), link));
        }
        Ok(self.links.get(steps).map(|(number, link)| (*number, &link.key)))
    }

    /// Goes forward; what is behind is wiped.
    #[inline]
    pub(super) fn advance(&mut self, steps: usize) {
        if steps > 0 {
            self.links.drain(..steps.min(self.links.len().saturating_sub(1)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ring_has_its_places_and_no_more() {
        for slots in [16, 256] {
            let mut ring = KeyRing::new(slots);
            for index in 0..=255 {
                let expected = match usize::from(index) < slots {
                    true => Ok(()),
                    false => Err(KeyError::FieldTooWide {
                        field: "key index",
                        value: index.into(),
                        bits: 4,
                    }),
                };
                assert_eq!(ring.set(index, index), expected);
                assert_eq!(ring.find(index).copied(), expected.ok().map(|()| index));
                assert_eq!(ring.remove(index), expected.is_ok());
                assert!(ring.find(index).is_none() && !ring.remove(index));
            }
        }
    }

    #[test]
    fn keys_numbered_at_the_limit_and_one_beyond() {
        let mut gcm = GcmBox::new(&[7; 16]).unwrap();
        let mut numbers = KeyNumbers::new();
        let mut of = |key: u64| {
            gcm.fingerprint.0[..8].copy_from_slice(&key.to_be_bytes());
            numbers.of(&gcm).0
        };
        let last = MAX_NUMBERED as u64 - 1;
        for key in (0..=last).chain([5, 0, last]) {
            assert_eq!(of(key), key);
        }
        assert_eq!(of(last + 1), last + 1);
        assert_eq!((of(1), of(5)), (1, 5));
        assert_eq!(of(0), last + 2, "it has become another");
        assert_eq!(of(2), 2);
    }
}
