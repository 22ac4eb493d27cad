//! Target `member`: what a member does to another who keeps to no rule of the protocol.
//!
//! What she says is authentic: her parcels are sealed under the secret that she shares with the
//! victim, her statuses and decisions are signed. So whatever the fuzzer makes up reaches what lies
//! behind authentication. Sessions stay from input to input for a while; each input tries up to 16
//! messages.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::time::Duration;

use frameseal::call::{KeyChange, MAX_MESSAGE_LEN, MemberId, Session};
use frameseal::{Decryptor, KeyId};

use super::bytes::Input;
use super::call::{START, honest, join, recorded};
use super::mallory::{Channel, DECISION, INTRODUCTION, Mallory, PARCEL, Shown, kind_of, to_of};

/// Inputs after which everything is made anew.
const RENEWED: u32 = 256;

/// Two generations of four kinds from each of three members, and what a ratchet leaves behind.
const MOST_KEYS: usize = 3 * 2 * 4 * 3;

thread_local! {
    static WORLD: RefCell<(u32, Option<World>)> = const { RefCell::new((0, None)) };
}

struct World {
    victim: Session,
    victim_shown: Shown,
    mallory: Mallory,
    channel: Channel,
    decryptor: Decryptor,
    /// Whose each key is that was given.
    keys: BTreeMap<KeyId, MemberId>,
    /// Whether she decided about anybody: members may then go.
    decided: bool,
    now: Duration,
}

pub fn member(data: &[u8]) {
    WORLD.with_borrow_mut(|(inputs, world)| {
        if inputs.is_multiple_of(RENEWED) {
            *world = None;
        }
        *inputs = inputs.wrapping_add(1);
        let mut input = Input(data);
        for _ in 0..16 {
            if input.is_empty() {
                break;
            }
            let here = world.get_or_insert_with(World::new);
            here.step(&mut input);
            if here.victim.ended().is_some() {
                assert!(here.decided, "nobody may end it");
                *world = None;
            }
        }
    });
}

impl World {
    fn new() -> Self {
        let mut victim = join(0, START);
        let hello = victim.poll_outgoing().unwrap().bytes;
        let victim_shown = Shown::by(&hello);
        for message in &recorded()[..recorded().len() / 2] {
            let _not_mine = victim.handle(message, START);
        }
        let mut mallory = Mallory::new(1, &victim_shown);
        victim.handle(&mallory.hello(), START).unwrap();
        let (introduction, mut channel) = mallory.introduce(&victim_shown);
        victim.handle(&introduction, START).unwrap();
        let mut sent = core::iter::from_fn(|| victim.poll_outgoing().map(|message| message.bytes));
        let is_hers = |m: &Vec<u8>| kind_of(m) == INTRODUCTION && to_of(m) == mallory.id();
        let met = Mallory::met(&sent.find(is_hers).unwrap());
        victim.handle(&mallory.parcel(victim_shown.id, &mut channel, &met), START).unwrap();
        let mut world = Self {
            victim,
            victim_shown,
            mallory,
            channel,
            decryptor: Decryptor::with_config(Session::decryptor_config()),
            keys: BTreeMap::new(),
            decided: false,
            now: START,
        };
        world.take_changes();
        while world.victim.poll_outgoing().is_some() {}
        let present = world.victim.members().filter(|member| member.is_present);
        assert!(present.map(|member| member.id).any(|id| id == world.mallory.id()));
        world
    }

    fn step(&mut self, input: &mut Input<'_>) {
        super::tried();
        let mut content = match input.below(8) {
            0 => Mallory::keys(input.number(), input.two_bytes(), input.byte(), input.byte()),
            1 => Mallory::ack(input.number(), input.byte()),
            2 | 3 => {
                let ids: Vec<_> = (0..input.below(4)).map(|_| self.somebody(input)).collect();
                let decisions: Vec<_> = (0..input.below(3)).map(|_| self.decision(input)).collect();
                Mallory::decisions(&ids, &decisions)
            }
            4 => return self.say_aloud(input),
            5 => {
                self.now += Duration::from_millis(u64::from(input.byte()));
                self.victim.advance(self.now);
                return self.look();
            }
            // Of a kind that there is, or of any.
            6 => [&[1 + input.byte() % 5][..], input.some_bytes(200)].concat(),
            _ => input.some_bytes(200).to_vec(),
        };
        for _ in 0..input.below(3) {
            input.edit(&mut content, &[]);
        }
        let to = self.victim_shown.id;
        let mut message = self.mallory.parcel(to, &mut self.channel, &content);
        if input.below(16) == 15 {
            input.edit(&mut message, &[]);
        }
        let _refused = self.victim.handle(&message, self.now);
        // A parcel is worth something once; an edit may have made a hello of it.
        if message.get(1) == Some(&PARCEL) && self.victim.ended().is_none() {
            assert!(self.victim.handle(&message, self.now).is_err(), "taken twice");
        }
        self.look();
    }

    /// What she signs for everybody.
    fn say_aloud(&mut self, input: &mut Input<'_>) {
        let mut message = match input.below(4) {
            // Without a goodbye, after which nothing she says counts.
            0 => self.mallory.status(input.byte() & !1),
            1 => {
                let revision = input.number();
                self.mallory.status_numbered(revision, input.byte() & !1)
            }
            2 => self.mallory.hello(),
            _ => {
                let decision = self.decision(input);
                [self.mallory.envelope(DECISION, None), decision].concat()
            }
        };
        if input.below(8) == 7 {
            input.edit(&mut message, &[]);
        }
        let _refused = self.victim.handle(&message, self.now);
        self.look();
    }

    fn decision(&mut self, input: &mut Input<'_>) -> Vec<u8> {
        self.decided = true;
        let (subject, author) = (self.somebody(input), self.somebody(input));
        let mut decision =
            self.mallory.decide(input.byte() % 4, (subject, self.mallory.key()), author);
        if input.below(4) == 3 {
            input.edit(&mut decision, &[]);
        }
        decision
    }

    fn somebody(&self, input: &mut Input<'_>) -> MemberId {
        let known: Vec<_> = honest().iter().copied().collect();
        match input.below(5) {
            0 => self.victim_shown.id,
            1 => self.mallory.id(),
            2 => MemberId::new([input.byte(); 16]),
            which => known[which - 3],
        }
    }

    /// What must hold whatever she says.
    fn look(&mut self) {
        let mallory = self.mallory.id();
        let known = |id: MemberId| id == mallory || honest().contains(&id);
        assert!(self.victim.members().all(|member| known(member.id)), "who never was there");
        self.take_changes();
        let mut sent = 0;
        while let Some(message) = self.victim.poll_outgoing() {
            sent += 1;
            assert!(message.bytes.len() <= MAX_MESSAGE_LEN);
        }
        assert!(sent <= 64, "{sent} messages for one");
        while self.victim.poll_event().is_some() {}
        assert!(self.decryptor.key_stats().count() <= MOST_KEYS);
    }

    /// Her keys are hers, and so is what goes.
    fn take_changes(&mut self) {
        let mallory = self.mallory.id();
        while let Some(change) = self.victim.poll_key_change() {
            match &change {
                KeyChange::Receive { from, key, .. } => {
                    let whose = self.keys.insert(key.key_id(), *from);
                    assert!(whose.is_none_or(|whose| whose == *from), "a key of two members");
                }
                KeyChange::Retire { kid } | KeyChange::Remove { kid } => {
                    let whose = self.keys[kid];
                    assert!(whose == mallory || self.decided || self.now > START, "not hers");
                }
                _ => {}
            }
            let _refused = change.apply(&mut self.decryptor);
        }
    }
}
