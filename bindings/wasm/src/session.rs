//! One device in one call: messages and time in, messages, keys and events out.

use core::time::Duration;

use frameseal::call::{
    Admission, CallEvent, Departure, IdentityKey, Kem, KeyChange, MediaKind, MemberId, SessionError,
};
use frameseal::{DecryptError, KeyId};
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::Zeroize;

use crate::failure::refused;
use crate::identity::{Identity, Secret};
use crate::members::{hex, member};
use crate::{Decryptor, Encryptor, elsewhere, random, words};

/// What a session is made from.
#[wasm_bindgen]
pub struct SessionConfig(frameseal::call::SessionConfig);

#[wasm_bindgen]
impl SessionConfig {
    /// A call by its id, the member's name, and milliseconds since 1970.
    #[wasm_bindgen(constructor)]
    pub fn new(call_id: &[u8], name: &str, started: f64) -> Self {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a date
        let started = started.max(0.0) as u64;
        let mut config = frameseal::call::SessionConfig::new(call_id, name, started);
        config.provider = Some(elsewhere::provider());
        Self(config)
    }

    /// Sets the number of the media keys' cipher suite.
    ///
    /// # Errors
    /// Code `UnknownSuite`.
    pub fn suite(&mut self, suite: u16) -> Result<(), JsValue> {
        self.0.policy.suite = words::suite(suite)?;
        Ok(())
    }

    /// Sets the secret that all members need to have.
    pub fn secret(&mut self, secret: &Secret) {
        self.0.passphrase = Some(secret.0.again());
    }

    /// Asks members to be let in; `founder` starts such a call.
    #[wasm_bindgen(js_name = waitingRoom)]
    pub fn waiting_room(&mut self, founder: bool) {
        self.0.policy.admission = Admission::WaitingRoom;
        self.0.founder = founder;
    }

    /// Adds the public key of 32 bytes of somebody who alone, with other hosts, lets in and removes.
    ///
    /// # Errors
    /// Code `WrongLength`.
    pub fn host(&mut self, key: &[u8]) -> Result<(), JsValue> {
        self.0.policy.hosts.push(IdentityKey::new(words::array("public key", key)?));
        Ok(())
    }

    /// Refuses exchanges without the post-quantum part.
    #[wasm_bindgen(js_name = requirePostQuantum)]
    pub fn require_post_quantum(&mut self) {
        self.0.policy.post_quantum_required = true;
        self.0.kems = vec![Kem::XWing];
    }

    /// Lets media go in clear while every member consents.
    #[wasm_bindgen(js_name = allowClear)]
    pub fn allow_clear(&mut self) {
        self.0.policy.encryption_required = false;
    }

    /// Sets how many members there may be at a time, 2 to 1024.
    #[wasm_bindgen(js_name = maxMembers)]
    pub fn max_members(&mut self, members: usize) {
        self.0.policy.max_members = members;
    }
}

/// A session, with the decryptor that it keeps up to date.
#[wasm_bindgen]
pub struct Session {
    session: frameseal::call::Session,
    decryptor: Decryptor,
    now: Duration,
    /// A change of keys that the decryptor refused, which a member can provoke.
    refused: Option<String>,
}

#[wasm_bindgen]
impl Session {
    /// Joins a call. `now` is in milliseconds, of any clock, the same in every call.
    ///
    /// # Errors
    /// Codes `FieldTooLong`, `NoExchange`, `NoRandomness`.
    pub fn join(config: SessionConfig, identity: Identity, now: f64) -> Result<Self, JsValue> {
        let rng = Box::new(random::system()?);
        let now = words::time(now);
        let session = frameseal::call::Session::join(config.0, identity.0, rng, now);
        let session = session.map_err(refused)?;
        let decryptor = Decryptor::of(frameseal::call::Session::decryptor_config());
        let mut session = Self { session, decryptor, now, refused: None };
        session.update();
        Ok(session)
    }

    /// Takes a message from the signalling channel.
    ///
    /// # Errors
    /// Those of the engine's `MessageError`; most need nothing done.
    pub fn handle(&mut self, message: &[u8], now: f64) -> Result<(), JsValue> {
        self.now = words::time(now);
        let handled = self.session.handle(message, self.now);
        self.update();
        handled.map_err(refused)
    }

    /// Takes note of the time.
    pub fn advance(&mut self, now: f64) {
        self.now = words::time(now);
        self.session.advance(self.now);
        self.update();
    }

    /// Gives the next message to send: `{ to?, message }`; without `to` it is for everybody.
    #[wasm_bindgen(js_name = pollOutgoing)]
    pub fn poll_outgoing(&mut self) -> JsValue {
        let Some(outgoing) = self.session.poll_outgoing() else { return JsValue::UNDEFINED };
        let to = outgoing.to.map_or(JsValue::UNDEFINED, name);
        let message = Uint8Array::from(outgoing.bytes.as_slice());
        words::object(&[("to", to), ("message", message.into())])
    }

    /// Gives the next event: `{ kind, member?, how?, maySendClear? }`.
    #[wasm_bindgen(js_name = pollEvent)]
    pub fn poll_event(&mut self) -> JsValue {
        if let Some(reason) = self.refused.take() {
            let kind = JsValue::from_str("keyRefused");
            return words::object(&[("kind", kind), ("reason", JsValue::from(reason))]);
        }
        let Some(event) = self.session.poll_event() else { return JsValue::UNDEFINED };
        let (kind, about, how, clear) = match event {
            CallEvent::LetIn => ("letIn", None, None, None),
            CallEvent::Knocking { member } => ("knocking", Some(member), None, None),
            CallEvent::Joined { member } => ("joined", Some(member), None, None),
            CallEvent::Absent { member } => ("absent", Some(member), None, None),
            CallEvent::Returned { member } => ("returned", Some(member), None, None),
            CallEvent::Left { member, how } => ("left", Some(member), Some(how), None),
            CallEvent::SendKeysChanged => ("sendKeysChanged", None, None, None),
            CallEvent::KeyChangesLost => ("keyChangesLost", None, None, None),
            CallEvent::Stranded { member } => ("stranded", Some(member), None, None),
            CallEvent::ComparisonAsked { member } => ("comparisonAsked", Some(member), None, None),
            CallEvent::Comparing { member } => ("comparing", Some(member), None, None),
            CallEvent::ComparisonFailed { member } => {
                ("comparisonFailed", Some(member), None, None)
            }
            CallEvent::Encryption { may_send_clear } => {
                ("encryption", None, None, Some(may_send_clear))
            }
            CallEvent::OtherPolicy { member } => ("otherPolicy", Some(member), None, None),
            CallEvent::WrongPassphrase { member } => ("wrongPassphrase", Some(member), None, None),
            CallEvent::Full { member } => ("full", Some(member), None, None),
            CallEvent::Ended { how } => ("ended", None, Some(how), None),
            _ => ("other", None, None, None),
        };
        words::object(&[
            ("kind", JsValue::from_str(kind)),
            ("member", about.map_or(JsValue::UNDEFINED, name)),
            ("how", how.map_or(JsValue::UNDEFINED, |how| JsValue::from_str(departure(how)))),
            ("maySendClear", clear.map_or(JsValue::UNDEFINED, JsValue::from)),
        ])
    }

    /// Gives the encryptor for one kind of media (0 audio, 1 video, 2 screen, 3 data).
    ///
    /// # Errors
    /// Codes `NotLetIn`, `Ended`: send nothing.
    pub fn encryptor(&mut self, kind: u8) -> Result<Encryptor, JsValue> {
        let kind = MediaKind::ALL.get(usize::from(kind)).copied().unwrap_or(MediaKind::Data);
        Ok(Encryptor(self.session.encryptor(kind).map_err(refused)?))
    }

    /// Gives the decryptor for the frames of all members.
    pub fn decryptor(&self) -> Decryptor {
        self.decryptor.share()
    }

    /// Gives the member whose key a KID names.
    #[wasm_bindgen(js_name = senderOf)]
    pub fn sender_of(&self, kid: u64) -> Option<String> {
        self.session.sender_of(KeyId::new(kid)).map(|(member, _)| hex(member.as_bytes()))
    }

    /// Gives this member's id.
    #[wasm_bindgen(getter)]
    pub fn id(&self) -> String {
        hex(self.session.id().as_bytes())
    }

    /// Gives this device's public key of 32 bytes.
    #[wasm_bindgen(getter, js_name = identityKey)]
    pub fn identity_key(&self) -> Vec<u8> {
        self.session.identity().as_bytes().to_vec()
    }

    /// Gives the other members: `{ id, name, identityKey, isPresent, isPostQuantum, seesTheSame }`.
    pub fn members(&self) -> JsValue {
        let members = Array::new();
        for member in self.session.members() {
            let key = Uint8Array::from(member.identity.as_bytes().as_slice());
            members.push(&words::object(&[
                ("id", name(member.id)),
                ("name", JsValue::from_str(member.name)),
                ("identityKey", key.into()),
                ("isPresent", member.is_present.into()),
                ("isPostQuantum", member.is_post_quantum.into()),
                ("seesTheSame", member.sees_the_same.into()),
                ("consentsToClear", member.consents_to_clear.into()),
            ]));
        }
        members.into()
    }

    /// Gives what all members read aloud: `{ digits, qrText, svg }`.
    #[wasm_bindgen(js_name = callCode)]
    pub fn call_code(&self) -> JsValue {
        let code = self.session.call_code();
        words::object(&[
            ("digits", code.digits().into()),
            ("qrText", code.qr_text().into()),
            ("svg", code.to_svg().into()),
        ])
    }

    /// Says whether somebody else's code, scanned, is this call's.
    #[wasm_bindgen(js_name = matchesQr)]
    pub fn matches_qr(&self, scanned: &str) -> bool {
        self.session.call_code().matches_qr(scanned)
    }

    /// Starts to compare a short string with a member.
    ///
    /// # Errors
    /// Codes `NoMember`, `UnknownMember`.
    #[wasm_bindgen(js_name = startComparison)]
    pub fn start_comparison(&mut self, with: &str) -> Result<(), JsValue> {
        self.session.start_sas(member(with)?).map_err(refused)
    }

    /// Agrees to compare when a member asked.
    ///
    /// # Errors
    /// Codes `NoMember`, `UnknownMember`.
    #[wasm_bindgen(js_name = acceptComparison)]
    pub fn accept_comparison(&mut self, with: &str) -> Result<(), JsValue> {
        self.session.accept_sas(member(with)?).map_err(refused)
    }

    /// Gives the string to compare: `{ digits, emoji: [{ symbol, name }] }`, or undefined.
    ///
    /// # Errors
    /// Code `NoMember`.
    #[wasm_bindgen(js_name = comparison)]
    pub fn comparison(&self, with: &str) -> Result<JsValue, JsValue> {
        let Some(code) = self.session.sas_code(member(with)?) else {
            return Ok(JsValue::UNDEFINED);
        };
        let emoji = Array::new();
        for picture in code.emoji() {
            emoji.push(&words::object(&[
                ("symbol", JsValue::from(picture.symbol.to_string())),
                ("name", JsValue::from_str(picture.name)),
            ]));
        }
        Ok(words::object(&[("digits", code.digits().into()), ("emoji", emoji.into())]))
    }

    /// Seals a message to all members.
    ///
    /// # Errors
    /// Codes `NotLetIn`, `Ended`.
    #[wasm_bindgen(js_name = sealChat)]
    pub fn seal_chat(&mut self, message: &[u8]) -> Result<Vec<u8>, JsValue> {
        self.session.seal_chat(message).map_err(refused)
    }

    /// Opens a message of another member: `{ from, message }`; undefined for one whose key has yet
    /// to come ([`poll_chat`](Self::poll_chat)).
    ///
    /// # Errors
    /// As frames.
    #[wasm_bindgen(js_name = openChat)]
    pub fn open_chat(&mut self, sealed: &[u8]) -> Result<JsValue, JsValue> {
        match self.session.open_chat(sealed) {
            Ok(message) => Ok(chat(message)),
            Err(DecryptError::UnknownKey { .. }) => Ok(JsValue::UNDEFINED),
            Err(error) => Err(refused(error)),
        }
    }

    /// Gives the next message whose key came after it.
    #[wasm_bindgen(js_name = pollChat)]
    pub fn poll_chat(&mut self) -> JsValue {
        self.session.poll_chat().map_or(JsValue::UNDEFINED, chat)
    }

    /// Changes the keys this member sends with.
    pub fn rotate(&mut self) {
        self.session.rotate();
        self.update();
    }

    /// Lets somebody in who waits.
    ///
    /// # Errors
    /// Codes `NoMember`, `UnknownMember`, `NotEntitled`.
    pub fn admit(&mut self, who: &str) -> Result<(), JsValue> {
        let who = member(who)?;
        self.drive(|session| session.admit(who))
    }

    /// Removes a member.
    ///
    /// # Errors
    /// Codes `NoMember`, `UnknownMember`, `NotEntitled`.
    pub fn remove(&mut self, who: &str) -> Result<(), JsValue> {
        let who = member(who)?;
        self.drive(|session| session.remove(who))
    }

    /// Consents to media in clear, where the call allows it, or takes that back.
    ///
    /// # Errors
    /// Code `NotEntitled`.
    #[wasm_bindgen(js_name = consentToClear)]
    pub fn consent_to_clear(&mut self, consents: bool) -> Result<(), JsValue> {
        self.drive(|session| session.consent_to_clear(consents))
    }

    /// Leaves, with a goodbye to be sent.
    pub fn leave(&mut self) {
        self.session.leave();
        self.update();
    }
}

impl Session {
    fn drive(
        &mut self,
        f: impl FnOnce(&mut frameseal::call::Session) -> Result<(), SessionError>,
    ) -> Result<(), JsValue> {
        let driven = f(&mut self.session);
        self.update();
        driven.map_err(refused)
    }

    /// Tells the decryptor what has changed, and the time.
    fn update(&mut self) {
        let changes: Vec<KeyChange> =
            core::iter::from_fn(|| self.session.poll_key_change()).collect();
        let now = self.now;
        self.decryptor.with(|decryptor| {
            decryptor.advance(now);
            for change in &changes {
                if let Err(error) = change.apply(decryptor) {
                    self.refused = Some(error.to_string());
                }
            }
        });
    }
}

fn name(member: MemberId) -> JsValue {
    JsValue::from(hex(member.as_bytes()))
}

fn departure(how: Departure) -> &'static str {
    match how {
        Departure::Left => "left",
        Departure::Removed => "removed",
        Departure::Superseded => "superseded",
        _ => "forgotten",
    }
}

fn chat(mut message: frameseal::call::ChatMessage) -> JsValue {
    let payload = Uint8Array::from(message.payload.as_slice());
    message.payload.zeroize();
    words::object(&[("from", name(message.from)), ("message", payload.into())])
}
