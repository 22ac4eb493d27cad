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

#[cfg(test)]
mod tests {
    use std::net::{TcpListener, TcpStream};
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::media;
    use crate::outcome::Swap;
    use crate::signalling::Line;
    use crate::swap;

    const SUITE: CipherSuite = CipherSuite::AES_128_GCM_SHA256_128;

    /// Runs the second act through whatever answers, and gives the verdict.
    fn act(
        mut answer: impl FnMut(Vec<Parcel>, Duration) -> Vec<Parcel> + Send + 'static,
        read: impl Fn() -> Vec<FrameHash>,
    ) -> (Swap, Vec<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            let mut line = Line::new(listener.accept().unwrap().0).unwrap();
            while let Ok((parcels, now)) = line.hear() {
                line.say(&answer(parcels, now), now).unwrap();
            }
        });
        let mut line = Line::new(TcpStream::connect(address).unwrap()).unwrap();
        let clips: Vec<_> = media::built_in().unwrap().into_iter().map(Arc::new).collect();
        swap::run(&mut line, SUITE, &clips).unwrap().judge(&read())
    }

    #[test]
    fn frames_pass_and_are_read_and_only_the_codes_tell() {
        let names = swap::NAMES.map(str::to_owned);
        let impostor = Impostor::new(swap::CALL_ID, SUITE, names).unwrap();
        let impostor = Arc::new(Mutex::new(impostor));
        let office = Arc::clone(&impostor);
        let answer = move |parcels, now| office.lock().unwrap().turn(parcels, now);
        let (swap, violations) = act(answer, || impostor.lock().unwrap().read.clone());
        assert_eq!(violations, [""; 0]);
        assert_eq!((swap.frames, swap.opened, swap.read_by_operator), (200, 200, 200));
        assert_ne!(swap.alice_reads, swap.bob_reads);
    }

    #[test]
    fn without_an_impostor_the_codes_are_equal_and_the_act_does_not_pass() {
        let pass_on = |parcels: Vec<Parcel>, _| {
            let other = |Parcel { member, content }| Parcel { member: 1 - member, content };
            parcels.into_iter().map(other).collect()
        };
        let (swap, violations) = act(pass_on, Vec::new);
        assert_eq!((swap.frames, swap.opened, swap.read_by_operator), (200, 200, 0));
        assert_eq!(swap.alice_reads, swap.bob_reads);
        assert_eq!(violations.len(), 2, "{violations:?}");
    }
}
