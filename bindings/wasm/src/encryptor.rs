//! Keys that frames are sealed with.

use std::sync::Arc;

use frameseal::expert::DerivedKey;
use frameseal::transparent::{self, SealError};
use frameseal::{
    BaseKey, CipherSuite, EncryptError, EncryptorConfig, Event, KeyFingerprint, KeyId, SenderKeyId,
};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::{Zeroize, Zeroizing};

use crate::failure::refused;
use crate::room::{self, HEADROOM, Outcome, Report, Room};
use crate::{counters, elsewhere, words};

/// Seals the frames of one participant under one key (RFC 9605 section 4.4.3).
#[wasm_bindgen]
pub struct Encryptor(pub(crate) Arc<frameseal::Encryptor>);

fn config() -> EncryptorConfig {
    let mut config = EncryptorConfig::with_counters(counters::store());
    config.provider = Some(elsewhere::provider());
    config
}

#[wasm_bindgen]
impl Encryptor {
    /// Makes an encryptor for what WebCrypto derived ([`Derivations`]): key, salt and
    /// fingerprint, which are wiped.
    ///
    /// # Errors
    /// Codes `UnknownSuite`, `WrongLength`, `Unavailable`.
    #[wasm_bindgen(js_name = fromDerived)]
    pub fn from_derived(
        suite: u16,
        kid: u64,
        key: &mut [u8],
        salt: &mut [u8],
        fingerprint: &[u8],
    ) -> Result<Self, JsValue> {
        let derived = derived(key, salt, fingerprint)?;
        let suite = words::suite(suite)?;
        let kid = KeyId::new(kid);
        let made = frameseal::Encryptor::with_derived_key(suite, kid, &derived, config());
        Ok(Self(Arc::new(made.map_err(refused)?)))
    }

    /// Gives the KID in the headers of its frames.
    #[wasm_bindgen(getter)]
    pub fn kid(&self) -> u64 {
        self.0.key_id().as_u64()
    }

    /// Gives the number of its cipher suite.
    #[wasm_bindgen(getter)]
    pub fn suite(&self) -> u16 {
        self.0.suite().id()
    }

    /// Gives the 16 bytes under which its counters are kept.
    #[wasm_bindgen(getter)]
    pub fn fingerprint(&self) -> Vec<u8> {
        self.0.fingerprint().as_bytes().to_vec()
    }

    /// Says, once, that the key is near its usage limit.
    #[wasm_bindgen(js_name = isToRotate)]
    pub fn is_to_rotate(&self) -> bool {
        matches!(self.0.poll_event(), Some(Event::RotateSoon { .. }))
    }

    /// Seals the `len` bytes in the room for a codec (0: plain SFrame), and gives an outcome.
    pub fn seal(&self, codec: u32, padding: u16, len: usize) -> u32 {
        room::with(|room| self.seal_in(room, codec, padding, len, &[]))
    }

    /// As [`seal`](Self::seal), with metadata that are authenticated and not sent (RFC 9605
    /// section 4.4.3).
    #[wasm_bindgen(js_name = sealWith)]
    pub fn seal_with(&self, codec: u32, padding: u16, len: usize, metadata: &[u8]) -> u32 {
        room::with(|room| self.seal_in(room, codec, padding, len, metadata))
    }

    fn seal_in(&self, room: &mut Room, codec: u32, padding: u16, len: usize, meta: &[u8]) -> u32 {
        let payload = HEADROOM..HEADROOM.saturating_add(len);
        let Some(envelope) = words::envelope(codec, padding) else {
            return room.refuse(Outcome::Usage, "no codec has this number");
        };
        let sealed = match envelope {
            Some(envelope) => envelope.encrypt_in_place(&self.0, &mut room.buf, payload, meta),
            None => self.0.encrypt_in_place(&mut room.buf, payload, meta).map_err(SealError::from),
        };
        match sealed {
            Ok(range) => {
                room.set_result(range, false);
                Outcome::Done as u32
            }
            Err(error) => refuse(room, error),
        }
    }

    /// As [`seal`](Self::seal) with AES-GCM in WebCrypto: takes the counter and reports what is to
    /// be sealed. `Outcome::Here` when WebCrypto does not hold the key.
    #[wasm_bindgen(js_name = sealElsewhere)]
    pub fn seal_elsewhere(&self, codec: u32, padding: u16, len: usize) -> u32 {
        room::with(|room| {
            let payload = HEADROOM..HEADROOM.saturating_add(len);
            let Some(envelope) = words::envelope(codec, padding) else {
                return room.refuse(Outcome::Usage, "no codec has this number");
            };
            let sealing = match envelope {
                Some(envelope) => envelope.seal_elsewhere(&self.0, &mut room.buf, payload, &[]),
                None => self.0.seal_elsewhere(&mut room.buf, payload, &[]).map_err(SealError::from),
            };
            match sealing {
                Ok(Some(sealing)) => {
                    room.set_result(sealing.frame.clone(), false);
                    let escape = sealing.escape_from.unwrap_or_default();
                    room.set(Report::EscapeFrom, escape.saturating_sub(sealing.frame.start));
                    let (key, data) = (sealing.key, &sealing.plaintext);
                    room.set_elsewhere(key, &sealing.nonce, &sealing.aad, data);
                    Outcome::Done as u32
                }
                Ok(None) => Outcome::Here as u32,
                Err(error) => refuse(room, error),
            }
        })
    }
}

fn refuse(room: &mut Room, error: SealError) -> u32 {
    let outcome = match error {
        SealError::Codec(_) => Outcome::Codec,
        SealError::Encrypt(EncryptError::KeyUsedUp) => Outcome::KeyUsedUp,
        SealError::Encrypt(EncryptError::Counters(_)) => Outcome::Counters,
        _ => Outcome::Usage,
    };
    room.refuse(outcome, error)
}

/// Escapes the `len` bytes in the room behind the first `from` of them: the second half of
/// [`Encryptor::seal_elsewhere`] for H.264 and H.265.
#[wasm_bindgen]
pub fn escape(from: usize, len: usize) -> u32 {
    room::with(|room| {
        let (from, end) = (HEADROOM.saturating_add(from), HEADROOM.saturating_add(len));
        match transparent::escape(&mut room.buf, from, end) {
            Some(end) => {
                room.set_result(HEADROOM..end, false);
                Outcome::Done as u32
            }
            None => room.refuse(Outcome::Usage, "there is no room to escape the frame"),
        }
    })
}

/// What WebCrypto is to derive from a base key that no script can read.
#[wasm_bindgen]
pub struct Derivations([(Vec<u8>, usize); 3]);

#[wasm_bindgen]
impl Derivations {
    /// For a suite and a KID.
    ///
    /// # Errors
    /// Code `UnknownSuite`.
    #[wasm_bindgen(constructor)]
    pub fn new(suite: u16, kid: u64) -> Result<Self, JsValue> {
        Ok(Self(DerivedKey::derivations(words::suite(suite)?, KeyId::new(kid))))
    }

    /// Gives the `info` of HKDF for key (0), salt (1) and fingerprint (2).
    pub fn info(&self, which: usize) -> Vec<u8> {
        self.0.get(which).map(|(info, _)| info.clone()).unwrap_or_default()
    }

    /// Gives how many bytes are to be derived.
    pub fn len(&self, which: usize) -> usize {
        self.0.get(which).map_or(0, |(_, len)| *len)
    }
}

pub(crate) fn derived(
    key: &mut [u8],
    salt: &mut [u8],
    fingerprint: &[u8],
) -> Result<DerivedKey, JsValue> {
    let fingerprint = words::array("fingerprint", fingerprint).map(KeyFingerprint::new);
    let derived = fingerprint.and_then(|fingerprint| {
        let salt = Zeroizing::new(words::array("salt", salt)?);
        DerivedKey::new(key, &salt, fingerprint).map_err(refused)
    });
    key.zeroize();
    salt.zeroize();
    derived
}

/// A base key that counters are being reserved for.
#[wasm_bindgen]
pub struct SendKey {
    suite: CipherSuite,
    kid: KeyId,
    base_key: BaseKey,
}

#[wasm_bindgen]
impl SendKey {
    /// Takes a base key of at least 16 bytes, which are wiped.
    ///
    /// # Errors
    /// Codes `UnknownSuite`, `BaseKeyTooShort`.
    #[wasm_bindgen(constructor)]
    pub fn new(suite: u16, kid: u64, base_key: &mut [u8]) -> Result<Self, JsValue> {
        let base_key = words::base_key(base_key)?;
        Ok(Self { suite: words::suite(suite)?, kid: KeyId::new(kid), base_key })
    }

    /// Gives the 16 bytes under which its counters are kept.
    ///
    /// # Errors
    /// None that is known.
    pub fn fingerprint(&self) -> Result<Vec<u8>, JsValue> {
        let named = DerivedKey::fingerprint(self.suite, self.kid, &self.base_key);
        Ok(named.map_err(refused)?.as_bytes().to_vec())
    }

    /// Gives the encryptor, and itself up. Counters must have been granted.
    ///
    /// # Errors
    /// Code `Unavailable` when no counters were granted.
    pub fn encryptor(self) -> Result<Encryptor, JsValue> {
        let Self { suite, kid, base_key } = self;
        let made = frameseal::Encryptor::with_config(suite, kid, base_key, config());
        Ok(Encryptor(Arc::new(made.map_err(refused)?)))
    }
}

/// One generation of a sender key, at one step (RFC 9605 section 5.1).
#[wasm_bindgen]
pub struct SenderKey(frameseal::SenderKey);

#[wasm_bindgen]
impl SenderKey {
    /// Takes a base key of at least 16 bytes, which are wiped.
    ///
    /// # Errors
    /// Codes `UnknownSuite`, `BaseKeyTooShort`, `FieldTooWide`.
    #[wasm_bindgen(constructor)]
    pub fn new(
        suite: u16,
        ratchet_bits: u8,
        generation: u64,
        step: u64,
        base_key: &mut [u8],
    ) -> Result<Self, JsValue> {
        let base_key = words::base_key(base_key)?;
        let ratchet_bits = words::ratchet_bits(ratchet_bits)?;
        let id = SenderKeyId { ratchet_bits, generation, step };
        let key = frameseal::SenderKey::at(words::suite(suite)?, id, base_key);
        Ok(Self(key.map_err(refused)?))
    }

    /// Gives the key one step further, from which nobody can go back.
    pub fn next(&self) -> Self {
        Self(self.0.ahead(1))
    }

    /// Gives the KID of the present step.
    #[wasm_bindgen(getter)]
    pub fn kid(&self) -> u64 {
        self.0.key_id().as_u64()
    }

    /// Gives the 16 bytes under which the counters of the present step are kept.
    ///
    /// # Errors
    /// None that is known.
    pub fn fingerprint(&self) -> Result<Vec<u8>, JsValue> {
        let (suite, kid) = (self.0.suite(), self.0.key_id());
        let fingerprint =
            DerivedKey::fingerprint(suite, kid, self.0.base_key()).map_err(refused)?;
        Ok(fingerprint.as_bytes().to_vec())
    }

    /// Makes an encryptor for the present step.
    ///
    /// # Errors
    /// Code `Unavailable` when no counters were granted.
    pub fn encryptor(&self) -> Result<Encryptor, JsValue> {
        let made = frameseal::Encryptor::for_sender(&self.0, config()).map_err(refused)?;
        Ok(Encryptor(Arc::new(made)))
    }

    /// Gives the key to a decryptor, and itself up.
    ///
    /// # Errors
    /// As `Decryptor.addKey`.
    #[wasm_bindgen(js_name = addTo)]
    pub fn add_to(self, decryptor: &crate::Decryptor) -> Result<(), JsValue> {
        decryptor.with(|inner| inner.add_sender_key(self.0)).map_err(refused)
    }
}
