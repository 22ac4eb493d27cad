//! What a session reports.

use frameseal::call::CallEvent;

use crate::call::member::{frameseal_departure, frameseal_member_id};

/// What an event of a call is about.
#[repr(u32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum frameseal_call_event_kind {
    /// Something that this library has no number for.
    Other = 0,
    /// This member was let in: it may send.
    LetIn = 1,
    /// `member` waits to be let in: `frameseal_session_admit`.
    Knocking = 2,
    /// `member` is there: it has proven that it is who its hello says, now.
    Joined = 3,
    /// Nothing was heard of `member` for a while.
    Absent = 4,
    /// `member` was heard again.
    Returned = 5,
    /// `member` is gone for good; `how` says how.
    Left = 6,
    /// This member sends with other keys from now on: ask for its encryptors again, free the old
    /// ones, and have the encoders make a key frame.
    SendKeysChanged = 7,
    /// Changes of keys were dropped: make the decryptors anew.
    KeyChangesLost = 8,
    /// `member` is somebody whom this session has forgotten. To meet it, join anew. Comes once.
    Stranded = 9,
    /// `member` wants to compare a short string: ask the user, then
    /// `frameseal_session_accept_sas`.
    ComparisonAsked = 10,
    /// The string to compare with `member` is there: `frameseal_session_sas_code`.
    Comparing = 11,
    /// No string to compare with `member` came of it: show it like strings that differ.
    ComparisonFailed = 12,
    /// Whether media may go in clear has changed: `may_send_clear`.
    Encryption = 13,
    /// `member` is there under another policy; it is not let in.
    OtherPolicy = 14,
    /// `member` does not have this call's passphrase.
    WrongPassphrase = 15,
    /// `member` found no place.
    Full = 16,
    /// The session is over; `how` says how.
    Ended = 17,
}

/// Something that the app, or the people in the call, should know.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct frameseal_call_event {
    /// What it is about.
    pub kind: frameseal_call_event_kind,
    /// How somebody left, or the session ended.
    pub how: frameseal_departure,
    /// The member it is about; zeros where it is about none.
    pub member: frameseal_member_id,
    /// `FRAMESEAL_CALL_EVENT_KIND_ENCRYPTION`: whether media may go in clear.
    pub may_send_clear: bool,
}

impl From<CallEvent> for frameseal_call_event {
    fn from(event: CallEvent) -> Self {
        use frameseal_call_event_kind as Kind;
        let none = |kind| Self {
            kind,
            how: frameseal_departure::None,
            member: frameseal_member_id::default(),
            may_send_clear: false,
        };
        let about = |kind, member| Self { member: frameseal_member_id::from(member), ..none(kind) };
        match event {
            CallEvent::LetIn => none(Kind::LetIn),
            CallEvent::Knocking { member } => about(Kind::Knocking, member),
            CallEvent::Joined { member } => about(Kind::Joined, member),
            CallEvent::Absent { member } => about(Kind::Absent, member),
            CallEvent::Returned { member } => about(Kind::Returned, member),
            CallEvent::Left { member, how } => {
                Self { how: how.into(), ..about(Kind::Left, member) }
            }
            CallEvent::SendKeysChanged => none(Kind::SendKeysChanged),
            CallEvent::KeyChangesLost => none(Kind::KeyChangesLost),
            CallEvent::Stranded { member } => about(Kind::Stranded, member),
            CallEvent::ComparisonAsked { member } => about(Kind::ComparisonAsked, member),
            CallEvent::Comparing { member } => about(Kind::Comparing, member),
            CallEvent::ComparisonFailed { member } => about(Kind::ComparisonFailed, member),
            CallEvent::Encryption { may_send_clear } => {
                Self { may_send_clear, ..none(Kind::Encryption) }
            }
            CallEvent::OtherPolicy { member } => about(Kind::OtherPolicy, member),
            CallEvent::WrongPassphrase { member } => about(Kind::WrongPassphrase, member),
            CallEvent::Full { member } => about(Kind::Full, member),
            CallEvent::Ended { how } => Self { how: how.into(), ..none(Kind::Ended) },
            _ => none(Kind::Other),
        }
    }
}
