//! What an app asks of a call: sessions, saved states, comparisons and passphrases.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use frameseal::call::{
    Admission, Anchor, CallPassphrase, CallState, DeviceIdentity, IdentityKey, MAX_CALL_ID_LEN,
    MAX_COUNTED_KEYS, MAX_DECISIONS, MAX_NAME_LEN, MAX_PASSPHRASE_LEN, MAX_PEER_NAME_LEN,
    MAX_PEERS, MAX_STATE_LEN, MediaKind, MemberId, PassphraseError, Sas, SasMessage, Session,
    SessionConfig, SessionError, StateError, StateKey, StateStorage, StorageFailed, VerifiedPeer,
};
use frameseal::expert::Aead;
use frameseal::{CipherSuite, CounterStore, CounterStoreError, KeyFingerprint};
use hkdf::Hkdf;
use sha2::{Digest, Sha256, Sha512};

use crate::book::Book;
use crate::faulty::{REFUSING, WITHOUT_GCM};
use crate::heap;
use crate::room::Room;

const SECOND: Duration = Duration::from_secs(1);

fn join(room: &mut Room, config: SessionConfig) -> Result<Session, SessionError> {
    let rng = Box::new(room.rng());
    Session::join(config, DeviceIdentity::import(&[9; 32]), rng, room.now)
}

pub(crate) fn session() -> Book {
    let mut book = Book::of("call/error.rs", "SessionError");
    let mut room = Room::new(910);
    let mut config = room.config("x");
    config.call_id = vec![1; MAX_CALL_ID_LEN + 1];
    let long = join(&mut room, config).map(drop).unwrap_err();
    book.note(long, &["call id", &format!("at most {MAX_CALL_ID_LEN}")]);
    let config = room.config(&"n".repeat(MAX_NAME_LEN + 1));
    let long = join(&mut room, config).map(drop).unwrap_err();
    book.note(long, &["name", &format!("at most {MAX_NAME_LEN}")]);
    let mut config = room.config("x");
    config.kems = Vec::new();
    book.note(join(&mut room, config).map(drop).unwrap_err(), &["no key exchange", "`kems`"]);

    let mut config = room.config("founder");
    config.policy.admission = Admission::WaitingRoom;
    config.founder = true;
    let founder = room.join(config);
    let mut config = room.config("guest");
    config.policy.admission = Admission::WaitingRoom;
    let guest = room.join(config);
    room.run(3 * SECOND);
    let (founder_id, guest_id) = (room.id(founder), room.id(guest));
    let nobody = MemberId::new([7; 16]);
    let none = room.seat(founder).session.admit(nobody).unwrap_err();
    book.note(none, &["not in the call", &nobody.to_string()]);
    let waiting = &mut room.seat(guest).session;
    book.note(waiting.admit(founder_id).unwrap_err(), &["may not decide", "host"]);
    let early = waiting.encryptor(MediaKind::Audio).map(drop).unwrap_err();
    book.note(early, &["let this one in", "send nothing"]);
    let clear = room.seat(founder).session.consent_to_clear(true).unwrap_err();
    book.note(clear, &["requires encryption"]);
    assert!(!room.seat(founder).session.may_send_clear());

    // Those who knock one after the other are let in until there is no room for decisions.
    room.seat(founder).session.admit(guest_id).unwrap();
    let too_many = decide_on(&mut room, founder);
    book.note(too_many, &[&MAX_DECISIONS.to_string(), "start a new call"]);

    room.seat(guest).session.leave();
    let over = room.seat(guest).session.encryptor(MediaKind::Audio).map(drop).unwrap_err();
    book.note(over, &["over", "join again"]);

    let mut config = room.config("x");
    config.provider = Some(&WITHOUT_GCM);
    let mut session = join(&mut room, config).unwrap();
    let key = session.encryptor(MediaKind::Audio).map(drop).unwrap_err();
    assert!(matches!(key, SessionError::Key(_)), "{key:?}");
    book.note(key, &["provider", "rust_crypto"]);
    let mut config = room.config("x");
    config.provider = Some(&REFUSING);
    let mut session = join(&mut room, config).unwrap();
    let refused = session.seal_chat(b"chat").unwrap_err();
    assert!(matches!(refused, SessionError::Encrypt(_)), "{refused:?}");
    book.note(refused, &["longer than the cipher can take"]);
    book
}

/// Lets strangers in, one device after the other, until that is refused.
fn decide_on(room: &mut Room, founder: usize) -> SessionError {
    for n in 0..=MAX_DECISIONS {
        let mut config = room.config("stranger");
        config.policy.admission = Admission::WaitingRoom;
        let mut identity = [0x5a; 32];
        identity[..8].copy_from_slice(&(n as u64).to_be_bytes());
        let identity = DeviceIdentity::import(&identity);
        let rng = Box::new(room.rng());
        let mut stranger = Session::join(config, identity, rng, room.now).unwrap();
        let hello = stranger.poll_outgoing().unwrap().bytes;
        room.deliver_to(founder, &hello).unwrap();
        let before = room.seat(founder).session.members().count();
        if let Err(error) = room.seat(founder).session.admit(stranger.id()) {
            assert_eq!(room.seat(founder).session.members().count(), before);
            return error;
        }
        room.seat(founder).session.poll_outgoing();
        while room.seat(founder).session.poll_outgoing().is_some() {}
    }
    panic!("more than {MAX_DECISIONS} decisions");
}

/// Blob and anchor as they lie in their two places; told to, it saves nothing.
#[derive(Default)]
struct Disk(Mutex<(Vec<u8>, Option<Anchor>, bool)>);

impl Disk {
    fn newest(&self) -> (Vec<u8>, Anchor) {
        let disk = self.0.lock().unwrap();
        (disk.0.clone(), disk.1.unwrap())
    }
}

impl StateStorage for Disk {
    fn save_blob(&self, blob: &[u8]) -> Result<(), StorageFailed> {
        let mut disk = self.0.lock().unwrap();
        disk.0 = blob.to_vec();
        if disk.2 { Err(StorageFailed) } else { Ok(()) }
    }

    fn save_anchor(&self, anchor: &Anchor) -> Result<(), StorageFailed> {
        self.0.lock().unwrap().1 = Some(*anchor);
        Ok(())
    }
}

const STATE_KEY: [u8; 32] = [0x77; 32];

fn open(blob: &[u8], anchor: &Anchor) -> Result<CallState, StateError> {
    let rng = Box::new(Room::new(920).rng());
    CallState::open(StateKey::import(&STATE_KEY), blob, anchor, Arc::new(Disk::default()), rng)
}

fn create(seed: u64, disk: &Arc<Disk>) -> CallState {
    let rng = Box::new(Room::new(seed).rng());
    let identity = DeviceIdentity::import(&[0x33; 32]);
    CallState::create(StateKey::import(&STATE_KEY), identity, Arc::clone(disk) as _, rng).unwrap()
}

fn peer(name: &str) -> VerifiedPeer {
    VerifiedPeer { name: name.into(), verified_at: 1, last_seen_name: None }
}

fn identity(n: usize) -> IdentityKey {
    let mut bytes = [7; 32];
    bytes[..8].copy_from_slice(&(n as u64).to_be_bytes());
    IdentityKey::new(bytes)
}

/// A blob as whoever has the key can write it.
fn written(version: u64, contents: &[u8]) -> Vec<u8> {
    let salt = [5; 32];
    let mut derived = [0; 44];
    let hkdf = Hkdf::<Sha512>::new(Some(&salt), &STATE_KEY);
    hkdf.expand(b"FrameSeal call 1 state\0", &mut derived).unwrap();
    let nonce = derived[32..].try_into().unwrap();
    let aead = Aead::new(CipherSuite::AES_256_GCM_SHA512_128, &derived[..32], nonce).unwrap();
    let header = [&b"FSst\x01"[..], &version.to_be_bytes(), &salt].concat();
    let (mut sealed, mut tag) = (contents.to_vec(), [0; 16]);
    aead.seal_in_place(&[0; 12], &header, &mut sealed, &mut tag).unwrap();
    [&header[..], &sealed, &tag].concat()
}

fn anchor_of(version: u64, blob: &[u8]) -> Anchor {
    let label = b"FrameSeal call 1 state anchor\0";
    let hash = Sha256::new().chain_update(label).chain_update(blob).finalize();
    let bytes = [&version.to_be_bytes()[..], &hash].concat();
    Anchor::from_bytes(bytes.as_slice().try_into().unwrap())
}

pub(crate) fn state() -> Book {
    let mut book = Book::of("call/state.rs", "StateError");
    let disk = Arc::new(Disk::default());
    let state = create(1, &disk);
    let (first, first_anchor) = disk.newest();
    state.remember_peer(identity(1), peer("Bob")).unwrap();
    let (second, second_anchor) = disk.newest();
    state.remember_peer(identity(2), peer("Carol")).unwrap();
    let (third, _) = disk.newest();
    let twin = {
        let disk = Arc::new(Disk::default());
        create(2, &disk).remember_peer(identity(1), peer("Bob")).unwrap();
        disk.newest()
    };
    let mut note = |blob: &[u8], anchor: &Anchor, says: &[&str]| {
        let error = open(blob, anchor).map(drop).unwrap_err();
        book.note(error, says);
    };
    let ask = "ask the user";
    note(&first, &second_anchor, &["version 1", "version 2", "backup", ask]);
    note(&twin.0, &second_anchor, &["version 2", "copy of this device", ask]);
    note(&twin.0, &first_anchor, &["version 2", "does not come from", ask]);
    note(&third, &first_anchor, &["version 3", "version 1", "anchor was restored", ask]);
    note(b"noise", &first_anchor, &["no saved state"]);
    let mut other = first.clone();
    other[4] = 2;
    note(&other, &first_anchor, &["format 2", "update"]);
    let long = vec![0; MAX_STATE_LEN + 1];
    note(&long, &first_anchor, &["more than any state", &long.len().to_string()]);
    let mut flipped = first.clone();
    *flipped.last_mut().unwrap() ^= 1;
    note(&flipped, &first_anchor, &["another key", "changed"]);
    let strange = written(1, b"no contents");
    note(&strange, &anchor_of(1, &strange), &["genuine", "update this library"]);
    open(&second, &second_anchor).unwrap();

    // The last version of all is opened and never followed by another.
    let contents = [&[1; 64][..], &[0; 4]].concat();
    let last = written(u64::MAX, &contents);
    let at_end = open(&last, &anchor_of(u64::MAX, &last)).unwrap();
    let used_up = at_end.remember_peer(identity(1), peer("Bob")).unwrap_err();
    book.note(used_up, &["cannot grow", "new state"]);
    assert!(at_end.peers().is_empty());

    let long = state.remember_peer(identity(1), peer(&"x".repeat(MAX_PEER_NAME_LEN + 1)));
    book.note(long.unwrap_err(), &["name has 256 bytes", "shorten"]);
    for n in 3..=MAX_PEERS {
        state.remember_peer(identity(n), peer("n")).unwrap();
    }
    let many = state.remember_peer(identity(0), peer("n")).unwrap_err();
    book.note(many, &[&MAX_PEERS.to_string(), "forget some"]);
    disk.0.lock().unwrap().2 = true;
    let failed = state.remember_peer(identity(1), peer("new name")).unwrap_err();
    book.note(failed, &["could not be saved", "try again"]);
    assert_eq!(state.peer(&identity(1)), Some(peer("Bob")), "nothing of it has changed");
    assert_eq!(state.peers().len(), MAX_PEERS);
    disk.0.lock().unwrap().2 = false;

    book.cannot(
        "TooManyKeys",
        "counters are leased, and leases say it as \
        `CounterStoreError::Full`: below",
    );
    let name = |n: usize| KeyFingerprint::new((n as u128).to_be_bytes());
    for n in 0..MAX_COUNTED_KEYS {
        assert_eq!(state.lease(&name(n), 1), Ok(0));
    }
    let full = CounterStoreError::Full { limit: MAX_COUNTED_KEYS };
    assert_eq!(state.lease(&name(MAX_COUNTED_KEYS), 1), Err(full));
    book.cannot("Key", "the key of a blob is derived by HKDF, of a length that it gives");
    book
}

pub(crate) fn sas() -> Book {
    let mut book = Book::of("call/verification/sas.rs", "SasError");
    let mut rng = Room::new(930).rng();
    let context = b"call, alice, bob";
    book.note(SasMessage::parse(b"noise").unwrap_err(), &["not a verification message"]);
    let (mut first, commitment) = Sas::start(&mut rng, context);
    let commitment = || SasMessage::parse(&commitment.to_bytes()).unwrap();
    let reflected = first.receive(&commitment()).map(drop).unwrap_err();
    book.note(reflected, &["own verification message", "reflects"]);
    book.note(first.receive(&commitment()).map(drop).unwrap_err(), &["over", "asks for it"]);

    let (mut first, commitment) = Sas::start(&mut rng, context);
    let (mut second, answer) = Sas::answer(&mut rng, b"another call", &commitment).unwrap();
    let reveal = first.receive(&answer).unwrap().send.unwrap();
    let wrong = second.receive(&reveal).map(drop).unwrap_err();
    book.note(wrong, &["commitment", "in the middle"]);
    let (mut first, _) = Sas::start(&mut rng, context);
    let order = first.receive(&reveal).map(drop).unwrap_err();
    book.note(order, &["out of order", "ask the user"]);
    book.cannot("Key", "a code is derived by HKDF, of a length that it gives");
    book
}

pub(crate) fn passphrase() -> Book {
    let mut book = Book::of("call/passphrase.rs", "PassphraseError");
    book.note(CallPassphrase::new("123456").map(drop).unwrap_err(), &["40 are needed", "words"]);
    let long = "x".repeat(MAX_PASSPHRASE_LEN + 1);
    book.note(CallPassphrase::new(&long).map(drop).unwrap_err(), &["1025", "1024", "pasted"]);
    let generated = CallPassphrase::generate(&mut Room::new(940).rng());
    book.note(generated.stretch(b"").map(drop).unwrap_err(), &["call id is empty", "of its own"]);
    if heap::hooked() {
        let refused = heap::without_memory(|| generated.stretch(b"room 7").map(drop).err());
        book.note(refused.unwrap(), &["64 MiB", "try again"]);
    } else {
        book.cannot("NoMemory", "only glibc lets this test withhold memory");
    }
    assert!(matches!(generated.stretch(b""), Err(PassphraseError::NoCallId)), "and it goes on");
    generated.stretch(b"room 7").unwrap();
    book
}
