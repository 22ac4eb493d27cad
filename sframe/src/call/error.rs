//! What can be wrong with a message or with what the app asks for.

use thiserror::Error;

use crate::call::member::MemberId;
use crate::error::{EncryptError, KeyError};

/// A message was refused. Nothing changed, except where it says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum MessageError {
    /// Longer than [`MAX_MESSAGE_LEN`](crate::call::MAX_MESSAGE_LEN).
    #[error("the message has {len} bytes, more than any session sends; it is not from one")]
    TooLong {
        /// Its length in bytes.
        len: usize,
    },
    /// Not a message, or cut.
    #[error("these bytes are no message of a call; they were damaged or are not from a session")]
    Malformed,
    /// Of a version that this library does not know.
    #[error("the message is of version {version} and this library knows version 1; update it")]
    Version {
        /// The version.
        version: u8,
    },
    /// Of another call.
    #[error("the message belongs to another call; give every call's messages to its own session")]
    OtherCall,
    /// To another member. Channels that give everybody everything make these; drop it.
    #[error("the message is for another member; drop it")]
    NotForMe,
    /// This member's own message.
    #[error("the message is this member's own; it was reflected")]
    Reflected,
    /// From nobody known so far. The session asks who it is, at most once a second.
    #[error("the sender {from} is not known yet; the session asks who it is")]
    UnknownSender {
        /// Who the message says it is from.
        from: MemberId,
    },
    /// From somebody whom no member let in, who has not answered an introduction yet, or is absent.
    #[error(
        "the sender {from} has not been let in, or not shown by an answer or a status that it is here; nothing is \
         taken from it"
    )]
    NotAdmitted {
        /// Who.
        from: MemberId,
    },
    /// From somebody who has left, was removed or replaced.
    #[error("the sender {from} is no longer part of the call; it has to join anew")]
    Gone {
        /// Who.
        from: MemberId,
    },
    /// The signature is not the sender's.
    #[error("the signature is not its sender's: the message was forged or damaged")]
    Signature,
    /// The seal is not the sender's.
    #[error("the seal is not its sender's: the message was forged or damaged")]
    Authentication,
    /// Seen before, or too old to tell.
    #[error("the message was seen before, or is too old to tell; drop it")]
    Replayed,
    /// Weaker than what both sides offer: somebody tries to strip the stronger exchange.
    #[error(
        "the key exchange is not the strongest that both sides offer; nothing is taken from it"
    )]
    Downgrade,
    /// The two sides have no key exchange in common.
    #[error("{from} offers no key exchange that this session accepts; update the older app")]
    NoCommonExchange {
        /// Who.
        from: MemberId,
    },
    /// Not the same policy: one of the two apps is configured otherwise.
    #[error("{from} joined under another policy; every member's app must configure the same one")]
    OtherPolicy {
        /// Who.
        from: MemberId,
    },
    /// The passphrase is not the same.
    #[error("{from} does not have the passphrase of this call, or a wrong one")]
    Passphrase {
        /// Who.
        from: MemberId,
    },
    /// No more members fit in.
    #[error("the call is full with {limit} members; somebody has to leave first")]
    Full {
        /// The limit in members.
        limit: usize,
    },
    /// The author may not decide this.
    #[error("{author} may not decide who is in this call")]
    NotEntitled {
        /// Who.
        author: MemberId,
    },
    /// Another member already uses the key identifiers. The sender is told and takes others.
    #[error("{from} uses key identifiers of another member; it is asked to take others")]
    KeyIdsInUse {
        /// Who.
        from: MemberId,
    },
    /// This session is over.
    #[error("this session is over; make a new one to join again")]
    Ended,
    /// A key of the message is not usable.
    #[error(transparent)]
    Key(#[from] KeyError),
}

/// The app asked for something that cannot be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SessionError {
    /// A field is longer than it may be.
    #[error("the {what} has {len} bytes; at most {limit} are possible")]
    FieldTooLong {
        /// Which field.
        what: &'static str,
        /// Its length.
        len: usize,
        /// The limit.
        limit: usize,
    },
    /// None of the key exchanges that the app allows is one that the policy allows.
    #[error("no key exchange is left that both app and policy allow; add X-Wing to `kems`")]
    NoExchange,
    /// Nobody with this id is in the call.
    #[error("{member} is not in the call or not known")]
    NoSuchMember {
        /// Who.
        member: MemberId,
    },
    /// Only members, or the hosts where the policy names some, decide this.
    #[error("this member may not decide that: it is not let in yet, or not a host of this call")]
    NotEntitled,
    /// Not let in yet: nothing is encrypted, and nothing may be sent.
    #[error("no member has let this one in yet; send nothing until the event `LetIn`")]
    NotLetIn,
    /// The policy does not allow media in clear, whatever members say.
    #[error("this call's policy requires encryption; no decision of members can change that")]
    EncryptionRequired,
    /// More decisions than a session keeps.
    #[error("{limit} decisions have been made in this call; start a new call")]
    TooManyDecisions {
        /// The limit.
        limit: usize,
    },
    /// This session is over.
    #[error("this session is over; make a new one to join again")]
    Ended,
    /// An encryptor or key could not be made.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A message could not be sealed.
    #[error(transparent)]
    Encrypt(#[from] EncryptError),
}
