//! What comes out of a session.

use alloc::vec::Vec;

use crate::call::identity::IdentityKey;
use crate::call::media_keys::MediaKind;
use crate::call::member::MemberId;
use crate::decryptor::Decryptor;
use crate::error::KeyError;
use crate::key_id::KeyId;
use crate::keys::SenderKey;

/// A message for the signalling channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outgoing {
    /// The member it goes to; `None`: everybody in the call. A channel that gives everybody
    /// everything serves as well.
    pub to: Option<MemberId>,
    /// At most [`MAX_MESSAGE_LEN`](crate::call::MAX_MESSAGE_LEN) bytes.
    pub bytes: Vec<u8>,
}

/// What a decryptor has to be told. Every decryptor of the app needs every change.
#[derive(Debug)]
#[non_exhaustive]
pub enum KeyChange {
    /// A key to receive with.
    Receive {
        /// Whose.
        from: MemberId,
        /// What for.
        kind: MediaKind,
        /// The key.
        key: SenderKey,
    },
    /// A key that goes after the decryptor's grace time: its sender changed it, left, or is
    /// absent.
    Retire {
        /// Its KID.
        kid: KeyId,
    },
    /// A key that goes at once: its sender was removed.
    Remove {
        /// Its KID.
        kid: KeyId,
    },
}

impl KeyChange {
    /// Tells a decryptor made with [`Session::decryptor_config`](crate::call::Session::decryptor_config).
    ///
    /// # Errors
    /// Those of [`Decryptor::add_sender_key`].
    pub fn apply(&self, decryptor: &mut Decryptor) -> Result<(), KeyError> {
        match self {
            Self::Receive { key, .. } => decryptor.add_sender_key(key.ahead(0))?,
            Self::Retire { kid } => drop(decryptor.retire_key(*kid)),
            Self::Remove { kid } => drop(decryptor.remove_key(*kid)),
        }
        Ok(())
    }
}

/// Something that the app, or the people in the call, should know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CallEvent {
    /// This member was let in: it may send.
    LetIn,
    /// Somebody waits to be let in.
    Knocking {
        /// Who.
        member: MemberId,
    },
    /// A member is there: it has proven that it is who its hello says, now. Its keys come right behind;
    /// frames that are here before them can be parked.
    Joined {
        /// Who.
        member: MemberId,
    },
    /// Nothing was heard of a member for a while.
    Absent {
        /// Who.
        member: MemberId,
    },
    /// It was heard again.
    Returned {
        /// Who.
        member: MemberId,
    },
    /// A member is gone for good.
    Left {
        /// Who.
        member: MemberId,
        /// How.
        how: Departure,
    },
    /// [`Session::encryptor`](crate::call::Session::encryptor) gives another one from now on: ask for it, and for a key frame.
    SendKeysChanged,
    /// The app did not poll and changes of keys were dropped. Make the decryptors anew and
    /// give them [`Session::held_keys`](crate::call::Session::held_keys).
    KeyChangesLost,
    /// Somebody whom this session has forgotten is heard, or an old message of it; or somebody
    /// new after [`MAX_GONE`](crate::call::MAX_GONE) others. To meet it, join anew. Comes once.
    Stranded {
        /// Who.
        member: MemberId,
    },
    /// A member wants to compare a short string: ask the user, then
    /// [`Session::accept_sas`](crate::call::Session::accept_sas).
    ComparisonAsked {
        /// Who.
        member: MemberId,
    },
    /// The string to compare with a member is there: [`Session::sas_code`](crate::call::Session::sas_code).
    Comparing {
        /// Who.
        member: MemberId,
    },
    /// No string came of it, or the member was gone within a minute: show it like strings that
    /// differ, unless the user has said already that they are the same.
    ComparisonFailed {
        /// Who.
        member: MemberId,
    },
    /// Whether media may go in clear has changed ([`Session::may_send_clear`](crate::call::Session::may_send_clear)).
    Encryption {
        /// Whether they may.
        may_send_clear: bool,
    },
    /// Somebody is there under another policy; it is not let in.
    OtherPolicy {
        /// Who.
        member: MemberId,
    },
    /// Somebody does not have this call's passphrase.
    WrongPassphrase {
        /// Who.
        member: MemberId,
    },
    /// Somebody found no place.
    Full {
        /// Who.
        member: MemberId,
    },
    /// The session is over.
    Ended {
        /// How.
        how: Departure,
    },
}

/// How a session ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Departure {
    /// It said goodbye.
    Left,
    /// A member, or a host, removed it.
    Removed,
    /// The same device joined anew.
    Superseded,
    /// It was absent for too long.
    Forgotten,
}

/// A member as this session sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Member<'a> {
    /// Its id.
    pub id: MemberId,
    /// The key of its device.
    pub identity: IdentityKey,
    /// What it calls itself.
    pub name: &'a str,
    /// Whether it was let in and proved to be there. Only such members count.
    pub is_present: bool,
    /// Whether the exchange with it is safe from quantum computers.
    pub is_post_quantum: bool,
    /// Whether it last said that it sees the same members as this one.
    pub sees_the_same: bool,
    /// Whether it consents to media in clear.
    pub consents_to_clear: bool,
}
