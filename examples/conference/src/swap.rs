//! The second act: two people call each other, and the operator is between them.
//!
//! Frames cannot show it, for each of the two has an honest exchange with somebody who has the
//! right name. The call code does: it stands for the identities that each of the two sees.

use std::collections::HashSet;
use std::time::Duration;

use anyhow::{Context, Result};
use frameseal::call::{MediaKind, Session};
use frameseal::{CipherSuite, Decryptor};

use crate::keys::{self, call_code_of};
use crate::ledger::FrameHash;
use crate::media::Clip;
use crate::outcome;
use crate::plan::TICK;
use crate::signalling::{Content, Line, Parcel};

/// The id of their call; the server that arranges calls knows it.
pub const CALL_ID: &str = "Alice and Bob";

/// The two, as each sees the other's name.
pub const NAMES: [&str; 2] = ["Alice", "Bob"];

/// Until the two have met whomever there is.
const GREETING: Duration = Duration::from_secs(1);

/// Frames that each of them sends.
const FRAMES: usize = 100;

struct Victim {
    session: Session,
    decryptor: Decryptor,
    sent: Vec<Vec<u8>>,
    received: Vec<Vec<u8>>,
}

/// Runs the act over a channel on which the operator plays both parts.
///
/// # Errors
/// When the operator is gone.
pub fn run(line: &mut Line, suite: CipherSuite, clips: &[impl AsRef<Clip>]) -> Result<Act> {
    let victim = |name: &str| -> Result<Victim> {
        Ok(Victim {
            session: keys::join(CALL_ID.as_bytes(), name, suite, Duration::ZERO)?,
            decryptor: Decryptor::with_config(Session::decryptor_config()),
            sent: Vec::new(),
            received: Vec::new(),
        })
    };
    let mut victims = [victim(NAMES[0])?, victim(NAMES[1])?];
    let mut now = Duration::ZERO;
    while now < GREETING {
        turn(line, &mut victims, &[], now)?;
        now += TICK;
    }
    let frames = clips.iter().flat_map(|clip| &clip.as_ref().frames);
    let frames: Vec<_> = frames.map(|frame| frame.data.clone()).take(2 * FRAMES).collect();
    for two in frames.chunks_exact(2) {
        let mut parcels = Vec::new();
        for ((member, victim), frame) in victims.iter_mut().enumerate().zip(two) {
            let encryptor = victim.session.encryptor(MediaKind::Video)?;
            let content = Content::Frame(encryptor.encrypt_to_vec(frame, b"")?);
            victim.sent.push(frame.clone());
            parcels.push(Parcel { member, content });
        }
        turn(line, &mut victims, &parcels, now)?;
        now += TICK;
    }
    Ok(Act { victims })
}

fn turn(
    line: &mut Line,
    victims: &mut [Victim; 2],
    frames: &[Parcel],
    now: Duration,
) -> Result<()> {
    let mut parcels = frames.to_vec();
    for (member, victim) in victims.iter_mut().enumerate() {
        victim.session.advance(now);
        victim.decryptor.advance(now);
        while let Some(message) = victim.session.poll_outgoing() {
            parcels.push(Parcel { member, content: Content::KeyMessage(message.bytes) });
        }
    }
    line.say(&parcels, now).context("the operator's process is gone")?;
    for Parcel { member, content } in line.hear().context("the operator's process is gone")?.0 {
        let Some(victim) = victims.get_mut(member) else { continue };
        match content {
            Content::KeyMessage(bytes) => {
                let _refused = victim.session.handle(&bytes, now);
                while let Some(change) = victim.session.poll_key_change() {
                    change.apply(&mut victim.decryptor)?;
                }
            }
            Content::Frame(frame) => {
                victim.received.extend(victim.decryptor.decrypt_to_vec(&frame, b"").ok());
            }
        }
    }
    Ok(())
}

/// The act once it is over.
pub struct Act {
    victims: [Victim; 2],
}

impl Act {
    /// Says how it went, with what the operator says that it read; and what should have gone
    /// otherwise.
    pub fn judge(&self, read: &[FrameHash]) -> (outcome::Swap, Vec<String>) {
        let [alice, bob] = &self.victims;
        let read: HashSet<_> = read.iter().collect();
        let sent = || alice.sent.iter().chain(&bob.sent);
        let mut names = self.victims.iter().map(|victim| {
            let names = victim.session.members().filter(|member| member.is_present);
            names.map(|member| member.name.to_owned()).collect::<Vec<_>>()
        });
        let names = [names.next().unwrap_or_default(), names.next().unwrap_or_default()];
        let swap = outcome::Swap {
            frames: sent().count() as u64,
            opened: (alice.received.len() + bob.received.len()) as u64,
            read_by_operator: sent().filter(|f| read.contains(&FrameHash::of(f))).count() as u64,
            alice_reads: call_code_of(&alice.session),
            bob_reads: call_code_of(&bob.session),
        };
        let checks = [
            (
                names != [[NAMES[1]], [NAMES[0]]],
                "the operator did not get between Alice and Bob, so the second act shows nothing",
            ),
            (
                alice.sent != bob.received || bob.sent != alice.received || alice.sent.is_empty(),
                "frames did not arrive behind the operator, so the second act shows nothing",
            ),
            (
                swap.read_by_operator != swap.frames,
                "the operator did not read what it passed on, so the second act shows nothing",
            ),
            (
                swap.alice_reads == swap.bob_reads,
                "the call codes were equal although the operator was in between",
            ),
        ];
        let violations = checks.into_iter().filter(|(violated, _)| *violated);
        (swap, violations.map(|(_, what)| what.to_owned()).collect())
    }
}
