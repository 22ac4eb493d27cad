//! Keys of formats that have ways of their own to agree on them, which are not part of the
//! library: handed out inside this process, out of the operator's sight.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;

use super::{Options, Running};
use crate::keys::to_hex;
use crate::media::Clip;
use crate::plan::Role;
use crate::receiver::Order;

/// How long keys take: frames under a new one overtake it and wait.
const KEY_DELAY: Duration = Duration::from_millis(60);

impl Running {
    /// Before the call: everybody who is sent somebody's frames has the key.
    pub(super) fn share_everybodys_keys(&mut self) -> Result<()> {
        for sender in 0..self.senders.len() {
            self.share_key_of(sender, None)?;
        }
        Ok(())
    }

    /// A member joins: all take a fresh key, and give it to all and the newcomer; it gives all a
    /// key of its own. Keys take a while to arrive at those who are sent frames.
    pub(super) fn hand_out_to_newcomer(
        &mut self,
        options: &Options,
        clips: &[Arc<Clip>],
        now: Duration,
    ) -> Result<()> {
        let newcomer = self.plan.participants;
        for sender in 0..newcomer {
            self.renew(sender, now)?;
        }
        self.admit(newcomer, options, clips)?;
        for sender in 0..newcomer {
            if self.plan.forwards(sender, newcomer)
                && let Some(Some(from)) = self.senders.get(sender)
            {
                let key = Order::AddKey(from.share_key()?);
                self.order(newcomer, key)?;
            }
        }
        self.share_key_of(newcomer, Some(now + KEY_DELAY))
    }

    /// A member has left: everybody else starts over with a fresh key and lets the old ones go.
    pub(super) fn hand_out_without_leaver(&mut self, now: Duration) -> Result<()> {
        if let Some(leaver) = self.gone.last() {
            let (member, key) = (leaver.member(), leaver.share_key()?);
            self.retire(member, key.number)?;
        }
        for sender in 0..self.senders.len() {
            self.renew(sender, now)?;
        }
        Ok(())
    }

    fn renew(&mut self, sender: usize, now: Duration) -> Result<()> {
        let Some(Some(from)) = self.senders.get_mut(sender) else { return Ok(()) };
        let old = from.share_key()?;
        from.renew()?;
        let leaver = self.plan.participants - 1;
        if self.plan.forwards(sender, leaver) {
            self.leaver_keys.push((old.number, to_hex(old.secret.expose())));
        }
        self.share_key_of(sender, Some(now + KEY_DELAY))?;
        self.retire(sender, old.number)
    }

    /// Hands the current key of `sender` to those present who are sent its frames, at once or
    /// at a later moment.
    fn share_key_of(&mut self, sender: usize, at: Option<Duration>) -> Result<()> {
        for receiver in 0..self.orders.len() {
            let present = matches!(self.senders.get(receiver), Some(Some(_)));
            if !present || !self.plan.forwards(sender, receiver) {
                continue;
            }
            let Some(Some(from)) = self.senders.get(sender) else { continue };
            let order = Order::AddKey(from.share_key()?);
            match at {
                Some(at) => self.under_way.push((at, receiver, order)),
                None => self.order(receiver, order)?,
            }
        }
        Ok(())
    }

    fn retire(&mut self, sender: usize, number: u64) -> Result<()> {
        for receiver in 0..self.orders.len() {
            if self.plan.forwards(sender, receiver) && self.plan.role(receiver) != Role::Leaves {
                self.order(receiver, Order::RetireKey(number))?;
            }
        }
        Ok(())
    }

    /// Delivers the keys whose time has come.
    pub(super) fn deliver_keys(&mut self, now: Duration) -> Result<()> {
        let (due, later) =
            std::mem::take(&mut self.under_way).into_iter().partition(|&(at, ..)| at <= now);
        self.under_way = later;
        let due: Vec<_> = due;
        if !due.is_empty() {
            self.flow.settle(); // in a fast call, too, frames overtake their keys
        }
        due.into_iter().try_for_each(|(_, receiver, order)| self.order(receiver, order))
    }
}
