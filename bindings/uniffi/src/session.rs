//! One device in one call: messages go in, messages, keys and events come out.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use frameseal::call::{
    Admission, ChatMessage as EngineChatMessage, IdentityKey, Kem, KeyChange, SessionError,
};
use frameseal::{DecryptError, KeyId};
use frameseal_ffi::shared::{Kept, watch_fork};

use crate::decryptor::Decryptor;
use crate::delivery::Delivery;
use crate::encryptor::Encryptor;
use crate::error::FrameSealError;
use crate::identity::{CallSecret, DeviceIdentity, SafetyNumber};
use crate::random;
use crate::words::{self, CallEvent, CipherSuite, Departure, MediaKind, member, name};

/// What a session is made from. All members of a call need the same, but for their names.
#[derive(uniffi::Record)]
pub struct SessionConfig {
    /// Names the call, the same for all its members. Others see only a hash.
    pub call_id: Vec<u8>,
    /// What the others call this member, at most 64 bytes of UTF-8.
    pub name: String,
    /// The media keys' cipher suite.
    #[uniffi(default = None)]
    pub suite: Option<CipherSuite>,
    /// What all members need to have to be in the call.
    #[uniffi(default = None)]
    pub secret: Option<Arc<CallSecret>>,
    /// Whether members are let in by others.
    #[uniffi(default = false)]
    pub waiting_room: bool,
    /// Whether this member starts such a call, and needs nobody to let it in.
    #[uniffi(default = false)]
    pub founder: bool,
    /// Public keys of 32 bytes of those who alone let in and remove; with none, every member does.
    #[uniffi(default = [])]
    pub hosts: Vec<Vec<u8>>,
    /// Whether exchanges without the post-quantum part are refused.
    #[uniffi(default = false)]
    pub post_quantum: bool,
    /// Whether media may go in clear while every member consents.
    #[uniffi(default = false)]
    pub allow_clear: bool,
    /// Members at a time, 2 to 1024.
    #[uniffi(default = 256)]
    pub max_members: u16,
}

impl SessionConfig {
    fn engine(self) -> Result<frameseal::call::SessionConfig, FrameSealError> {
        let started = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let started = u64::try_from(started.as_millis()).unwrap_or(u64::MAX);
        let mut config = frameseal::call::SessionConfig::new(&self.call_id, &self.name, started);
        if let Some(suite) = self.suite {
            config.policy.suite = suite.engine()?;
        }
        config.passphrase = self.secret.map(|secret| secret.again());
        if self.waiting_room {
            config.policy.admission = Admission::WaitingRoom;
            config.founder = self.founder;
        }
        for host in self.hosts {
            config.policy.hosts.push(IdentityKey::new(words::array("public key", &host)?));
        }
        if self.post_quantum {
            config.policy.post_quantum_required = true;
            config.kems = vec![Kem::XWing];
        }
        config.policy.encryption_required = !self.allow_clear;
        config.policy.max_members = usize::from(self.max_members);
        Ok(config)
    }
}

/// Hears what a session has to say, in order, from one thread at a time: any that calls the session,
/// and `join` before it returns. Nothing is locked then: it may call the session itself. What it
/// throws is lost.
#[uniffi::export(with_foreign)]
pub trait CallListener: Send + Sync {
    /// Sends a message over the app's signalling: to one member, or to everybody. It may be lost,
    /// repeated and reordered.
    fn send(&self, message: Vec<u8>, to: Option<String>);
    /// Something happened.
    fn event(&self, event: CallEvent);
}

/// A member, as this one sees it.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Member {
    /// 32 hexadecimal digits.
    pub id: String,
    /// What it calls itself.
    pub name: String,
    /// Its device's public key of 32 bytes.
    pub identity_key: Vec<u8>,
    /// Whether it was heard lately.
    pub is_present: bool,
    /// Whether its keys came through an exchange that a quantum computer does not open.
    pub is_post_quantum: bool,
    /// Whether it says that it sees the same members.
    pub sees_the_same: bool,
    /// Whether it consents to media in clear.
    pub consents_to_clear: bool,
}

/// What all members of a call read to each other: it is the same for all, or somebody is in the
/// middle.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct CallCode {
    /// Digits to read aloud.
    pub digits: String,
    /// What a QR code has.
    pub qr_text: String,
    /// The QR code as SVG.
    pub svg: String,
}

/// A picture of a comparison.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Picture {
    /// One character.
    pub symbol: String,
    /// Its name in English.
    pub name: String,
}

/// What two members compare.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Comparison {
    /// Five pictures.
    pub pictures: Vec<Picture>,
    /// The same as digits.
    pub digits: String,
}

/// A message of another member.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct ChatMessage {
    /// Whose.
    pub sender: String,
    /// What was sealed.
    pub payload: Vec<u8>,
}

/// Whose frames have a KID.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Sender {
    /// Who.
    pub member: String,
    /// Of what.
    pub kind: MediaKind,
}

/// One device in one call.
///
/// It agrees on keys with the others over whatever signalling the app has, which may belong to the
/// operator. Hand it every message that comes with `handle`, call `tick` ten times a second, and
/// send what the listener is given.
#[derive(uniffi::Object)]
pub struct Session {
    session: Kept<Mutex<frameseal::call::Session>>,
    decryptor: Arc<Decryptor>,
    listener: Arc<dyn CallListener>,
    said: Delivery<Said>,
    begun: Instant,
}

#[uniffi::export]
impl Session {
    /// Joins a call.
    ///
    /// # Errors
    /// `Usage` with codes `FieldTooLong`, `NoExchange`, `NoRandomness`.
    #[uniffi::constructor]
    pub fn join(
        config: SessionConfig,
        identity: &DeviceIdentity,
        listener: Arc<dyn CallListener>,
    ) -> Result<Arc<Self>, FrameSealError> {
        let (rng, begun) = (Box::new(random::system()?), Instant::now());
        let session = frameseal::call::Session::join(
            config.engine()?,
            identity.again(),
            rng,
            begun.elapsed(),
        );
        let session = Kept::new(Mutex::new(session.map_err(FrameSealError::of)?));
        let decryptor = Decryptor::of(frameseal::call::Session::decryptor_config())?;
        let joined = Self { session, decryptor, listener, said: Delivery::new(), begun };
        joined.drive(|_| ())?;
        Ok(Arc::new(joined))
    }

    /// Takes a message from the signalling channel.
    ///
    /// # Errors
    /// `Message`; most need nothing done.
    pub fn handle(&self, message: Vec<u8>) -> Result<(), FrameSealError> {
        let now = self.begun.elapsed();
        self.drive(|session| session.handle(&message, now))?.map_err(FrameSealError::of)
    }

    /// Takes note of the time, ten times a second.
    ///
    /// # Errors
    /// `Usage` with code `Forked`, as everything in a child of a process that used the library.
    pub fn tick(&self) -> Result<(), FrameSealError> {
        let now = self.begun.elapsed();
        self.drive(|session| session.advance(now))
    }

    /// Gives the encryptor for one kind of media.
    ///
    /// # Errors
    /// `Usage` with codes `NotLetIn`, `SessionEnded`: send nothing.
    pub fn encryptor(&self, kind: MediaKind) -> Result<Arc<Encryptor>, FrameSealError> {
        let encryptor = self.drive(|session| session.encryptor(kind.engine()))?;
        Encryptor::of(encryptor.map_err(FrameSealError::of)?)
    }

    /// Gives the decryptor for the frames of all members.
    pub fn decryptor(&self) -> Arc<Decryptor> {
        Arc::clone(&self.decryptor)
    }

    /// Gives whose frames have this KID.
    pub fn sender_of(&self, kid: u64) -> Option<Sender> {
        let (member, kind) = self.lock().sender_of(KeyId::new(kid))?;
        Some(Sender { member: name(member), kind: MediaKind::of(kind) })
    }

    /// Gives this member's id.
    pub fn id(&self) -> String {
        name(self.lock().id())
    }

    /// Gives how the session ended, if it did.
    pub fn ended(&self) -> Option<Departure> {
        self.lock().ended().map(Departure::of)
    }

    /// Says whether media may go in clear now: the call allows it and every member consents.
    pub fn may_send_clear(&self) -> bool {
        self.lock().may_send_clear()
    }

    /// Gives the other members.
    pub fn members(&self) -> Vec<Member> {
        let session = self.lock();
        let members = session.members().map(|member| Member {
            id: name(member.id),
            name: member.name.to_owned(),
            identity_key: member.identity.as_bytes().to_vec(),
            is_present: member.is_present,
            is_post_quantum: member.is_post_quantum,
            sees_the_same: member.sees_the_same,
            consents_to_clear: member.consents_to_clear,
        });
        members.collect()
    }

    /// Gives what all members read to each other.
    pub fn call_code(&self) -> CallCode {
        let code = self.lock().call_code();
        CallCode { digits: code.digits(), qr_text: code.qr_text(), svg: code.to_svg() }
    }

    /// Says whether somebody else's code, scanned, is this call's.
    pub fn matches_qr(&self, scanned: &str) -> bool {
        self.lock().call_code().matches_qr(scanned)
    }

    /// Gives what this device and a member's compare once and for all.
    ///
    /// # Errors
    /// `Usage` with codes `NoMember`, `NoSuchMember`.
    pub fn safety_number(&self, with: &str) -> Result<Arc<SafetyNumber>, FrameSealError> {
        let number = self.lock().safety_number(member(with)?);
        Ok(SafetyNumber::of(number.map_err(FrameSealError::of)?))
    }

    /// Starts to compare pictures with a member.
    ///
    /// # Errors
    /// `Usage` with codes `NoMember`, `NoSuchMember`.
    pub fn start_comparison(&self, with: &str) -> Result<(), FrameSealError> {
        self.ask(with, |session, member| session.start_sas(member))
    }

    /// Agrees to compare when a member asked.
    ///
    /// # Errors
    /// As [`start_comparison`](Self::start_comparison).
    pub fn accept_comparison(&self, with: &str) -> Result<(), FrameSealError> {
        self.ask(with, |session, member| session.accept_sas(member))
    }

    /// Gives what to compare with a member, once it is there.
    ///
    /// # Errors
    /// `Usage` with code `NoMember`.
    pub fn comparison(&self, with: &str) -> Result<Option<Comparison>, FrameSealError> {
        let code = self.lock().sas_code(member(with)?);
        Ok(code.map(|code| {
            let pictures = code.emoji().iter().map(|picture| Picture {
                symbol: picture.symbol.to_string(),
                name: picture.name.to_owned(),
            });
            Comparison { pictures: pictures.collect(), digits: code.digits() }
        }))
    }

    /// Seals a message to all members.
    ///
    /// # Errors
    /// `Usage` with codes `NotLetIn`, `SessionEnded`.
    pub fn seal_chat(&self, message: Vec<u8>) -> Result<Vec<u8>, FrameSealError> {
        self.drive(|session| session.seal_chat(&message))?.map_err(FrameSealError::of)
    }

    /// Opens a message of another member; nothing for one whose key has yet to come (`poll_chat`).
    ///
    /// # Errors
    /// As frames.
    pub fn open_chat(&self, sealed: Vec<u8>) -> Result<Option<ChatMessage>, FrameSealError> {
        match self.drive(|session| session.open_chat(&sealed))? {
            Ok(message) => Ok(Some(ChatMessage::of(message))),
            Err(DecryptError::UnknownKey { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Gives the next message whose key came after it.
    pub fn poll_chat(&self) -> Option<ChatMessage> {
        self.lock().poll_chat().map(ChatMessage::of)
    }

    /// Changes the keys this member sends with.
    ///
    /// # Errors
    /// As [`tick`](Self::tick).
    pub fn rotate(&self) -> Result<(), FrameSealError> {
        self.drive(frameseal::call::Session::rotate)
    }

    /// Lets somebody in who waits.
    ///
    /// # Errors
    /// `Usage` with codes `NoMember`, `NoSuchMember`, `NotEntitled`.
    pub fn admit(&self, who: &str) -> Result<(), FrameSealError> {
        self.ask(who, |session, member| session.admit(member))
    }

    /// Removes a member.
    ///
    /// # Errors
    /// As [`admit`](Self::admit).
    pub fn remove(&self, who: &str) -> Result<(), FrameSealError> {
        self.ask(who, |session, member| session.remove(member))
    }

    /// Consents to media in clear, where the call allows it, or takes that back.
    ///
    /// # Errors
    /// `Usage` with code `NotEntitled`.
    pub fn consent_to_clear(&self, consents: bool) -> Result<(), FrameSealError> {
        self.drive(|session| session.consent_to_clear(consents))?.map_err(FrameSealError::of)
    }

    /// Leaves, with a goodbye to be sent.
    ///
    /// # Errors
    /// As [`tick`](Self::tick).
    pub fn leave(&self) -> Result<(), FrameSealError> {
        self.drive(frameseal::call::Session::leave)
    }
}

impl Session {
    fn lock(&self) -> std::sync::MutexGuard<'_, frameseal::call::Session> {
        self.session.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ask(
        &self,
        who: &str,
        f: impl FnOnce(
            &mut frameseal::call::Session,
            frameseal::call::MemberId,
        ) -> Result<(), SessionError>,
    ) -> Result<(), FrameSealError> {
        let who = member(who)?;
        self.drive(|session| f(session, who))?.map_err(FrameSealError::of)
    }

    /// Does something, brings the decryptor up to date, and tells the listener what came of it.
    fn drive<R>(
        &self,
        f: impl FnOnce(&mut frameseal::call::Session) -> R,
    ) -> Result<R, FrameSealError> {
        watch_fork()?;
        let done =
            {
                let mut session = self.lock();
                let done = f(&mut session);
                let changes: Vec<KeyChange> =
                    core::iter::from_fn(|| session.poll_key_change()).collect();
                let mut refused = Vec::new();
                let applied = self.decryptor.with(|decryptor| {
                    for change in &changes {
                        if let Err(error) = change.apply(decryptor) {
                            refused.push(error.to_string());
                        }
                    }
                });
                refused.extend(applied.err().map(|error| error.to_string()));
                let refused = refused.into_iter().map(|reason| CallEvent::KeyRefused { reason });
                self.said.add(refused.map(Said::Event));
                self.said.add(core::iter::from_fn(|| session.poll_outgoing()).map(|message| {
                    Said::Message { bytes: message.bytes, to: message.to.map(name) }
                }));
                let events = core::iter::from_fn(|| session.poll_event());
                self.said.add(events.filter_map(CallEvent::of).map(Said::Event));
                done
            };
        self.said.tell(|said| match said {
            Said::Message { bytes, to } => self.listener.send(bytes, to),
            Said::Event(event) => self.listener.event(event),
        });
        Ok(done)
    }
}

/// What a listener is told.
enum Said {
    Message { bytes: Vec<u8>, to: Option<String> },
    Event(CallEvent),
}

impl ChatMessage {
    fn of(mut message: EngineChatMessage) -> Self {
        let payload = std::mem::take(&mut message.payload);
        Self { sender: name(message.from), payload }
    }
}
