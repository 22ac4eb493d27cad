//! The operator: an SFU in a process of its own that forwards media and key messages, records
//! and attacks both, and tries to read. It holds no key.

use std::collections::HashMap;
use std::io::{BufRead, Write};
use std::net::{SocketAddr, TcpListener, UdpSocket};
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc};
use std::time::Duration;

use anyhow::{Context, Result};
use frameseal::CipherSuite;
use serde::{Deserialize, Serialize};

use crate::format::Format;
use crate::ledger::FrameHash;
use crate::outcome;
use crate::plan::Plan;
use crate::signalling::Line;

mod attacks;
pub mod frames;
mod impostor;
mod inspect;
mod recording;
mod relay;

use attacks::{Attacker, Copy};
use impostor::Impostor;
use recording::Recording;
use relay::Relay;

pub use relay::KeyLoot;

/// What the operator is told, one JSON object a line on its standard input.
#[derive(Debug, Serialize, Deserialize)]
pub enum Command {
    /// A member joins from this address.
    Admit {
        /// Its number.
        member: usize,
        /// Its address.
        address: SocketAddr,
        /// Send it what was recorded before it came, to see whether it can read the past.
        replay_past: bool,
    },
    /// Put yourself between two people who call each other.
    Swap {
        /// The call's id: the server that arranges calls knows it.
        call_id: String,
        /// The cipher suite's number.
        suite: u16,
        /// Their names.
        names: [String; 2],
    },
    /// The call is over. Try to read the recording, with these keys of the member who left.
    Finish {
        /// The cipher suite's number, which signalling reveals anyway.
        suite: u16,
        /// Number (SFrame: KID) and secret, in hexadecimal, of everything the leaver could read.
        leaver_keys: Vec<(u64, String)>,
    },
}

/// What the operator answers, one JSON object a line on its standard output.
#[derive(Debug, Serialize, Deserialize)]
pub enum Answer {
    /// Its ports are open.
    Ready {
        /// Where members send media to.
        media: SocketAddr,
        /// Where they exchange key messages.
        signalling: SocketAddr,
    },
    /// It did as it was told.
    Done,
    /// What it did and what it has.
    Finished {
        /// Packets by attack, in the order of [`attacks::NAMES`].
        attacks: Vec<u64>,
        /// Key messages by attack, in the order of [`relay::NAMES`].
        key_attacks: Vec<u64>,
        /// Packets passed on.
        passed_on: u64,
        /// What it has.
        loot: Loot,
    },
}

/// What the operator has after the call.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Loot {
    /// Packets received and their bytes.
    pub packets: (u64, u64),
    /// Frames it could put together.
    pub frames: u64,
    /// KID, frames, lowest and highest counter.
    pub kids: Vec<(u64, u64, u64, u64)>,
    /// Byte strings from the wire tried as keys, and frames opened with them.
    pub wire_keys: (u64, u64),
    /// Frames opened with the leaver's keys.
    pub leaver_opened: Vec<FrameHash>,
    /// What it has of the key messages.
    pub keys: KeyLoot,
    /// What it read between the two whose identities it took.
    pub swap_read: Vec<FrameHash>,
}

/// Gives the attacks' outcome; what was accepted of them, receivers say.
pub fn attacks_outcome(packets: &[u64], key_messages: &[u64]) -> Vec<outcome::Attack> {
    let on_media = attacks::NAMES.iter().zip(packets);
    let on_keys = relay::NAMES.iter().zip(key_messages);
    let attack = |(&name, &packets)| outcome::Attack { name, packets, accepted: 0 };
    on_media.chain(on_keys).map(attack).collect()
}

/// Runs the operator until it is told to finish.
///
/// # Errors
/// When a socket or the recording fails.
pub fn run(
    format: Format,
    plan: Plan,
    reports_to: Option<SocketAddr>,
    pcap: &Path,
    seed: u64,
) -> Result<()> {
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    socket.set_read_timeout(Some(Duration::from_millis(2)))?;
    let signalling = TcpListener::bind("127.0.0.1:0")?;
    answer(&Answer::Ready { media: socket.local_addr()?, signalling: signalling.local_addr()? })?;
    let office = Arc::new(Mutex::new(Office { relay: Relay::new(seed), impostor: None }));
    let (commands, inbox) = mpsc::channel();
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            let Ok(command) = serde_json::from_str::<Command>(&line) else { return };
            if commands.send(command).is_err() {
                return;
            }
        }
    });
    let served = Arc::clone(&office);
    std::thread::spawn(move || serve(&signalling, &served));
    let mut sfu = Sfu {
        plan,
        socket,
        reports_to,
        members: HashMap::new(),
        addresses: HashMap::new(),
        attacker: Attacker::new(format, seed),
        recording: Recording::create(pcap)?,
        taken: 0,
        passed_on: 0,
    };
    let mut packet = [0; 2048];
    loop {
        match inbox.try_recv() {
            Ok(Command::Admit { member, address, replay_past }) => {
                sfu.admit(member, address, replay_past)?;
                answer(&Answer::Done)?;
            }
            Ok(Command::Swap { call_id, suite, names }) => {
                let impostor = Impostor::new(&call_id, CipherSuite::try_from(suite)?, names)?;
                locked(&office).impostor = Some(impostor);
                answer(&Answer::Done)?;
            }
            Ok(Command::Finish { suite, leaver_keys }) => {
                let suite = CipherSuite::try_from(suite)?;
                let recorded = sfu.recording.finish()?;
                let office = locked(&office);
                let inspector = inspect::Inspector { format, suite };
                let mut loot = inspector.inspect(&recorded, &office.relay, &leaver_keys)?;
                loot.swap_read =
                    office.impostor.as_ref().map(|i| i.read.clone()).unwrap_or_default();
                let attacks = sfu.attacker.counts().to_vec();
                let key_attacks = office.relay.counts().to_vec();
                let passed_on = sfu.passed_on;
                return answer(&Answer::Finished { attacks, key_attacks, passed_on, loot });
            }
            Err(mpsc::TryRecvError::Disconnected) => return Ok(()), // the call was given up
            Err(mpsc::TryRecvError::Empty) => {}
        }
        match sfu.socket.recv_from(&mut packet) {
            Ok((len, from)) => sfu.on_packet(packet.get(..len).unwrap_or_default(), from)?,
            Err(_timeout) => sfu.on_quiet()?,
        }
    }
}

/// What deals with key messages.
struct Office {
    relay: Relay,
    /// Takes over when there is one.
    impostor: Option<Impostor>,
}

/// Takes turns on the signalling channel until the other side is gone.
fn serve(listener: &TcpListener, office: &Mutex<Office>) -> std::io::Result<()> {
    let mut line = Line::new(listener.accept()?.0)?;
    loop {
        let (parcels, now) = line.hear()?;
        let answers = {
            let mut office = locked(office);
            match &mut office.impostor {
                Some(impostor) => impostor.turn(parcels, now),
                None => office.relay.turn(parcels, now),
            }
        };
        line.say(&answers, now)?;
    }
}

fn locked(office: &Mutex<Office>) -> MutexGuard<'_, Office> {
    office.lock().unwrap_or_else(PoisonError::into_inner)
}

struct Sfu {
    plan: Plan,
    socket: UdpSocket,
    reports_to: Option<SocketAddr>,
    members: HashMap<usize, SocketAddr>,
    addresses: HashMap<SocketAddr, usize>,
    attacker: Attacker,
    recording: Recording,
    taken: u64,
    passed_on: u64,
}

impl Sfu {
    fn admit(&mut self, member: usize, address: SocketAddr, replay_past: bool) -> Result<()> {
        self.members.insert(member, address);
        self.addresses.insert(address, member);
        if replay_past {
            for packet in self.recording.latest(attacks::MAX_PAST) {
                self.socket.send_to(packet, address)?;
                self.passed_on += 1;
                self.attacker.count(attacks::REPLAYED_PAST);
            }
        }
        Ok(())
    }

    fn on_packet(&mut self, packet: &[u8], from: SocketAddr) -> Result<()> {
        self.taken += 1;
        let Some(&sender) = self.addresses.get(&from) else { return Ok(()) };
        let to = self.socket.local_addr()?;
        self.recording.add(packet, from, to)?;
        for receiver in 0..self.plan.members() {
            let reflected = receiver == sender && self.attacker.reflects();
            if !reflected && !self.plan.forwards(sender, receiver) {
                continue;
            }
            if self.members.contains_key(&receiver) {
                let copies = if reflected {
                    vec![Copy { receiver, packet: packet.to_vec() }]
                } else {
                    self.attacker.forward(packet, receiver, &self.recording)
                };
                self.send(copies)?;
            }
        }
        if self.taken.is_multiple_of(8) {
            self.report()?;
        }
        Ok(())
    }

    /// Nothing comes in: let go of what was held back.
    fn on_quiet(&mut self) -> Result<()> {
        let held = self.attacker.release();
        self.send(held)?;
        self.report()
    }

    fn send(&mut self, copies: Vec<Copy>) -> Result<()> {
        for copy in copies {
            if let Some(address) = self.members.get(&copy.receiver) {
                self.socket.send_to(&copy.packet, address)?;
                self.passed_on += 1;
            }
        }
        Ok(())
    }

    fn report(&mut self) -> Result<()> {
        let Some(address) = self.reports_to else { return Ok(()) };
        let mut report = [0; 16];
        let (taken, passed_on) = report.split_at_mut(8);
        taken.copy_from_slice(&self.taken.to_be_bytes());
        passed_on.copy_from_slice(&self.passed_on.to_be_bytes());
        self.socket.send_to(&report, address)?;
        Ok(())
    }
}

fn answer(answer: &Answer) -> Result<()> {
    let mut out = std::io::stdout().lock();
    serde_json::to_writer(&mut out, answer)?;
    out.write_all(b"\n")?;
    out.flush().context("the call's process is gone")
}
