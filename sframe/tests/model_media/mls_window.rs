//! The keys of an MLS group: epochs that come in and out of order, are gone over to, end and are
//! over, and what that means for frames of others and for one's own.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use frameseal::expert::{Aead, RUST_CRYPTO};
use frameseal::{
    BaseKey, CipherSuite, Decryptor, DecryptorConfig, Encryptor, EncryptorConfig, EpochBits,
    GoOver, Header, KeyError, KeyId, MemoryCounters, MlsExport, MlsKeyId, MlsKeys, MlsKeysConfig,
    MlsKeysError, MlsKeysEvent, SenderBits,
};
use proptest::collection::vec;
use proptest::prelude::*;

const SUITE: CipherSuite = CipherSuite::AES_128_GCM_SHA256_128;

/// 2^E epochs have KIDs of their own.
const REACH: u64 = 3;

/// How far behind the newest epoch frames are still sent, whatever the delay.
const MOST_BEHIND: u64 = REACH / 2;

const DELAY: Duration = Duration::from_millis(1500);
const GRACE: Duration = Duration::from_millis(5000);

#[derive(Clone, Debug)]
enum Step {
    /// The group says that it is in an epoch. Secrets of few numbers, so that two may be one.
    Epoch {
        epoch: u64,
        secret: u8,
        len: usize,
        index: u32,
        leaves: u32,
        at_once: bool,
    },
    GoOver(u64),
    Wait(u64),
    Poll,
    Update,
    /// A frame of this participant, which comes back too.
    Own {
        context: u64,
    },
    /// A frame of another member, in an epoch.
    Other {
        epoch: u64,
        context: u64,
    },
}

#[derive(Clone, Copy)]
struct Held {
    secret: u8,
    index: u32,
    sender_bits: SenderBits,
    leaves: u32,
    due: Duration,
    goes: Option<Duration>,
}

/// What the documentation says of the keys.
#[derive(Default)]
struct Model {
    held: BTreeMap<u64, Held>,
    over: Option<u64>,
    /// By their secrets, those that went.
    gone: BTreeMap<u8, u64>,
    sending: Option<u64>,
    is_gone_over: bool,
    now: Duration,
}

impl Model {
    fn newest(&self) -> Option<u64> {
        self.held.keys().last().copied()
    }

    /// The sending epoch is the newest that is due, never an older one than before, and never
    /// too far behind; what has had its time, or no KID of its own any more, goes.
    fn advance(&mut self, now: Duration) {
        self.now = now;
        let Some(newest) = self.newest() else { return };
        let due = self.held.iter().filter(|(_, held)| held.due <= now).map(|(&epoch, _)| epoch);
        if let Some(due) = due.max().max(self.sending) {
            let near = self.held.keys().find(|&&epoch| newest - epoch <= MOST_BEHIND);
            let target = due.max(*near.unwrap());
            if Some(target) != self.sending {
                (self.sending, self.is_gone_over) = (Some(target), true);
            }
        }
        for (epoch, held) in self.held.clone() {
            if held.goes.is_some_and(|goes| goes <= now) || newest - epoch > REACH {
                self.held.remove(&epoch);
                self.gone.insert(held.secret, epoch);
                self.over = self.over.max(Some(epoch));
            }
        }
    }

    fn add(&mut self, epoch: u64, new: Held, len: usize) -> Result<(), MlsKeysError> {
        if len != SUITE.key_len() {
            let (what, want) = ("exported secret", SUITE.key_len());
            return Err(KeyError::WrongLength { what, len, want }.into());
        }
        if new.index >= new.leaves {
            return Err(MlsKeysError::NotInTree { index: new.index, leaves: new.leaves });
        }
        let what = |held: &Held| (held.secret, held.index, held.sender_bits);
        for (&other, held) in &self.held {
            if other == epoch {
                let is_same = what(held) == what(&new);
                return if is_same { Ok(()) } else { Err(MlsKeysError::OtherEpoch { epoch }) };
            }
            if held.secret == new.secret {
                return Err(MlsKeysError::SameSecret { epoch, same_as: other });
            }
        }
        if let Some(over) = self.over.filter(|&over| epoch <= over) {
            return Err(MlsKeysError::Over { epoch, over });
        }
        if let Some(&same_as) = self.gone.get(&new.secret) {
            return Err(MlsKeysError::SameSecret { epoch, same_as });
        }
        if let Some(newest) = self.newest().filter(|newest| newest.saturating_sub(epoch) > REACH) {
            return Err(MlsKeysError::TooOld { epoch, newest, reach: REACH });
        }
        self.held.insert(epoch, new);
        let (newest, goes) = (self.newest(), self.now + GRACE);
        for (_, held) in self.held.iter_mut().filter(|&(&epoch, _)| Some(epoch) != newest) {
            held.goes = held.goes.or(Some(goes));
        }
        Ok(())
    }

    fn go_over(&mut self, epoch: u64) -> Result<(), MlsKeysError> {
        if let Some(sending) = self.sending.filter(|&sending| epoch < sending) {
            return Err(MlsKeysError::SendingIsNewer { epoch, sending });
        }
        self.make_due(epoch)
    }

    fn make_due(&mut self, epoch: u64) -> Result<(), MlsKeysError> {
        let now = self.now;
        let held = self.held.get_mut(&epoch).ok_or(MlsKeysError::UnknownEpoch { epoch })?;
        held.due = held.due.min(now);
        self.advance(now);
        Ok(())
    }

    fn next_deadline(&self) -> Option<Duration> {
        let waiting = self.held.iter().filter(|&(&epoch, _)| Some(epoch) > self.sending);
        let due = waiting.map(|(_, held)| held.due);
        due.chain(self.held.values().filter_map(|held| held.goes)).min()
    }
}

struct World {
    keys: MlsKeys,
    model: Model,
    decryptor: Decryptor,
    /// What the decryptor was told, and when first.
    told: BTreeMap<u64, Duration>,
    /// What it must have: nothing has changed since it was told.
    has: BTreeSet<u64>,
    encryptors: BTreeMap<u64, Arc<Encryptor>>,
    /// Every epoch that was ever accepted.
    known: BTreeMap<u64, Held>,
    others: BTreeMap<(u64, u64), Encryptor>,
    used: BTreeSet<(KeyId, u64)>,
}

fn secret(number: u8, len: usize) -> BaseKey {
    BaseKey::new(&vec![number; len]).unwrap()
}

fn key_id(epoch: u64, held: &Held, index: u32, context: u64) -> KeyId {
    let (epoch_bits, sender_bits) = (EpochBits::new(2).unwrap(), held.sender_bits);
    MlsKeyId { epoch_bits, sender_bits, epoch, index, context }.key_id().unwrap()
}

fn counters() -> EncryptorConfig {
    EncryptorConfig::with_counters(Arc::new(MemoryCounters::default()))
}

impl World {
    fn new() -> Self {
        let bits = EpochBits::new(2).unwrap();
        let mut config = MlsKeysConfig::with_encryptors(SUITE, bits, counters());
        (config.send_delay, config.grace) = (DELAY, GRACE);
        let keys = MlsKeys::new(config).unwrap();
        let mut config = DecryptorConfig::for_layout(keys.layout());
        config.grace = GRACE;
        Self {
            keys,
            model: Model::default(),
            decryptor: Decryptor::with_config(config),
            told: BTreeMap::new(),
            has: BTreeSet::new(),
            encryptors: BTreeMap::new(),
            known: BTreeMap::new(),
            others: BTreeMap::new(),
            used: BTreeSet::new(),
        }
    }

    fn step(&mut self, step: Step) {
        let sending = self.model.sending;
        match step {
            Step::Epoch { epoch, secret: number, len, index, leaves, at_once } => {
                self.add(epoch, number, len, index, leaves, at_once);
            }
            Step::GoOver(epoch) => {
                assert_eq!(self.keys.go_over(epoch), self.model.go_over(epoch));
            }
            Step::Wait(ms) => {
                let now = self.model.now + Duration::from_millis(ms);
                self.keys.advance(now);
                self.model.advance(now);
                self.decryptor.advance(now);
            }
            Step::Poll => {
                let is_gone_over = std::mem::take(&mut self.model.is_gone_over);
                let epoch = self.model.sending.filter(|_| is_gone_over);
                let expected = epoch.map(|epoch| MlsKeysEvent::GoneOver { epoch });
                assert_eq!(self.keys.poll_event(), expected);
            }
            Step::Update => {
                self.keys.update(&mut self.decryptor).unwrap();
                // One that it is told of late, after a newer one went, does not come back.
                let over = self.told.keys().filter(|&&told| self.is_over(told)).max().copied();
                let held = self.model.held.keys().copied();
                let has = |epoch| Some(epoch) > over || self.told.contains_key(&epoch);
                self.has = held.filter(|&epoch| has(epoch)).collect();
                for &epoch in &self.has {
                    self.told.entry(epoch).or_insert(self.model.now);
                }
            }
            Step::Own { context } => self.own_frame(context),
            Step::Other { epoch, context } => self.others_frame(epoch, context),
        }
        if self.model.sending != sending {
            self.encryptors.clear();
        }
        // What the keys have let go is not asked of the decryptor either.
        self.has.retain(|epoch| self.model.held.contains_key(epoch));
        self.compare();
    }

    fn compare(&self) {
        let Self { keys, model, .. } = self;
        assert!(keys.epochs().eq(model.held.keys().copied()));
        assert_eq!((keys.sending(), keys.newest()), (model.sending, model.newest()));
        assert_eq!(keys.next_deadline(), model.next_deadline());
        for (&epoch, held) in &model.held {
            let kid = key_id(epoch, held, held.index, 5);
            assert_eq!(keys.sender_of(kid), Some((held.index.into(), 5)));
        }
        // Frames are never sent in an epoch that others have let go.
        assert!(model.sending.is_none_or(|epoch| model.held.contains_key(&epoch)));
    }

    fn add(&mut self, epoch: u64, number: u8, len: usize, index: u32, leaves: u32, at_once: bool) {
        let now = self.model.now;
        let secret = secret(number, len);
        let go_over = if at_once { GoOver::AtOnce } else { GoOver::AfterDelay };
        let export = MlsExport { epoch, secret, own_index: index, leaves };
        let result = self.keys.add_epoch(export, go_over, now);
        let sender_bits = SenderBits::for_group(leaves);
        let due = now + DELAY;
        let new = Held { secret: number, index, sender_bits, leaves, due, goes: None };
        let expected = self.model.add(epoch, new, len);
        assert_eq!(result, expected);
        if expected.is_ok() {
            self.known.entry(epoch).or_insert(new);
            if at_once || self.model.sending.is_none() {
                self.model.make_due(epoch).unwrap();
            }
            self.model.advance(now);
        }
    }

    /// It goes out under the sending epoch's key, and is not taken for somebody else's.
    fn own_frame(&mut self, context: u64) {
        let Some(epoch) = self.model.sending else {
            assert_eq!(self.keys.encryptor(context).map(drop), Err(MlsKeysError::NoEpoch));
            return;
        };
        let held = self.model.held[&epoch];
        let encryptor = self.keys.encryptor(context).unwrap();
        let before = self.encryptors.entry(context).or_insert_with(|| Arc::clone(&encryptor));
        assert!(Arc::ptr_eq(before, &encryptor), "one encryptor for a context in an epoch");
        let kid = key_id(epoch, &held, held.index, context);
        assert_eq!(self.keys.fingerprint(epoch, context), Ok(encryptor.fingerprint()));
        let sealed = encryptor.encrypt_to_vec(b"own", b"").unwrap();
        let (Header { kid: named, counter }, len) = Header::parse(&sealed).unwrap();
        assert_eq!(named, kid);
        assert!(self.used.insert((kid, counter)) || self.wrapped(epoch), "a counter came twice");
        let mut nonce = [0; 12];
        nonce[4..].copy_from_slice(&counter.to_be_bytes());
        let secret = secret(held.secret, SUITE.key_len());
        let aead = Aead::derive(&RUST_CRYPTO, SUITE, kid, &secret).unwrap();
        let mut body = sealed[len..].to_vec();
        assert_eq!(aead.open_in_place(&nonce, &sealed[..len], &mut body).unwrap(), b"own");
        assert!(self.decryptor.decrypt_to_vec(&sealed, b"").is_err(), "an own frame was opened");
    }

    /// Whether another epoch had the same KIDs before.
    fn wrapped(&self, epoch: u64) -> bool {
        self.known.keys().any(|&other| other != epoch && other % (REACH + 1) == epoch % (REACH + 1))
    }

    /// Whether the decryptor has let an epoch go that it was told of: a newer one came a grace time
    /// ago.
    fn is_over(&self, epoch: u64) -> bool {
        let newer = self.told.iter().filter(|&(&told, _)| told > epoch).map(|(_, &at)| at).min();
        let since = newer.map(|newer| newer.max(self.told[&epoch]));
        since.is_some_and(|since| self.model.now >= since + GRACE)
    }

    /// It opens while its epoch is held, and not when the decryptor never had it, or when a newer
    /// one came a grace time ago.
    fn others_frame(&mut self, epoch: u64, context: u64) {
        let Some(&held) = self.known.get(&epoch) else { return };
        let other = (held.index + 1) % held.leaves;
        if other == held.index {
            return; // alone in the group
        }
        let encryptor = self.others.entry((epoch, context)).or_insert_with(|| {
            let secret = secret(held.secret, SUITE.key_len());
            let kid = key_id(epoch, &held, other, context);
            Encryptor::with_config(SUITE, kid, secret, counters()).unwrap()
        });
        let sealed = encryptor.encrypt_to_vec(b"other", b"").unwrap();
        let opened = self.decryptor.decrypt_to_vec(&sealed, b"");
        if self.has.contains(&epoch) {
            assert_eq!(opened.as_deref(), Ok(&b"other"[..]), "epoch {epoch}");
        } else if !self.told.contains_key(&epoch) || self.is_over(epoch) {
            assert!(opened.is_err(), "epoch {epoch} was opened without its key");
        }
    }
}

fn some_step() -> impl Strategy<Value = Step> {
    let epoch = || prop_oneof![6 => 0..8_u64, 1 => 8..16_u64, 1 => Just(u64::MAX)];
    // Mostly every epoch has the secret and the tree that belong to it.
    let export =
        (epoch(), 0..30_u8, 0..6_u32, any::<bool>()).prop_map(|(epoch, odd, n, at_once)| {
            let own = 20 + (epoch % 200) as u8;
            let secret = if odd == 0 { 20 + n as u8 } else { own };
            let len = if odd == 1 { 32 } else { SUITE.key_len() };
            let leaves = if odd == 2 { n + 1 } else { 4 };
            let index = if odd == 3 { n } else { 1 };
            Step::Epoch { epoch, secret, len, index, leaves, at_once }
        });
    prop_oneof![
        6 => export,
        1 => epoch().prop_map(Step::GoOver),
        4 => prop_oneof![Just(500_u64), Just(1500), Just(5000), 0..3000_u64].prop_map(Step::Wait),
        2 => Just(Step::Poll),
        4 => Just(Step::Update),
        4 => (0..3_u64).prop_map(|context| Step::Own { context }),
        6 => (epoch(), 0..2_u64).prop_map(|(epoch, context)| Step::Other { epoch, context }),
    ]
}

#[test]
fn mls_window() {
    super::run("MLS window", vec(some_step(), 1..100), |steps| {
        let mut world = World::new();
        steps.into_iter().for_each(|step| world.step(step));
    });
}
