//! The operator: an SFU in a process of its own that forwards, records, attacks, and tries to
//! read. It holds no key.

use std::collections::HashMap;
use std::io::{BufRead, Write};
use std::net::{SocketAddr, UdpSocket};
use std::path::Path;
use std::sync::mpsc;
use std::time::Duration;

use anyhow::{Context, Result};
use frameseal::CipherSuite;
use serde::{Deserialize, Serialize};

use crate::format::Format;
use crate::outcome;
use crate::plan::Plan;

mod attacks;
pub mod frames;
mod inspect;
mod recording;

use attacks::{Attacker, Copy};
use recording::Recording;

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
    /// Its media port is open.
    Ready {
        /// Where members send to.
        address: SocketAddr,
    },
    /// A member has been admitted.
    Admitted,
    /// What it did and what it has.
    Finished {
        /// Packets by attack, in the order of [`attacks::NAMES`].
        attacks: Vec<u64>,
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
    /// Frames opened with the leaver's keys, from before and from after it left.
    pub leaver: (u64, u64),
}

/// Gives the attacks' outcome, with what receivers accepted.
pub fn attacks_outcome(packets: &[u64]) -> Vec<outcome::Attack> {
    let named = attacks::NAMES.iter().zip(packets);
    named.map(|(&name, &packets)| outcome::Attack { name, packets, accepted: 0 }).collect()
}

/// Runs the operator until it is told to finish.
///
/// # Errors
/// When a socket or the recording fails.
pub fn run(
    format: Format,
    plan: Plan,
    reports_to: SocketAddr,
    pcap: &Path,
    seed: u64,
) -> Result<()> {
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    socket.set_read_timeout(Some(Duration::from_millis(2)))?;
    answer(&Answer::Ready { address: socket.local_addr()? })?;
    let (commands, inbox) = mpsc::channel();
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            let Ok(command) = serde_json::from_str::<Command>(&line) else { return };
            if commands.send(command).is_err() {
                return;
            }
        }
    });
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
                answer(&Answer::Admitted)?;
            }
            Ok(Command::Finish { suite, leaver_keys }) => {
                let suite = CipherSuite::try_from(suite)?;
                let recorded = sfu.recording.finish()?;
                let loot = inspect::Inspector { format, suite, plan };
                let loot = loot.inspect(&recorded, &leaver_keys)?;
                return answer(&Answer::Finished { attacks: sfu.attacker.counts().to_vec(), loot });
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

struct Sfu {
    plan: Plan,
    socket: UdpSocket,
    reports_to: SocketAddr,
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
        let mut report = [0; 16];
        let (taken, passed_on) = report.split_at_mut(8);
        taken.copy_from_slice(&self.taken.to_be_bytes());
        passed_on.copy_from_slice(&self.passed_on.to_be_bytes());
        self.socket.send_to(&report, self.reports_to)?;
        Ok(())
    }
}

fn answer(answer: &Answer) -> Result<()> {
    let mut out = std::io::stdout().lock();
    serde_json::to_writer(&mut out, answer)?;
    out.write_all(b"\n")?;
    out.flush().context("the call's process is gone")
}
