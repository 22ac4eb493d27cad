//! Target `messages`: what an operator makes of a call's messages, tried on sessions that stay.
//!
//! `call` makes a session for every input, which takes longer than all else. Here sessions at every
//! stage of a recorded call are made once, and what is edited is all that they are given: it is
//! refused, so they stay as they are. Each input tries up to 32 messages.

use std::cell::RefCell;
use std::collections::BTreeSet;

use frameseal::call::{MAX_MESSAGE_LEN, MemberId, MessageError, Session};

use super::bytes::Input;
use super::call::{START, honest, join, recorded};

/// Inputs after which the sessions are made anew: questions who somebody is are answered, and
/// hellos in other envelopes taken.
const RENEWED: u32 = 4096;

const STAGES: usize = 6;

thread_local! {
    static SESSIONS: RefCell<(u32, Vec<Session>)> = const { RefCell::new((0, Vec::new())) };
}

pub fn messages(data: &[u8]) {
    SESSIONS.with_borrow_mut(|(inputs, sessions)| {
        if *inputs % RENEWED == 0 {
            *sessions = (0..STAGES).map(at_stage).collect();
        }
        *inputs = inputs.wrapping_add(1);
        let mut input = Input(data);
        for _ in 0..32 {
            if input.is_empty() {
                break;
            }
            let victim = &mut sessions[input.below(STAGES)];
            try_one(&mut input, victim);
        }
    });
}

/// A member who has been given so many sixths of the recorded call.
fn at_stage(stage: usize) -> Session {
    let mut victim = join(0, START);
    let recorded = recorded();
    for message in &recorded[..recorded.len() * stage / STAGES] {
        let _not_mine = victim.handle(message, START);
    }
    drain(&mut victim);
    victim
}

fn try_one(input: &mut Input<'_>, victim: &mut Session) {
    let (recorded, honest) = (recorded(), honest());
    let mut message = recorded[usize::from(input.two_bytes()) % recorded.len()].clone();
    let other = &recorded[usize::from(input.two_bytes()) % recorded.len()];
    match input.below(8) {
        0 => {
            // Made up behind the genuine envelope.
            message.truncate(50);
            message.extend(input.some_bytes(200));
        }
        1 => message = input.some_bytes(80).to_vec(),
        _ => {
            for _ in 0..=input.below(3) {
                edit_anywhere(input, &mut message, other);
            }
        }
    }
    if recorded.contains(&message) {
        return; // `call` has those
    }
    super::tried();
    let before = members(victim);
    let result = victim.handle(&message, START);
    // Only a hello and a question who somebody is are worth the same in another envelope.
    if !matches!(message.get(1), Some(1 | 2)) {
        assert!(result.is_err(), "an edited message was taken");
        assert_eq!(members(victim), before);
    }
    if message.len() > MAX_MESSAGE_LEN {
        assert_eq!(result, Err(MessageError::TooLong { len: message.len() }));
    }
    assert!(victim.members().all(|member| honest.contains(&member.id)), "who never was there");
    assert!(drain(victim) <= 16, "that many messages for one");
    assert!(victim.ended().is_none(), "nobody may end it");
}

fn members(victim: &Session) -> BTreeSet<(MemberId, bool)> {
    victim.members().map(|member| (member.id, member.is_present)).collect()
}

/// Takes what waits and counts the messages.
fn drain(victim: &mut Session) -> usize {
    let sent = std::iter::from_fn(|| victim.poll_outgoing())
        .inspect(|sent| assert!(sent.bytes.len() <= MAX_MESSAGE_LEN))
        .count();
    while victim.poll_key_change().is_some() {}
    while victim.poll_event().is_some() {}
    sent
}

/// As [`Input::edit`], which does not reach behind byte 255.
fn edit_anywhere(input: &mut Input<'_>, message: &mut Vec<u8>, other: &[u8]) {
    let at = usize::from(input.two_bytes()) % (message.len() + 1);
    let mut behind = message.split_off(at);
    input.edit(&mut behind, other.get(at..).unwrap_or_default());
    message.append(&mut behind);
}
