//! Keys that frames are opened with.

use core::cell::RefCell;
use core::ops::Range;
use std::rc::Rc;

use frameseal::expert::Ticket;
use frameseal::transparent;
use frameseal::{DecryptError, DecryptorConfig, ErrorClass, Event, KeyId, KidLayout, Opened};
use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::failure::refused;
use crate::room::{self, HEADROOM, Outcome, Report, Room};
use crate::{elsewhere, encryptor, words};

/// 256 frames in WebCrypto at a time; of one more the frame is opened here.
const MAX_TICKETS: usize = 256;

/// Opens the frames of any number of participants (RFC 9605 section 4.4.4).
#[wasm_bindgen]
#[derive(Clone)]
pub struct Decryptor(Rc<RefCell<Inner>>);

struct Inner {
    decryptor: frameseal::Decryptor,
    /// Frames in WebCrypto.
    tickets: Vec<Option<Ticket>>,
}

impl Decryptor {
    pub(crate) fn of(mut config: DecryptorConfig) -> Self {
        config.provider = Some(elsewhere::provider());
        let decryptor = frameseal::Decryptor::with_config(config);
        Self(Rc::new(RefCell::new(Inner { decryptor, tickets: Vec::new() })))
    }

    pub(crate) fn with<T>(&self, f: impl FnOnce(&mut frameseal::Decryptor) -> T) -> T {
        f(&mut self.0.borrow_mut().decryptor)
    }
}

#[wasm_bindgen]
impl Decryptor {
    /// Makes a decryptor for plain KIDs.
    #[wasm_bindgen(constructor)]
    #[allow(clippy::new_without_default)] // JavaScript has no `default`
    pub fn new() -> Self {
        Self::of(DecryptorConfig::default())
    }

    /// Makes a decryptor for sender keys that ratchet, whose KIDs end in so many bits of step.
    ///
    /// # Errors
    /// Code `FieldTooWide`.
    #[wasm_bindgen(js_name = forSenderKeys)]
    pub fn for_sender_keys(ratchet_bits: u8) -> Result<Self, JsValue> {
        let layout = KidLayout::SenderKeys(words::ratchet_bits(ratchet_bits)?);
        Ok(Self::of(DecryptorConfig::for_layout(layout)))
    }

    /// Adds a base key of at least 16 bytes, which are wiped, under a plain KID.
    ///
    /// # Errors
    /// Codes `UnknownSuite`, `BaseKeyTooShort`, `KeyIdInUse`, `OwnSendKey`, `TooManyKeys`,
    /// `WrongLayout`.
    #[wasm_bindgen(js_name = addKey)]
    pub fn add_key(&self, suite: u16, kid: u64, base_key: &mut [u8]) -> Result<(), JsValue> {
        let base_key = words::base_key(base_key)?;
        let suite = words::suite(suite)?;
        self.with(|inner| inner.add_key(suite, KeyId::new(kid), base_key)).map_err(refused)
    }

    /// Adds what WebCrypto derived: key, salt and fingerprint, which are wiped.
    ///
    /// # Errors
    /// As [`add_key`](Self::add_key), and `WrongLength`.
    #[wasm_bindgen(js_name = addDerived)]
    pub fn add_derived(
        &self,
        suite: u16,
        kid: u64,
        key: &mut [u8],
        salt: &mut [u8],
        fingerprint: &[u8],
    ) -> Result<(), JsValue> {
        let derived = encryptor::derived(key, salt, fingerprint)?;
        let (suite, kid) = (words::suite(suite)?, KeyId::new(kid));
        self.with(|inner| inner.add_derived_key(suite, kid, &derived)).map_err(refused)
    }

    /// Refuses the key of this participant's own encryptor, so that frames which the operator
    /// sends back are not taken for somebody else's.
    ///
    /// # Errors
    /// Code `OwnSendKey` when it was added before (it is removed).
    #[wasm_bindgen(js_name = refuseOwn)]
    pub fn refuse_own(&self, encryptor: &encryptor::Encryptor) -> Result<(), JsValue> {
        self.with(|inner| inner.refuse_own(&encryptor.0)).map_err(refused)
    }

    /// Wipes the key of a KID (its generation, its epoch) now. Says whether there was one.
    #[wasm_bindgen(js_name = removeKey)]
    pub fn remove_key(&self, kid: u64) -> bool {
        self.with(|inner| inner.remove_key(KeyId::new(kid)))
    }

    /// Lets the key of a KID go in 10 s. Says whether there was one.
    #[wasm_bindgen(js_name = retireKey)]
    pub fn retire_key(&self, kid: u64) -> bool {
        self.with(|inner| inner.retire_key(KeyId::new(kid)))
    }

    /// Takes note of the time, in milliseconds from any fixed point.
    pub fn advance(&self, now: f64) {
        self.with(|inner| inner.advance(words::time(now)));
    }

    /// Opens the `len` bytes in the room, and gives an outcome.
    pub fn open(&self, is_envelope: bool, len: usize) -> u32 {
        room::with(|room| self.open_in(room, is_envelope, len, &[]))
    }

    /// As [`open`](Self::open), with the metadata that the sender gave.
    #[wasm_bindgen(js_name = openWith)]
    pub fn open_with(&self, is_envelope: bool, len: usize, metadata: &[u8]) -> u32 {
        room::with(|room| self.open_in(room, is_envelope, len, metadata))
    }

    fn open_in(&self, room: &mut Room, is_envelope: bool, len: usize, metadata: &[u8]) -> u32 {
        let Some(frame) = room.buf.get_mut(HEADROOM..HEADROOM.saturating_add(len)) else {
            return room.refuse(Outcome::Usage, "the frame is not in the room");
        };
        let base = frame.as_ptr() as usize;
        let mut inner = self.0.borrow_mut();
        let opened = match is_envelope {
            true => transparent::decrypt_in_place(&mut inner.decryptor, frame, metadata),
            false => inner.decryptor.decrypt_in_place(frame, metadata),
        };
        match opened {
            Ok(Opened { header, payload }) => {
                let start =
                    (payload.as_ptr() as usize).saturating_sub(base).saturating_add(HEADROOM);
                let end = start.saturating_add(payload.len());
                room.set_result(start..end, false);
                room.set_kid(header.kid.as_u64());
                Outcome::Done as u32
            }
            Err(error) => refuse(room, error),
        }
    }

    /// As [`open`](Self::open) with AES-GCM in WebCrypto: reports what is to be opened, and
    /// [`opened_elsewhere`](Self::opened_elsewhere) takes note of what came of it.
    /// `Outcome::Here` for a frame that is not for there; the room has to be filled again.
    #[wasm_bindgen(js_name = openElsewhere)]
    pub fn open_elsewhere(&self, is_envelope: bool, len: usize) -> u32 {
        room::with(|room| {
            let Some(frame) = room.buf.get_mut(HEADROOM..HEADROOM.saturating_add(len)) else {
                return room.refuse(Outcome::Usage, "the frame is not in the room");
            };
            let inner = &mut *self.0.borrow_mut();
            let free = inner.tickets.iter().position(Option::is_none);
            let free = free.unwrap_or_else(|| {
                inner.tickets.push(None);
                inner.tickets.len().saturating_sub(1)
            });
            if free >= MAX_TICKETS {
                inner.tickets.truncate(MAX_TICKETS);
                return Outcome::Here as u32;
            }
            let opening = match is_envelope {
                true => transparent::open_elsewhere(&mut inner.decryptor, frame, &[]),
                false => inner.decryptor.open_elsewhere(frame, &[]),
            };
            let Some(opening) = opening else { return Outcome::Here as u32 };
            let Range { start, end } = opening.ciphertext;
            let data = start.saturating_add(HEADROOM)..end.saturating_add(HEADROOM);
            room.set_elsewhere(opening.key, &opening.nonce, &opening.aad, &data);
            room.set(Report::Ticket, free);
            if let Some(place) = inner.tickets.get_mut(free) {
                *place = Some(opening.ticket);
            }
            Outcome::Done as u32
        })
    }

    /// Takes note of WebCrypto's verdict on a frame, and gives an outcome. The plaintext may leave
    /// only when that is `Outcome::Done`.
    #[wasm_bindgen(js_name = openedElsewhere)]
    pub fn opened_elsewhere(&self, ticket: usize, is_authentic: bool) -> u32 {
        room::with(|room| {
            let inner = &mut *self.0.borrow_mut();
            let Some(ticket) = inner.tickets.get_mut(ticket).and_then(Option::take) else {
                return room.refuse(Outcome::Usage, "no frame with this ticket is being opened");
            };
            match inner.decryptor.opened_elsewhere(ticket, is_authentic) {
                Ok(header) => {
                    room.set_kid(header.kid.as_u64());
                    Outcome::Done as u32
                }
                Err(error) => refuse(room, error),
            }
        })
    }

    /// Gives the next event: `{ kind, kid, failed?, opened? }`, or undefined.
    #[wasm_bindgen(js_name = pollEvent)]
    pub fn poll_event(&self) -> JsValue {
        let Some(event) = self.with(frameseal::Decryptor::poll_event) else {
            return JsValue::UNDEFINED;
        };
        let (kind, kid) = match event {
            Event::KeyMissing { kid } => ("missingKey", kid),
            Event::KeyRecovered { kid } => ("recovered", kid),
            Event::RotateSoon { kid } => ("rotateSoon", kid),
            Event::Forgeries { kid, .. } => ("forgeries", kid),
            _ => ("other", KeyId::new(0)),
        };
        let mut fields =
            vec![("kind", JsValue::from_str(kind)), ("kid", JsValue::from(kid.as_u64()))];
        if let Event::Forgeries { failed, opened, .. } = event {
            fields.push(("failed", count(failed)));
            fields.push(("opened", count(opened)));
        }
        words::object(&fields)
    }

    /// Gives what was opened and refused: `{ opened, syntax, keyID, replay, authentication,
    /// keys: [{ kid, suite, opened, failed, replayed }] }`.
    pub fn statistics(&self) -> JsValue {
        self.with(|decryptor| {
            let totals = decryptor.totals();
            let keys = Array::new();
            for key in decryptor.key_stats() {
                keys.push(&words::object(&[
                    ("kid", JsValue::from(key.kid.as_u64())),
                    ("suite", JsValue::from(key.suite.id())),
                    ("opened", count(key.opened)),
                    ("failed", count(key.failed)),
                    ("replayed", count(key.replayed)),
                ]));
            }
            words::object(&[
                ("opened", count(totals.opened)),
                ("syntax", count(totals.syntax)),
                ("keyID", count(totals.key_id)),
                ("replay", count(totals.replay)),
                ("authentication", count(totals.authentication)),
                ("keys", keys.into()),
            ])
        })
    }

    /// Gives another handle to the same decryptor.
    pub fn share(&self) -> Self {
        self.clone()
    }
}

/// A count as a JavaScript number, which is exact up to 2^53.
#[allow(clippy::cast_precision_loss)] // nobody counts so far
fn count(number: u64) -> JsValue {
    JsValue::from_f64(number as f64)
}

fn refuse(room: &mut Room, error: DecryptError) -> u32 {
    if let DecryptError::UnknownKey { kid }
    | DecryptError::RatchetTooFar { kid, .. }
    | DecryptError::Reflected { kid }
    | DecryptError::Replayed { kid, .. }
    | DecryptError::TooOld { kid, .. } = error
    {
        room.set_kid(kid.as_u64());
    } else {
        room.set_kid(u64::MAX);
    }
    let outcome = match (error, error.class()) {
        (DecryptError::UnknownKey { .. }, _) => Outcome::KeyMissing,
        (_, ErrorClass::KeyId) => Outcome::KeyId,
        (_, ErrorClass::Syntax) => Outcome::Syntax,
        (_, ErrorClass::Replay) => Outcome::Replay,
        (_, ErrorClass::Authentication) => Outcome::Authentication,
        _ => Outcome::Usage,
    };
    room.refuse(outcome, error)
}
