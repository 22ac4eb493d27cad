//! Keys by the index that frames carry, and keys that ratchet.

use alloc::boxed::Box;
use alloc::vec::Vec;

use zeroize::Zeroizing;

use crate::counter::KeyFingerprint;
use crate::error::KeyError;
use crate::provider::{CryptoProvider, GcmKey, kdf::Prk};
use crate::secret::Secret;
use crate::suite::{CipherSuite, Hash};

/// Ours, no format's: names the key without helping to guess it.
const FINGERPRINT_LABEL: &[u8] = b"FrameSeal 1.0 Key fingerprint legacy";

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
#[allow(clippy::type_complexity)] // one function, written out
pub(super) struct Kdf(pub(super) fn(&[u8], &mut [u8; 16], &mut [u8; 32]) -> Result<(), KeyError>);

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
        (self.kdf.0)(self.secret.expose(), &mut key, &mut next)?;
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
    links: Vec<Link>,
}

impl Chain {
    pub(super) fn new(material: &Material) -> Result<Self, KeyError> {
        Ok(Self { links: alloc::vec![material.link()?] })
    }

    /// Gives the key so many steps ahead. It is derived once and kept, so that a flood of
    /// forged frames costs no more derivations than one.
    #[inline]
    pub(super) fn ahead(&mut self, steps: usize) -> Result<Option<&GcmBox>, KeyError> {
        while self.links.len() <= steps {
            let Some(last) = self.links.last() else { return Ok(None) };
            self.links.push(last.next.link()?);
        }
        Ok(self.links.get(steps).map(|link| &link.key))
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
}
