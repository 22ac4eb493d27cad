//! Waiting rooms, hosts, and consent to media in clear.

use frameseal_ffi::call::event::frameseal_call_event_kind as Event;
use frameseal_ffi::call::membership::*;
use frameseal_ffi::result::frameseal_result as R;

use super::app::*;

#[test]
fn a_host_lets_in_and_a_guest_may_not() {
    let host = identity();
    let key = bytes(|out, size, len| unsafe {
        frameseal_ffi::call::identity::frameseal_identity_key(host, out, size, len)
    });
    let key = key.unwrap();
    let waiting = |name: &str| {
        let mut config = config(b"waiting room", name);
        (config.admission, config.hosts, config.hosts_len) = (1, key.as_ptr(), key.len());
        config
    };
    let mut now = 0;
    let mut host = Member::join_as(&waiting("Host"), host, now);
    let mut guest = Member::join(&waiting("Guest"), now);
    let mut other = Member::join(&waiting("Other"), now);
    talk(&mut [&mut host, &mut guest, &mut other], &mut now, 2000);
    assert_eq!(guest.encryptor(AUDIO).unwrap_err(), R::NotLetIn);
    let knocking = host.events.iter().filter(|event| event.kind == Event::Knocking).count();
    assert_eq!(knocking, 2);
    assert_eq!(unsafe { frameseal_session_admit(guest.session, other.id) }, R::NotEntitled);
    assert_eq!(unsafe { frameseal_session_admit(host.session, guest.id) }, R::Ok);
    let nobody = Default::default();
    assert_eq!(unsafe { frameseal_session_admit(host.session, nobody) }, R::NoSuchMember);
    assert!(last_error().has_member && last_error().member == [0; 16]);
    talk(&mut [&mut host, &mut guest, &mut other], &mut now, 2000);
    assert!(guest.saw(Event::LetIn).is_some() && other.saw(Event::LetIn).is_none());
    assert_eq!(host.open(&guest.seal(AUDIO, b"hello")).unwrap().0, b"hello");
    assert_eq!(other.encryptor(AUDIO).unwrap_err(), R::NotLetIn);
}

#[test]
fn without_hosts_the_founder_lets_in() {
    let mut now = 0;
    let mut first = config(b"founded", "First");
    (first.admission, first.founder) = (1, 1);
    let mut second = config(b"founded", "Second");
    second.admission = 1;
    let (mut first, mut second) = (Member::join(&first, now), Member::join(&second, now));
    talk(&mut [&mut first, &mut second], &mut now, 1000);
    let knocking = first.saw(Event::Knocking).unwrap();
    assert_eq!(knocking.member, second.id);
    assert_eq!(unsafe { frameseal_session_admit(first.session, knocking.member) }, R::Ok);
    talk(&mut [&mut first, &mut second], &mut now, 2000);
    assert!(second.saw(Event::LetIn).is_some());
    assert_eq!(first.open(&second.seal(VIDEO, b"hello")).unwrap().0, b"hello");
}

#[test]
fn media_go_in_clear_while_all_consent() {
    let mut now = 0;
    let clear = |name: &str| {
        let mut config = config(b"clear", name);
        config.allow_clear = 1;
        config
    };
    let (mut alice, mut bob) =
        (Member::join(&clear("Alice"), now), Member::join(&clear("Bob"), now));
    talk(&mut [&mut alice, &mut bob], &mut now, 2000);
    let may = |member: &Member| {
        value(|out| unsafe { frameseal_session_may_send_clear(member.session, out) }).unwrap()
    };
    assert_eq!(unsafe { frameseal_session_consent_to_clear(alice.session, 1) }, R::Ok);
    talk(&mut [&mut alice, &mut bob], &mut now, 1000);
    assert!(!may(&alice) && !may(&bob));
    assert_eq!(unsafe { frameseal_session_consent_to_clear(bob.session, 1) }, R::Ok);
    talk(&mut [&mut alice, &mut bob], &mut now, 1000);
    assert!(may(&alice) && may(&bob));
    assert!(alice.saw(Event::Encryption).unwrap().may_send_clear);
    assert!(bob.members()[0].consents_to_clear);
    alice.events.clear();
    assert_eq!(unsafe { frameseal_session_consent_to_clear(bob.session, 0) }, R::Ok);
    talk(&mut [&mut alice, &mut bob], &mut now, 1000);
    assert!(!may(&alice) && !may(&bob));
    assert!(!alice.saw(Event::Encryption).unwrap().may_send_clear);
}

#[test]
fn another_policy_is_heard_of_and_not_let_in() {
    let mut now = 0;
    let mut other = config(b"policies", "Bob");
    other.max_members = 5;
    let mut alice = Member::join(&config(b"policies", "Alice"), now);
    let mut bob = Member::join(&other, now);
    talk(&mut [&mut alice, &mut bob], &mut now, 1000);
    assert_eq!(alice.saw(Event::OtherPolicy).unwrap().member, bob.id);
    assert!(alice.refused.contains(&R::OtherPolicy) && alice.members().is_empty());
}
