//! Messages of people, sealed like frames.

use alloc::vec::Vec;

use zeroize::{Zeroize, Zeroizing};

use super::{KeyChange, Session};
use crate::call::error::SessionError;
use crate::call::media_keys::{MediaKind, parts_of};
use crate::call::member::MemberId;
use crate::decryptor::Opened;
use crate::error::DecryptError;

/// Tells chat from whatever else an app seals with the same keys.
const CHAT: &[u8] = b"FrameSeal 1 chat";

/// A message that was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChatMessage {
    /// Whose key it was sealed with.
    pub from: MemberId,
    /// What it says.
    pub payload: Vec<u8>,
}

impl Session {
    /// Seals a message to all members, to be sent over any channel, such as a data channel.
    ///
    /// It is sealed with the key of [`MediaKind::Data`]; newcomers cannot read it, and it can
    /// be opened once.
    ///
    /// # Errors
    /// As [`encryptor`](Self::encryptor), and [`SessionError::Encrypt`].
    pub fn seal_chat(&mut self, payload: &[u8]) -> Result<Vec<u8>, SessionError> {
        Ok(self.encryptor(MediaKind::Data)?.encrypt_to_vec(payload, CHAT)?)
    }

    /// Opens a message of another member.
    ///
    /// One that comes before its key waits for it, for two seconds; look for it with
    /// [`poll_chat`](Self::poll_chat).
    ///
    /// # Errors
    /// [`DecryptError`], as for frames; [`DecryptError::UnknownKey`] for one that waits.
    pub fn open_chat(&mut self, sealed: &[u8]) -> Result<ChatMessage, DecryptError> {
        self.chat.advance(self.clock.now());
        let mut copy = Zeroizing::new(sealed.to_vec());
        match self.chat.decrypt_in_place(&mut copy, CHAT) {
            Ok(Opened { header, payload }) => {
                let unknown = DecryptError::UnknownKey { kid: header.kid };
                let (from, _) = self.sender_of(header.kid).ok_or(unknown)?;
                Ok(ChatMessage { from, payload: payload.to_vec() })
            }
            Err(error @ DecryptError::UnknownKey { .. }) => {
                self.chat.park(sealed, CHAT, 0);
                Err(error)
            }
            Err(error) => Err(error),
        }
    }

    /// Gives the next message whose key came after it.
    pub fn poll_chat(&mut self) -> Option<ChatMessage> {
        self.chat.advance(self.clock.now());
        while let Some(unparked) = self.chat.unpark() {
            let Ok(Opened { header, mut payload }) = unparked.frame else { continue };
            match self.sender_of(header.kid) {
                Some((from, _)) => return Some(ChatMessage { from, payload }),
                None => payload.zeroize(),
            }
        }
        None
    }

    /// Keeps the keys of chat in step with those of the app's decryptors.
    pub(super) fn change_chat_key(&mut self, change: &KeyChange) {
        let kind = match change {
            KeyChange::Receive { kind, .. } => *kind,
            KeyChange::Retire { kid } | KeyChange::Remove { kid } => parts_of(*kid).2,
        };
        if kind == MediaKind::Data {
            self.chat.advance(self.clock.now());
            // A key that is refused here is refused in the app's decryptors, who report it.
            let _refused = change.apply(&mut self.chat);
        }
    }
}
