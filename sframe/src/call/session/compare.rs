//! Comparing a short string with one other member (see `verification/sas.rs`).
//!
//! Its messages may get lost like all others: each side repeats its last one until the other
//! has gone on.

use alloc::vec::Vec;
use core::time::Duration;

use super::outgoing::SAS;
use super::{CallEvent, Session};
use crate::call::error::{MessageError, SessionError};
use crate::call::member::MemberId;
use crate::call::verification::{SAS_MESSAGE_LEN, Sas, SasCode, SasMessage};
use crate::call::wire::Reader;

/// 60 s: people look away, and an attacker must not wait for ever.
const PATIENCE: Duration = Duration::from_secs(60);

/// Where the comparison with one member has got to.
pub(super) enum Comparison {
    /// The other side has started; the user has not been asked yet.
    Asked(SasMessage),
    /// Under way.
    Running {
        sas: Sas,
        sent: SasMessage,
        received: Option<SasMessage>,
        retry_at: Duration,
        ends: Duration,
    },
    /// Over; who asks for our last message again has missed it.
    /// The code stays until this user goes on to another, also when the other side asks for one.
    Over {
        code: SasCode,
        sent: Option<SasMessage>,
        received: SasMessage,
        asked: Option<SasMessage>,
        until: Duration,
    },
}

impl Session {
    /// Starts comparing a short string with a member, because the user wants to. Both see it
    /// after [`CallEvent::Comparing`], in [`sas_code`](Self::sas_code).
    ///
    /// # Errors
    /// [`SessionError::NoSuchMember`] unless it is present.
    pub fn start_sas(&mut self, member: MemberId) -> Result<(), SessionError> {
        let context = self.sas_context(member)?;
        let (sas, message) = Sas::start(&mut *self.rng, &context);
        self.run(member, sas, message, None);
        Ok(())
    }

    /// Goes along with a comparison that the other side has started
    /// ([`CallEvent::ComparisonAsked`]), because the user wants to.
    ///
    /// # Errors
    /// [`SessionError::NoSuchMember`] unless it is present and has asked.
    pub fn accept_sas(&mut self, member: MemberId) -> Result<(), SessionError> {
        let context = self.sas_context(member)?;
        let missing = SessionError::NoSuchMember { member };
        let asked = match self.comparisons.get(&member) {
            Some(Comparison::Asked(asked) | Comparison::Over { asked: Some(asked), .. }) => *asked,
            _ => return Err(missing),
        };
        let (sas, answer) = Sas::answer(&mut *self.rng, &context, &asked).map_err(|_| missing)?;
        self.run(member, sas, answer, Some(asked));
        Ok(())
    }

    /// Gives what to compare with a member: five pictures or six digits, to be read aloud.
    /// If they differ, somebody is in between.
    pub fn sas_code(&self, member: MemberId) -> Option<SasCode> {
        match self.comparisons.get(&member) {
            Some(Comparison::Over { code, .. }) => Some(*code),
            _ => None,
        }
    }

    fn sas_context(&self, member: MemberId) -> Result<Vec<u8>, SessionError> {
        let peer = self.peers.get(&member).filter(|peer| peer.is_or_was_here());
        let peer = peer.ok_or(SessionError::NoSuchMember { member })?;
        let mut hashes = [self.hello.hash, peer.hello.hash];
        hashes.sort_unstable();
        Ok([&self.call[..], hashes.as_flattened()].concat())
    }

    fn run(&mut self, member: MemberId, sas: Sas, sent: SasMessage, received: Option<SasMessage>) {
        let (retry_at, ends) = (self.clock.now(), self.clock.now().saturating_add(PATIENCE));
        let running = Comparison::Running { sas, sent, received, retry_at, ends };
        self.comparisons.insert(member, running);
        self.work();
    }

    fn send_sas(&mut self, member: MemberId, message: SasMessage) {
        let content = [&[SAS][..], &message.to_bytes()].concat();
        self.send_parcel(member, &content);
    }

    pub(super) fn on_sas(
        &mut self,
        from: MemberId,
        reader: &mut Reader<'_>,
    ) -> Result<(), MessageError> {
        let message = reader.array::<SAS_MESSAGE_LEN>()?;
        reader.end()?;
        let message = SasMessage::parse(&message).map_err(|_| MessageError::Malformed)?;
        match self.comparisons.get_mut(&from) {
            Some(Comparison::Running { sent, received, .. }) if *received == Some(message) => {
                let again = *sent;
                self.send_sas(from, again);
            }
            Some(Comparison::Over { sent, received, .. }) if *received == message => {
                if let Some(again) = *sent {
                    self.send_sas(from, again);
                }
            }
            Some(Comparison::Running { sas, sent, received, retry_at, .. }) => {
                match sas.receive(&message) {
                    Ok(step) => {
                        *received = Some(message);
                        *retry_at = self.clock.now();
                        if let Some(next) = step.send {
                            *sent = next;
                        }
                        if let Some(code) = step.code {
                            let (sent, received) = (step.send, message);
                            let until = self.clock.now().saturating_add(PATIENCE);
                            let over =
                                Comparison::Over { code, sent, received, asked: None, until };
                            self.comparisons.insert(from, over);
                            if let Some(last) = step.send {
                                self.send_sas(from, last);
                            }
                            self.event(CallEvent::Comparing { member: from });
                        }
                    }
                    Err(_) => {
                        self.comparisons.remove(&from);
                        self.event(CallEvent::ComparisonFailed { member: from });
                    }
                }
            }
            // A new run, which only the user may begin; asked once.
            Some(Comparison::Asked(asked) | Comparison::Over { asked: Some(asked), .. })
                if message.starts() =>
            {
                *asked = message
            }
            Some(Comparison::Over { asked, .. }) if message.starts() => {
                *asked = Some(message);
                self.event(CallEvent::ComparisonAsked { member: from });
            }
            None if message.starts() => {
                self.comparisons.insert(from, Comparison::Asked(message));
                self.event(CallEvent::ComparisonAsked { member: from });
            }
            _ => return Err(MessageError::Replayed),
        }
        Ok(())
    }

    /// The member is gone, while the two could not have compared yet. If it knew the code and did
    /// not like it, that was its one try.
    pub(super) fn break_off(&mut self, member: MemberId) {
        let now = self.clock.now();
        match self.comparisons.remove(&member) {
            Some(Comparison::Running { .. }) => {}
            Some(Comparison::Over { until, .. }) if now < until => {}
            _ => return,
        }
        self.event(CallEvent::ComparisonFailed { member });
    }

    /// Repeats what was not answered, and gives up in the end.
    pub(super) fn go_on_comparing(&mut self) {
        let (now, retry) = (self.clock.now(), self.timing.retry);
        let (mut again, mut given_up) = (Vec::new(), Vec::new());
        for (&member, comparison) in &mut self.comparisons {
            if let Comparison::Running { sent, retry_at, ends, .. } = comparison {
                if now >= *ends {
                    given_up.push(member);
                } else if now >= *retry_at {
                    *retry_at = now.saturating_add(retry);
                    again.push((member, *sent));
                }
            }
        }
        for (member, message) in again {
            self.send_sas(member, message);
        }
        for member in given_up {
            self.comparisons.remove(&member);
            self.event(CallEvent::ComparisonFailed { member });
        }
    }

    pub(super) fn next_comparison(&self) -> Option<Duration> {
        let running = self.comparisons.values().filter_map(|comparison| match comparison {
            Comparison::Running { retry_at, ends, .. } => Some((*retry_at).min(*ends)),
            _ => None,
        });
        running.min()
    }
}
