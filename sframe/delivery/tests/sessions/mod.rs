//! Whole calls over a delivery: sessions of the engine that agree on their keys through it.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use chacha20::ChaCha20Rng;
use frameseal::Decryptor;
use frameseal::call::{DeviceIdentity, MediaKind, Session, SessionConfig};
use frameseal_delivery::{CallId, Delivery, Event, MemberId, Outgoing, Start};
use rand_core::SeedableRng;
use tokio::sync::mpsc;

const ROOM: &[u8] = b"consultation room 7";

/// The others need a few round trips, and after a crash up to a status' time.
const PATIENCE: Duration = Duration::from_secs(40);

/// One member, shared by its tasks and the test.
#[derive(Clone)]
pub(crate) struct Member(Arc<Mutex<(Session, Decryptor)>>);

impl Member {
    /// Joins and goes on by itself: hears, says, and repeats what could not be said.
    pub(crate) async fn join(delivery: Arc<dyn Delivery>, seed: u64) -> Self {
        let started = Instant::now();
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let identity = DeviceIdentity::generate(&mut rng);
        let config = SessionConfig::new(ROOM, &format!("member {seed}"), 1000 + seed);
        let session = Session::join(config, identity, Box::new(rng), Duration::ZERO).unwrap();
        let call = CallId::new(ROOM).unwrap();
        let me = MemberId::new(*session.id().as_bytes());
        let mut heard = delivery.subscribe(&call, Some(me), Start::Beginning).await.unwrap();
        let decryptor = Decryptor::with_config(Session::decryptor_config());
        let member = Self(Arc::new(Mutex::new((session, decryptor))));

        let (say, mut said) = mpsc::unbounded_channel::<Outgoing>();
        tokio::spawn(async move {
            while let Some(message) = said.recv().await {
                // The session says again what matters; a server that is down is waited for.
                while delivery.publish(&call, &message).await.is_err_and(|e| e.is_retryable()) {
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            }
        });
        let of_task = member.clone();
        tokio::spawn(async move {
            let mut tick = tokio::time::interval(Duration::from_millis(50));
            loop {
                let event = tokio::select! {
                    event = heard.next() => Some(event),
                    _ = tick.tick() => None,
                };
                let mut member = of_task.0.lock().unwrap();
                let (session, decryptor) = &mut *member;
                match event {
                    Some(Ok(Event::Message(message))) => {
                        let _refused = session.handle(&message.body, started.elapsed());
                    }
                    Some(Ok(_)) | None => session.advance(started.elapsed()),
                    Some(Err(error)) if error.is_retryable() => {}
                    Some(Err(error)) => panic!("{error}"),
                }
                decryptor.advance(started.elapsed());
                while let Some(change) = session.poll_key_change() {
                    change.apply(decryptor).unwrap();
                }
                while let Some(message) = session.poll_outgoing() {
                    let to = message.to.map(|to| MemberId::new(*to.as_bytes()));
                    say.send(Outgoing::new(to, message.bytes).unwrap()).unwrap();
                }
            }
        });
        member
    }

    fn seal(&self) -> Vec<u8> {
        let (session, _) = &mut *self.0.lock().unwrap();
        session.encryptor(MediaKind::Audio).unwrap().encrypt_to_vec(b"voice", b"").unwrap()
    }

    fn opens(&self, frame: &[u8]) -> bool {
        let (_, decryptor) = &mut *self.0.lock().unwrap();
        decryptor.decrypt_to_vec(frame, b"").is_ok_and(|opened| opened == b"voice")
    }

    pub(crate) fn leave(&self) {
        self.0.lock().unwrap().0.leave();
    }

    fn code(&self) -> (usize, String) {
        let (session, _) = &*self.0.lock().unwrap();
        let others = session.members().filter(|member| member.is_present).count();
        (others, session.call_code().to_string())
    }
}

/// All see each other, see one call code, and open each other's frames.
pub(crate) async fn all_agree(members: &[Member]) {
    let started = Instant::now();
    loop {
        let (_, code) = members[0].code();
        let same = members.iter().all(|member| member.code() == (members.len() - 1, code.clone()));
        if same && all_read_all(members) {
            return;
        }
        assert!(started.elapsed() < PATIENCE, "they do not agree");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

fn all_read_all(members: &[Member]) -> bool {
    members.iter().enumerate().all(|(n, from)| {
        let frame = from.seal();
        members.iter().enumerate().all(|(m, to)| m == n || to.opens(&frame))
    })
}

/// Four join one after the other, one leaves: a call like any other.
pub(crate) async fn a_call(delivery: Arc<dyn Delivery>) {
    let mut members = Vec::new();
    for seed in 1..=4 {
        members.push(Member::join(delivery.clone(), seed).await);
        all_agree(&members).await;
    }
    members.remove(1).leave();
    all_agree(&members).await;
}
