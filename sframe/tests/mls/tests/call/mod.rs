//! People in a call: an MLS client each, the keys made from it, and frames between them.
#![allow(dead_code)] // each test binary uses its part

use std::time::Duration;

use frameseal::{
    CipherSuite, DEFAULT_SEND_DELAY, DecryptError, Decryptor, DecryptorConfig, EpochBits, GoOver,
    MlsKeys, MlsKeysConfig,
};
use mls_harness::{Change, Participant, Sent, mls_rs, openmls};

pub(crate) const META: &[u8] = b"metadata";
pub(crate) const AUDIO: u64 = 0;
pub(crate) const VIDEO: u64 = 1;

/// A library: makes one client of it.
pub(crate) type Library = fn(&str) -> anyhow::Result<Box<dyn Participant>>;

pub(crate) const BOTH: [Library; 2] = [openmls, mls_rs];

pub(crate) struct Person {
    pub(crate) mls: Box<dyn Participant>,
    pub(crate) keys: MlsKeys,
    pub(crate) decryptor: Decryptor,
}

impl Person {
    pub(crate) fn new(library: Library, name: &str, suite: CipherSuite) -> Self {
        let config = MlsKeysConfig::new(suite, EpochBits::new(4).unwrap());
        let keys = MlsKeys::new(config).unwrap();
        let decryptor = Decryptor::with_config(DecryptorConfig::for_layout(keys.layout()));
        Self { mls: library(name).unwrap(), keys, decryptor }
    }

    /// Takes the keys of the epoch that the MLS client is in.
    pub(crate) fn take_keys(&mut self, suite: CipherSuite, go_over: GoOver, now: Duration) {
        self.decryptor.advance(now);
        self.keys.add_epoch(self.mls.export(suite).unwrap(), go_over, now).unwrap();
        self.keys.update(&mut self.decryptor).unwrap();
    }

    pub(crate) fn seal(&mut self, context: u64) -> Vec<u8> {
        let encryptor = self.keys.encryptor(context).unwrap();
        encryptor.encrypt_to_vec(b"a frame", META).unwrap()
    }

    pub(crate) fn open(&mut self, frame: &[u8]) -> Result<Vec<u8>, DecryptError> {
        self.decryptor.decrypt_to_vec(frame, META)
    }
}

/// A call. All that goes between people are bytes.
pub(crate) struct Call {
    pub(crate) suite: CipherSuite,
    pub(crate) people: Vec<Person>,
    pub(crate) now: Duration,
    made: usize,
}

impl Call {
    /// A call of one.
    pub(crate) fn of(library: Library, suite: CipherSuite) -> Self {
        let mut call = Self { suite, people: Vec::new(), now: Duration::ZERO, made: 0 };
        let mut founder = call.person(library);
        founder.mls.create().unwrap();
        founder.take_keys(suite, GoOver::AfterDelay, call.now);
        call.people.push(founder);
        call
    }

    /// Somebody who is not in the call.
    pub(crate) fn person(&mut self, library: Library) -> Person {
        self.made += 1;
        Person::new(library, &format!("person {}", self.made), self.suite)
    }

    /// `by` adds one person for each library, in one commit.
    pub(crate) fn add(&mut self, by: usize, libraries: &[Library]) {
        let mut new: Vec<_> = libraries.iter().map(|&library| self.person(library)).collect();
        let adds: Vec<_> = new.iter_mut().map(|new| new.mls.key_package().unwrap()).collect();
        let change = Change { adds: &adds, ..Change::default() };
        let welcome = self.commit(by, change, GoOver::AfterDelay).welcome.unwrap();
        for mut new in new {
            new.mls.join(&welcome).unwrap();
            new.take_keys(self.suite, GoOver::AfterDelay, self.now);
            self.people.push(new);
        }
    }

    /// `by` removes people, who are given.
    pub(crate) fn remove(&mut self, by: usize, whom: &[usize]) -> Vec<Person> {
        let index = |&at: &usize| self.people[at].mls.place().unwrap().own_index;
        let removes: Vec<_> = whom.iter().map(index).collect();
        let change = Change { removes: &removes, ..Change::default() };
        let commit = self.people[by].mls.commit(change).unwrap().commit;
        let mut at = whom.to_vec();
        at.sort_unstable();
        let mut by_now = by;
        let mut gone = Vec::new();
        for at in at.into_iter().rev() {
            assert_ne!(at, by);
            by_now -= usize::from(at < by);
            gone.push(self.people.remove(at));
        }
        self.deliver(by_now, &commit, GoOver::AtOnce);
        for gone in &mut gone {
            gone.mls.process(&commit).unwrap();
        }
        gone
    }

    /// `by` commits; everybody else processes it, and all take the new keys.
    pub(crate) fn commit(&mut self, by: usize, change: Change<'_>, go_over: GoOver) -> Sent {
        let sent = self.people[by].mls.commit(change).unwrap();
        self.deliver(by, &sent.commit, go_over);
        sent
    }

    /// Everybody but `by` processes a commit, and all take the new keys.
    pub(crate) fn deliver(&mut self, by: usize, commit: &[u8], go_over: GoOver) {
        for (at, person) in self.people.iter_mut().enumerate() {
            if at != by {
                person.mls.process(commit).unwrap();
            }
            person.take_keys(self.suite, go_over, self.now);
        }
    }

    /// Lets the delay pass in which people go on sending in the old epoch.
    pub(crate) fn settle(&mut self) {
        self.wait(DEFAULT_SEND_DELAY);
        assert!(self.people.iter().all(|person| person.keys.sending() == person.keys.newest()));
    }

    pub(crate) fn wait(&mut self, time: Duration) {
        self.now += time;
        for person in &mut self.people {
            person.keys.advance(self.now);
            person.decryptor.advance(self.now);
        }
    }

    pub(crate) fn epoch(&self) -> u64 {
        self.people[0].mls.place().unwrap().epoch
    }

    /// Each of the people at `senders` seals a frame of audio and one of video, and everybody
    /// else opens both; the sender's own come back and are refused. Gives how many frames
    /// were opened.
    pub(crate) fn talk(&mut self, senders: impl IntoIterator<Item = usize>) -> usize {
        let mut opened = 0;
        for sender in senders {
            for context in [AUDIO, VIDEO] {
                let frame = self.people[sender].seal(context);
                for (at, person) in self.people.iter_mut().enumerate() {
                    let result = person.open(&frame);
                    if at == sender {
                        assert!(matches!(result, Err(DecryptError::Reflected { .. })));
                    } else {
                        let by = person.mls.library();
                        assert_eq!(result.as_deref(), Ok(&b"a frame"[..]), "{sender}, {at} {by}");
                        opened += 1;
                    }
                }
            }
        }
        opened
    }

    /// Everybody talks to everybody.
    pub(crate) fn all_talk(&mut self) -> usize {
        let people = self.people.len();
        let opened = self.talk(0..people);
        assert_eq!(opened, 2 * people * (people - 1));
        opened
    }
}
