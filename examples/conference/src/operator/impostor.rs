//! The operator between two people: to each it claims to be the other, with identities of its
//! own, and passes on what it has opened and read.

use std::time::Duration;

use anyhow::Result;
use frameseal::call::{MediaKind, Session};
use frameseal::{CipherSuite, Decryptor};

use crate::keys;
use crate::ledger::FrameHash;
use crate::signalling::{Content, Parcel};

pub(super) struct Impostor {
    /// By the number of the victim that each of them faces.
    faces: [Face; 2],
    /// What it has read.
    pub(super) read: Vec<FrameHash>,
}

/// A member of the call that one of the two takes for the other.
struct Face {
    session: Session,
    decryptor: Decryptor,
}

impl Impostor {
    pub(super) fn new(call_id: &str, suite: CipherSuite, names: [String; 2]) -> Result<Self> {
        let face = |name: &str| -> Result<Face> {
            let session = keys::join(call_id.as_bytes(), name, suite, Duration::ZERO)?;
            Ok(Face { session, decryptor: Decryptor::with_config(Session::decryptor_config()) })
        };
        let [first, second] = names;
        Ok(Self { faces: [face(&second)?, face(&first)?], read: Vec::new() })
    }

    /// Takes what the victims send, and gives what they are sent.
    pub(super) fn turn(&mut self, parcels: Vec<Parcel>, now: Duration) -> Vec<Parcel> {
        let mut answers = Vec::new();
        for face in &mut self.faces {
            face.session.advance(now);
            face.decryptor.advance(now);
        }
        for Parcel { member, content } in parcels {
            let [first, second] = &mut self.faces;
            let (here, other, there) =
                if member == 0 { (first, second, 1) } else { (second, first, 0) };
            match content {
                Content::KeyMessage(bytes) => {
                    // It is an honest member of both calls, and as such hears of refusals.
                    let _refused = here.session.handle(&bytes, now);
                    while let Some(change) = here.session.poll_key_change() {
                        let _unusable = change.apply(&mut here.decryptor);
                    }
                }
                Content::Frame(frame) => {
                    let Ok(opened) = here.decryptor.decrypt_to_vec(&frame, b"") else { continue };
                    self.read.push(FrameHash::of(&opened));
                    let Ok(encryptor) = other.session.encryptor(MediaKind::Video) else { continue };
                    let Ok(sealed) = encryptor.encrypt_to_vec(&opened, b"") else { continue };
                    answers.push(Parcel { member: there, content: Content::Frame(sealed) });
                }
            }
        }
        for (member, face) in self.faces.iter_mut().enumerate() {
            while let Some(message) = face.session.poll_outgoing() {
                answers.push(Parcel { member, content: Content::KeyMessage(message.bytes) });
            }
        }
        answers
    }
}
