//! The Rust participant of a call whose others are written in Kotlin.
//!
//! It does with the engine itself what `Participant.kt` does through its Kotlin face, and speaks the
//! same lines with the host. One thread does everything: the engine does no I/O and keeps no time.

// Counting and adding times; release builds keep overflow checks.
#![allow(clippy::arithmetic_side_effects)]

use std::io::{BufRead, Write};
use std::net::UdpSocket;
use std::path::Path;
use std::sync::mpsc::{self, TryRecvError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result};
use frameseal::call::{CallEvent, DeviceIdentity, Session, SessionConfig};
use frameseal::{Decryptor, ParkingLimits};
use getrandom::SysRng;
use getrandom::rand_core::UnwrapErr;

mod clips;
mod lines;
mod receiver;
mod sender;

use lines::{Order, Report, Said};
use receiver::Receiver;
use sender::Sender;

/// How long frames wait for their keys: one that the operator drops three times over comes in 2.8 s.
const PATIENCE: Duration = Duration::from_secs(5);

/// Arguments: its number, its name, the call's id, the operator's UDP port, and the folder with
/// media.
fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next().context("an argument is missing");
    let (number, name, call_id, operator, media) = (next()?, next()?, next()?, next()?, next()?);
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    socket.connect(("127.0.0.1", operator.parse()?))?;
    socket.set_read_timeout(Some(Duration::from_millis(2)))?;
    say(&Said::Ready { port: socket.local_addr()?.port() })?;

    let (rng, begun) = (Box::new(UnwrapErr(SysRng)), Instant::now());
    let identity = DeviceIdentity::generate(&mut UnwrapErr(SysRng));
    let started = u64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis())?;
    let config = SessionConfig::new(call_id.as_bytes(), &name, started);
    let clips = clips::read(Path::new(&media))?;
    let mut decryptor = Session::decryptor_config();
    decryptor.parking = ParkingLimits { frames: 1024, bytes: 4 << 20, age: PATIENCE };
    let mut participant = Participant {
        session: Session::join(config, identity, rng, begun.elapsed())?,
        decryptor: Decryptor::with_config(decryptor),
        sender: Sender::new(number.parse()?, clips, socket.try_clone()?),
        receiver: Receiver::new(socket),
    };
    let (orders, inbox) = mpsc::channel();
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            let Ok(order) = serde_json::from_str::<Order>(&line) else { return };
            if orders.send(order).is_err() {
                return;
            }
        }
    });
    loop {
        let now = begun.elapsed();
        match inbox.try_recv() {
            Ok(Order::Report) => return say(&Said::Report(participant.report())),
            Ok(order) => participant.obey(&order, now)?,
            Err(TryRecvError::Disconnected) => return Ok(()), // the host is gone
            Err(TryRecvError::Empty) => participant.go_on(now)?,
        }
        participant.follow_session()?;
    }
}

struct Participant {
    session: Session,
    decryptor: Decryptor,
    sender: Sender,
    receiver: Receiver,
}

impl Participant {
    fn obey(&mut self, order: &Order, now: Duration) -> Result<()> {
        match order {
            Order::Message { bytes } => {
                // The operator damages some and repeats others. What it drops is sent again.
                let _refused = self.session.handle(&hex::decode(bytes)?, now);
            }
            Order::Begin => self.sender.begin(now),
            Order::Rotate => self.session.rotate(),
            Order::Mute => self.sender.mute(),
            Order::Report => {}
        }
        Ok(())
    }

    /// Does what is due, and takes a packet that has come.
    fn go_on(&mut self, now: Duration) -> Result<()> {
        self.session.advance(now);
        self.decryptor.advance(now);
        self.sender.send_due(&mut self.session, now)?;
        self.receiver.take_packet(&mut self.decryptor, &self.session);
        Ok(())
    }

    /// Does what the session says.
    fn follow_session(&mut self) -> Result<()> {
        while let Some(message) = self.session.poll_outgoing() {
            say(&Said::Message { bytes: hex::encode(message.bytes) })?;
        }
        while let Some(change) = self.session.poll_key_change() {
            change.apply(&mut self.decryptor)?;
        }
        self.receiver.take_unparked(&mut self.decryptor, &self.session);
        while let Some(event) = self.session.poll_event() {
            if matches!(event, CallEvent::Joined { .. } | CallEvent::Left { .. }) {
                say(&Said::Sees { names: self.names() })?;
            }
        }
        Ok(())
    }

    fn names(&self) -> Vec<String> {
        self.session.members().map(|member| member.name.to_owned()).collect()
    }

    fn report(&mut self) -> Report {
        let (opened, refused, packets_received) = self.receiver.finish();
        Report {
            language: "Rust".to_owned(),
            id: hex::encode(self.session.id().as_bytes()),
            code: self.session.call_code().digits(),
            names: self.names(),
            sent: std::mem::take(&mut self.sender.sent),
            video_keys: self.sender.video_kids.len(),
            opened,
            refused,
            packets_sent: self.sender.packets,
            packets_received,
        }
    }
}

fn say(said: &Said) -> Result<()> {
    let mut out = std::io::stdout().lock();
    serde_json::to_writer(&mut out, said)?;
    out.write_all(b"\n")?;
    out.flush().context("the host is gone")
}
