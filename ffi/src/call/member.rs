//! Who a member is, and how it went.

use std::ffi::c_char;

use frameseal::call::{Departure, MAX_NAME_LEN, Member, MemberId};

/// One device's presence in one call. Joining again makes another.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct frameseal_member_id {
    /// 16 bytes of the hash of its hello.
    pub bytes: [u8; 16],
}

/// Why somebody is not in the call any more.
#[repr(u32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum frameseal_departure {
    /// It has not gone, or in a way that this library has no number for.
    None = 0,
    /// It said goodbye.
    Left = 1,
    /// A member, or a host, removed it.
    Removed = 2,
    /// The same device joined anew.
    Superseded = 3,
    /// It was absent for too long.
    Forgotten = 4,
}

/// A member as a session sees it.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct frameseal_member {
    /// Its id.
    pub id: frameseal_member_id,
    /// The public key of its device, 32 bytes.
    pub identity: [u8; 32],
    /// What it calls itself, in UTF-8: at most 64 bytes, then zero bytes.
    pub name: [c_char; 65],
    /// Whether it was let in and proved to be there. Only such members count.
    pub is_present: bool,
    /// Whether the key exchange with it is safe from quantum computers.
    pub is_post_quantum: bool,
    /// Whether it last said that it sees the same members as this one.
    pub sees_the_same: bool,
    /// Whether it consents to media in clear.
    pub consents_to_clear: bool,
}

impl From<MemberId> for frameseal_member_id {
    fn from(id: MemberId) -> Self {
        Self { bytes: *id.as_bytes() }
    }
}

impl From<frameseal_member_id> for MemberId {
    fn from(id: frameseal_member_id) -> Self {
        Self::new(id.bytes)
    }
}

impl From<Departure> for frameseal_departure {
    fn from(how: Departure) -> Self {
        match how {
            Departure::Left => Self::Left,
            Departure::Removed => Self::Removed,
            Departure::Superseded => Self::Superseded,
            Departure::Forgotten => Self::Forgotten,
            _ => Self::None,
        }
    }
}

impl From<Member<'_>> for frameseal_member {
    fn from(member: Member<'_>) -> Self {
        const { assert!(MAX_NAME_LEN == 64) };
        Self {
            id: member.id.into(),
            identity: *member.identity.as_bytes(),
            name: zero_ended(member.name),
            is_present: member.is_present,
            is_post_quantum: member.is_post_quantum,
            sees_the_same: member.sees_the_same,
            consents_to_clear: member.consents_to_clear,
        }
    }
}

/// Gives a text with zero bytes behind it. It is shorter than `N`.
pub(crate) fn zero_ended<const N: usize>(text: &str) -> [c_char; N] {
    let mut out = [0; N];
    let room = out.iter_mut().take(N.saturating_sub(1));
    room.zip(text.bytes()).for_each(|(to, byte)| *to = c_char::from_ne_bytes([byte]));
    out
}
