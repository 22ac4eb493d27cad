//! Who is in the call, when they come and go, and who is sent what.
//!
//! Both processes know the plan; neither keys nor media are part of it.

use std::time::Duration;

/// The call advances in steps of this length; frames are sent in the step they are due.
pub const TICK: Duration = Duration::from_millis(20);

/// Bytes of one RTP packet, headers included: what fits every path without fragmentation.
pub const MAX_PACKET: usize = 1200;

/// The moments at which the membership changes, as shares of the call.
const JOIN_AT: f64 = 0.35;
const LEAVE_AT: f64 = 0.65;

/// Three stretches of a call between its two changes of membership. A sender whose session
/// changes the keys goes on to the next when its keys do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Before the newcomer joins.
    First,
    /// Everybody is there.
    Full,
    /// After one member has left.
    Last,
}

/// What a member does during the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// From beginning to end.
    Stays,
    /// Leaves before the last phase.
    Leaves,
    /// Joins after the first phase.
    Joins,
}

impl Role {
    /// Names the role for the report.
    pub fn name(self) -> &'static str {
        match self {
            Self::Stays => "stays",
            Self::Leaves => "leaves",
            Self::Joins => "joins",
        }
    }

    /// Says whether a member of this role is in the call during `phase`, and so both sends
    /// and may read what is sent.
    pub fn is_present(self, phase: Phase) -> bool {
        match self {
            Self::Stays => true,
            Self::Leaves => phase < Phase::Last,
            Self::Joins => phase > Phase::First,
        }
    }
}

/// The plan of a call.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// Participants at the start; they are numbered from 0, the newcomer comes last.
    pub participants: usize,
    /// How many senders each receiver is sent at most, as SFUs limit it in large calls.
    pub last_n: usize,
    /// Length of the call.
    pub length: Duration,
}

impl Plan {
    /// Everybody who is ever in the call.
    pub fn members(&self) -> usize {
        self.participants + 1
    }

    /// What member number `member` does.
    pub fn role(&self, member: usize) -> Role {
        if member == self.participants {
            Role::Joins
        } else if member + 1 == self.participants {
            Role::Leaves
        } else {
            Role::Stays
        }
    }

    /// Says whether the operator forwards `sender`'s packets to `receiver`.
    pub fn forwards(&self, sender: usize, receiver: usize) -> bool {
        let members = self.members();
        let distance = (sender + members - receiver) % members;
        distance != 0 && distance <= self.last_n
    }

    /// The phase at a moment of the call.
    pub fn phase(&self, at: Duration) -> Phase {
        let share = at.as_secs_f64() / self.length.as_secs_f64();
        match share {
            _ if share < JOIN_AT => Phase::First,
            _ if share < LEAVE_AT => Phase::Full,
            _ => Phase::Last,
        }
    }
}

/// The SSRC of a member's track. It says who sends, so the operator knows; that is no secret.
pub fn ssrc(member: usize, track: usize) -> u32 {
    let (member, track) = (u32::try_from(member), u32::try_from(track));
    0x1000_0000 | member.unwrap_or(0) << 8 | track.unwrap_or(0)
}

/// Whose track has this SSRC. Members know it from signalling.
pub fn member(ssrc: u32) -> Option<usize> {
    let member = ssrc.checked_sub(0x1000_0000)? >> 8;
    usize::try_from(member).ok()
}

/// The name of a member.
pub fn name(member: usize) -> String {
    const NAMES: [&str; 12] = [
        "Alice", "Bob", "Carol", "Dave", "Erin", "Frank", "Grace", "Heidi", "Ivan", "Judy",
        "Mallory", "Niaj",
    ];
    NAMES.get(member).map_or_else(|| format!("Member {member}"), |name| (*name).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ssrcs_say_whose_they_are() {
        for (number, track) in [(0, 0), (3, 1), (200, 0)] {
            assert_eq!(member(ssrc(number, track)), Some(number));
        }
        assert_eq!(member(7), None);
    }

    #[test]
    fn nobody_is_sent_their_own_frames_and_last_n_holds() {
        for (participants, last_n) in [(2, 15), (4, 15), (25, 15), (100, 15)] {
            let plan = Plan { participants, last_n, length: Duration::from_secs(8) };
            for receiver in 0..plan.members() {
                let senders = (0..plan.members()).filter(|&s| plan.forwards(s, receiver)).count();
                assert_eq!(senders, participants.min(last_n));
                assert!(!plan.forwards(receiver, receiver));
            }
        }
    }
}
