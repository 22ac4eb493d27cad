//! The operator in the middle of a verification.

use std::collections::{BTreeSet, HashMap};

use frameseal::call::{
    DeviceIdentity, EMOJI, IdentityKey, SAS_MESSAGE_LEN, SafetyNumber, Sas, SasCode, SasError,
    SasMessage,
};

use super::numbers::Numbers;

/// Runs that are tried in the random tests.
const RUNS: u64 = 300;

fn key(seed: u8) -> IdentityKey {
    DeviceIdentity::import(&[seed; 32]).key()
}

/// What both sides pass in when they see the same call: its tag, and the hellos by role.
fn context(first: u8, second: u8) -> Vec<u8> {
    [b"call tag".as_slice(), key(first).as_bytes(), key(second).as_bytes()].concat()
}

/// What the channel does to a message: over bytes, as it has them.
fn sent(message: SasMessage) -> SasMessage {
    SasMessage::parse(&message.to_bytes()).unwrap()
}

/// A whole run between two who see the same.
fn honest(seed: u64, context: &[u8]) -> [SasCode; 2] {
    let mut rng = Numbers::new(seed);
    let (mut first, commitment) = Sas::start(&mut rng, context);
    let (mut second, answer) = Sas::answer(&mut rng, context, &sent(commitment)).unwrap();
    let step = first.receive(&sent(answer)).unwrap();
    let done = second.receive(&sent(step.send.unwrap())).unwrap();
    assert!(done.send.is_none());
    [step.code.unwrap(), done.code.unwrap()]
}

#[test]
fn both_sides_show_the_same_and_every_run_another() {
    let mut digits = BTreeSet::new();
    let mut pictures = HashMap::<char, u32>::new();
    for seed in 0..RUNS {
        let [one, two] = honest(seed, &context(1, 2));
        assert_eq!(one, two);
        assert_eq!(one.digits().len(), 6);
        one.emoji().iter().for_each(|emoji| *pictures.entry(emoji.symbol).or_default() += 1);
        digits.insert(one.digits());
    }
    assert!(digits.len() as u64 >= RUNS - 2, "{} of {RUNS}", digits.len());
    // 1500 pictures, 23 of each on average.
    assert_eq!(pictures.len(), EMOJI.len());
    assert!(pictures.values().all(|&times| times < 60), "{pictures:?}");
}

#[test]
fn sides_that_mean_different_calls_or_members_fail() {
    let ours = context(1, 2);
    let others = [context(2, 1), context(1, 66), b"call tag".to_vec(), Vec::new()];
    for theirs in &others {
        let mut rng = Numbers::new(1);
        let (mut first, commitment) = Sas::start(&mut rng, &ours);
        let (mut second, answer) = Sas::answer(&mut rng, theirs, &commitment).unwrap();
        let reveal = first.receive(&answer).unwrap().send.unwrap();
        assert_eq!(second.receive(&reveal).unwrap_err(), SasError::WrongCommitment);
        assert_eq!(second.receive(&reveal).unwrap_err(), SasError::Ended);
    }
    assert_eq!(others.len(), 4);
}

/// Mallory runs it with each side under an identity of his own, as well as anybody can.
#[test]
fn man_in_the_middle_with_a_run_on_each_side() {
    let (with_alice, with_bob) = (context(1, 66), context(66, 2));
    for seed in 0..RUNS {
        let mut rng = Numbers::new(seed);
        let (mut alice, commitment) = Sas::start(&mut rng, &with_alice);
        let (mut to_alice, answer) = Sas::answer(&mut rng, &with_alice, &commitment).unwrap();
        let step = alice.receive(&answer).unwrap();
        let code = to_alice.receive(&step.send.unwrap()).unwrap().code.unwrap();
        assert_eq!(Some(code), step.code);

        let (mut to_bob, commitment) = Sas::start(&mut rng, &with_bob);
        let (mut bob, answer) = Sas::answer(&mut rng, &with_bob, &commitment).unwrap();
        let reveal = to_bob.receive(&answer).unwrap().send.unwrap();
        let seen_by_bob = bob.receive(&reveal).unwrap().code.unwrap();
        assert_ne!(seen_by_bob.emoji(), code.emoji());
        assert_ne!(seen_by_bob.digits(), code.digits());
    }
}

/// Mallory passes the messages on as they are: his identities are in the contexts.
#[test]
fn man_in_the_middle_who_relays() {
    let mut rng = Numbers::new(3);
    let (mut alice, commitment) = Sas::start(&mut rng, &context(1, 66));
    let (mut bob, answer) = Sas::answer(&mut rng, &context(66, 2), &commitment).unwrap();
    let step = alice.receive(&answer).unwrap();
    assert!(step.code.is_some(), "Alice sees a code, and nobody who shows the same");
    assert_eq!(bob.receive(&step.send.unwrap()).unwrap_err(), SasError::WrongCommitment);
}

/// Any one bit of any message changed: an error, or codes that differ.
#[test]
fn every_flipped_bit_of_every_message() {
    let context = context(1, 2);
    let mut outcomes = HashMap::<&str, u32>::new();
    for message in 0..3 {
        for bit in 0..SAS_MESSAGE_LEN * 8 {
            let channel = |number: usize, message_: SasMessage| {
                let mut bytes = message_.to_bytes();
                if number == message {
                    bytes[bit / 8] ^= 1 << (bit % 8);
                }
                SasMessage::parse(&bytes)
            };
            let mut rng = Numbers::new(bit as u64);
            let run = || -> Result<[SasCode; 2], SasError> {
                let (mut first, commitment) = Sas::start(&mut rng, &context);
                let commitment = channel(0, commitment)?;
                let (mut second, answer) = Sas::answer(&mut rng, &context, &commitment)?;
                let step = first.receive(&channel(1, answer)?)?;
                let done = second.receive(&channel(2, step.send.unwrap())?)?;
                Ok([step.code.unwrap(), done.code.unwrap()])
            };
            *outcomes
                .entry(match { run }() {
                    Ok([one, two]) => {
                        assert_ne!(one.digits(), two.digits());
                        assert_ne!(one.emoji(), two.emoji());
                        "other codes"
                    }
                    Err(SasError::WrongCommitment) => "commitment",
                    Err(SasError::NoMessage) => "no message",
                    Err(SasError::OutOfOrder) => "order",
                    Err(error) => panic!("{error}"),
                })
                .or_default() += 1;
        }
    }
    // A changed answer shows in the codes, a changed commitment or reveal at once. Of the 24
    // flips of a kind byte four give another kind: 1 to 3, 2 to 3, and back.
    let expected = [("other codes", 256), ("commitment", 512), ("no message", 20), ("order", 4)];
    assert_eq!(outcomes, HashMap::from(expected));
}

#[test]
fn messages_out_of_order_and_repeated_end_the_run() {
    let context = context(1, 2);
    let mut rng = Numbers::new(5);
    let mut tried = 0;
    let mut refused = |sas: &mut Sas, message: &SasMessage, expected: SasError| {
        assert_eq!(sas.receive(message).unwrap_err(), expected);
        assert_eq!(sas.receive(message).unwrap_err(), SasError::Ended, "and nothing revives it");
        tried += 1;
    };
    // Messages of an earlier run, which stay what they are.
    let (mut first, commitment) = Sas::start(&mut rng, &context);
    let (mut second, answer) = Sas::answer(&mut rng, &context, &commitment).unwrap();
    let reveal = first.receive(&answer).unwrap().send.unwrap();
    second.receive(&reveal).unwrap();
    refused(&mut first, &answer, SasError::Ended);
    refused(&mut second, &reveal, SasError::Ended);

    for message in [answer, reveal] {
        assert_eq!(Sas::answer(&mut rng, &context, &message).unwrap_err(), SasError::OutOfOrder);
    }
    let (mut first, _) = Sas::start(&mut rng, &context);
    refused(&mut first, &reveal, SasError::OutOfOrder);
    for message in [commitment, answer] {
        let (mut second, _) = Sas::answer(&mut rng, &context, &commitment).unwrap();
        refused(&mut second, &message, SasError::OutOfOrder);
    }
    // A reveal of an earlier run under the commitment of another.
    let (_, other) = Sas::start(&mut rng, &context);
    let (mut second, _) = Sas::answer(&mut rng, &context, &other).unwrap();
    refused(&mut second, &reveal, SasError::WrongCommitment);
    let (mut alone, own) = Sas::start(&mut rng, &context);
    refused(&mut alone, &own, SasError::Reflected);
    assert_eq!(tried, 7);
}

#[test]
fn both_sides_start_at_once() {
    let context = context(1, 2);
    for seed in 0..RUNS {
        let mut rng = Numbers::new(seed);
        let (one, from_one) = Sas::start(&mut rng, &context);
        let (two, from_two) = Sas::start(&mut rng, &context);
        let one_is_first = from_one.to_bytes() < from_two.to_bytes();
        let (mut first, from_first, mut second, from_second) = if one_is_first {
            (one, from_one, two, from_two)
        } else {
            (two, from_two, one, from_one)
        };
        let nothing = first.receive(&from_second).unwrap();
        assert!(nothing.send.is_none() && nothing.code.is_none());
        let answer = second.receive(&from_first).unwrap().send.unwrap();
        if seed % 3 == 0 {
            // Mallory has the other commitment already, so the answer is no longer his to choose.
            let mut bytes = answer.to_bytes();
            bytes[1 + (seed as usize % 32)] ^= 1;
            let changed = SasMessage::parse(&bytes).unwrap();
            assert_eq!(first.receive(&changed).unwrap_err(), SasError::WrongCommitment);
            continue;
        }
        if seed % 3 == 1 {
            assert_eq!(first.receive(&from_second).unwrap_err(), SasError::OutOfOrder);
            continue;
        }
        let step = first.receive(&answer).unwrap();
        let done = second.receive(&step.send.unwrap()).unwrap();
        assert_eq!(step.code.unwrap(), done.code.unwrap());
    }
}

#[test]
fn operator_swaps_an_identity_key() {
    let genuine = SafetyNumber::between(&key(1), &key(2));
    assert_eq!(genuine, SafetyNumber::between(&key(2), &key(1)));
    assert_eq!(genuine.digits().len(), 60);
    let mut numbers = BTreeSet::from([genuine.digits()]);
    for mallory in 3..40 {
        let seen_by_alice = SafetyNumber::between(&key(1), &key(mallory));
        let seen_by_bob = SafetyNumber::between(&key(mallory), &key(2));
        assert!(!genuine.matches_qr(&seen_by_alice.qr_text()));
        assert!(!seen_by_alice.matches_qr(&seen_by_bob.qr_text()));
        numbers.extend([seen_by_alice.digits(), seen_by_bob.digits()]);
    }
    assert_eq!(numbers.len(), 1 + 2 * 37);
}
