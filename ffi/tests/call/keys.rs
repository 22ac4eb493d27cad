//! Keys are agreed on, change, and reach every decryptor.

use std::ptr::{null, null_mut};

use frameseal_ffi::call::event::frameseal_call_event_kind as Event;
use frameseal_ffi::call::identity::*;
use frameseal_ffi::call::media::*;
use frameseal_ffi::call::member::*;
use frameseal_ffi::call::membership::*;
use frameseal_ffi::call::session::*;
use frameseal_ffi::decryptor::*;
use frameseal_ffi::encryptor::*;
use frameseal_ffi::result::frameseal_result as R;

use super::app::*;

#[test]
fn an_identity_comes_back() {
    let made = identity();
    let key = |identity| {
        bytes(|out, size, len| unsafe { frameseal_identity_key(identity, out, size, len) }).unwrap()
    };
    let seed = bytes(|out, size, len| unsafe { frameseal_identity_export(made, out, size, len) });
    let seed = seed.unwrap();
    assert_eq!((seed.len(), key(made).len()), (32, 32));
    let import = |len| value(|out| unsafe { frameseal_identity_import(seed.as_ptr(), len, out) });
    let again = import(32).unwrap();
    assert_eq!(key(again), key(made));
    assert_ne!(key(made), key(identity()));
    assert_eq!(import(31).unwrap_err(), R::WrongLength);
    assert_eq!(unsafe { frameseal_identity_free(made) }, R::Ok);
    assert_eq!(unsafe { frameseal_identity_free(made) }, R::StaleHandle);
    assert_eq!(key(again).len(), 32);
}

#[test]
fn three_members_agree_on_keys_and_exchange_frames() {
    let mut now = 5;
    let names = ["Alice", "Böb", "C"];
    // One with both exchanges, as most have, one with each alone would not meet.
    let mut members = names.map(|name| {
        let mut config = config(b"three", name);
        config.exchange = u8::from(name == "C"); // X25519 alone
        Member::join(&config, now)
    });
    let [a, b, c] = &mut members;
    talk(&mut [a, b, c], &mut now, 3000);
    let mut opened = 0;
    for sender in &members {
        for kind in 0..4 {
            let sealed = sender.seal(kind, b"a frame");
            for receiver in members.iter().filter(|member| member.id != sender.id) {
                let (payload, header) = receiver.open(&sealed).unwrap();
                assert_eq!(payload, b"a frame");
                let (mut of, mut kind_of) = (frameseal_member_id::default(), 9);
                let result = unsafe {
                    let session = receiver.session;
                    frameseal_session_sender_of(session, header.kid, &mut of, &mut kind_of)
                };
                assert_eq!((result, of, kind_of), (R::Ok, sender.id, kind));
                assert_eq!(receiver.open(&sealed).unwrap_err(), R::Replayed);
                opened += 1;
            }
            // The operator sends it back: nobody here has the key for it.
            assert_eq!(sender.open(&sealed).unwrap_err(), R::UnknownKey);
        }
    }
    assert_eq!(opened, 3 * 4 * 2);
    for member in &members {
        let others = member.members();
        assert_eq!(others.len(), 2);
        for other in others {
            let n = members.iter().position(|member| member.id == other.id).unwrap();
            let name: Vec<u8> = other.name.iter().map(|&c| c as u8).collect();
            assert_eq!(std::str::from_utf8(&name).unwrap().trim_end_matches('\0'), names[n]);
            assert!(other.is_present && other.sees_the_same && !other.consents_to_clear);
            let is_old = member.id == members[2].id || other.id == members[2].id;
            assert_eq!(other.is_post_quantum, !is_old);
            let key = bytes(|out, size, len| unsafe {
                frameseal_session_identity_key(members[n].session, out, size, len)
            });
            assert_eq!(key.unwrap(), other.identity);
        }
        assert!(member.saw(Event::Joined).is_some());
    }
    let hashes = members.each_ref().map(|member| {
        let session = member.session;
        bytes(|out, size, len| unsafe { frameseal_session_roster_hash(session, out, size, len) })
            .unwrap()
    });
    assert!(hashes[0].len() == 32 && hashes[0] == hashes[1] && hashes[1] == hashes[2]);
    let unknown = unsafe {
        let mut of = frameseal_member_id::default();
        frameseal_session_sender_of(members[0].session, 3, &mut of, null_mut())
    };
    assert_eq!(unknown, R::Nothing);
    assert!(TOO_SMALL.get() > 40, "{}", TOO_SMALL.get());
    members.into_iter().for_each(Member::free);
}

#[test]
fn every_decryptor_of_a_session_follows() {
    let (mut alice, mut bob, mut now) = pair(b"decryptors");
    let new = |config: *const frameseal_decryptor_config| {
        value(|out| unsafe { frameseal_session_new_decryptor(bob.session, config, out) })
    };
    let second = new(null()).unwrap();
    let freed = new(null()).unwrap();
    let narrow = frameseal_decryptor_config {
        replay_window: 64,
        layout: 1,
        layout_bits: 4,
        ..Default::default()
    };
    let third = new(&narrow).unwrap();
    assert_eq!(unsafe { frameseal_decryptor_free(freed) }, R::Ok);
    for (layout, layout_bits) in [(1, 5), (2, 4), (3, 0)] {
        let other = frameseal_decryptor_config { layout, layout_bits, ..Default::default() };
        assert_eq!(new(&other).unwrap_err(), R::BadValue);
    }
    let small = frameseal_decryptor_config { max_keys: 3, ..Default::default() };
    assert_eq!(new(&small).unwrap_err(), R::TooManyKeys);

    let all = |bob: &Member| [bob.decryptor, second, third];
    let sealed = alice.seal(VIDEO, b"before");
    for decryptor in all(&bob) {
        assert_eq!(decrypt(decryptor, &sealed).unwrap().0, b"before");
    }
    // Fresh keys reach all of them by themselves.
    let old = decrypt(bob.decryptor, &alice.seal(VIDEO, b"x")).unwrap().1.kid;
    assert_eq!(unsafe { frameseal_session_rotate(alice.session) }, R::Ok);
    alice.events.clear();
    talk(&mut [&mut alice, &mut bob], &mut now, 3000);
    assert!(alice.saw(Event::SendKeysChanged).is_some());
    let sealed = alice.seal(VIDEO, b"after");
    for decryptor in all(&bob) {
        let (payload, header) = decrypt(decryptor, &sealed).unwrap();
        assert!(payload == b"after" && header.kid != old);
    }
    // Whom a member removes is not heard from that moment on, by any of them.
    let late = [alice.seal(AUDIO, b"late"), alice.seal(AUDIO, b"late")];
    assert_eq!(decrypt(second, &late[0]).unwrap().0, b"late");
    assert_eq!(unsafe { frameseal_session_remove(bob.session, alice.id) }, R::Ok);
    for decryptor in all(&bob) {
        assert_eq!(decrypt(decryptor, &late[1]).unwrap_err(), R::UnknownKey);
    }
    talk(&mut [&mut alice, &mut bob], &mut now, 1000);
    let ended = alice.saw(Event::Ended).unwrap();
    assert_eq!(ended.how, frameseal_departure::Removed);
    assert_eq!(
        value(|out| unsafe { frameseal_session_ended(alice.session, out) }),
        Ok(frameseal_departure::Removed)
    );
    assert_eq!(alice.encryptor(AUDIO).unwrap_err(), R::SessionEnded);
    assert_eq!(alice.handle(b"", now), R::SessionEnded);
    let timeout = value(|out| unsafe { frameseal_session_next_timeout(alice.session, out) });
    assert_eq!(timeout, Err(R::Nothing));
    // Decryptors live on without their session, and may go before it.
    bob.free();
    assert_eq!(decrypt(second, &late[1]).unwrap_err(), R::UnknownKey);
    for decryptor in [second, third] {
        assert_eq!(unsafe { frameseal_decryptor_free(decryptor) }, R::Ok);
    }
    alice.free();
}

#[test]
fn leaving_wipes_the_keys_of_decryptors() {
    let (mut alice, mut bob, mut now) = pair(b"leaving");
    let sealed = alice.seal(AUDIO, b"frame");
    let kept = alice.encryptor(AUDIO).unwrap();
    assert_eq!(unsafe { frameseal_session_leave(bob.session) }, R::Ok);
    assert_eq!(bob.open(&sealed).unwrap_err(), R::UnknownKey);
    talk(&mut [&mut alice, &mut bob], &mut now, 1000);
    let left = alice.saw(Event::Left).unwrap();
    assert_eq!((left.member, left.how), (bob.id, frameseal_departure::Left));
    assert_eq!(bob.saw(Event::Ended).unwrap().how, frameseal_departure::Left);
    // The handle is the app's own; a new one has another key.
    let kid = |encryptor| {
        value(|out| unsafe { frameseal_encryptor_get_info(encryptor, out) }).unwrap().kid
    };
    let next = alice.encryptor(AUDIO).unwrap();
    assert_ne!(kid(kept), kid(next));
    for encryptor in [kept, next] {
        assert_eq!(unsafe { frameseal_encryptor_free(encryptor) }, R::Ok);
    }
}

#[test]
fn decryptors_have_the_clock_of_their_session() {
    let (mut alice, mut bob, mut now) = pair(b"clock");
    let sealed: Vec<_> = (0..3).map(|_| alice.seal(AUDIO, b"frame")).collect();
    assert_eq!(bob.open(&sealed[0]).unwrap().0, b"frame");
    // Alice leaves: her keys stay for the grace time of 10 s, and go without further word.
    assert_eq!(unsafe { frameseal_session_leave(alice.session) }, R::Ok);
    talk(&mut [&mut alice, &mut bob], &mut now, 1000);
    assert!(bob.saw(Event::Left).is_some());
    assert_eq!(bob.open(&sealed[1]).unwrap().0, b"frame");
    talk(&mut [&mut bob], &mut now, 10_000);
    assert_eq!(bob.open(&sealed[2]).unwrap_err(), R::UnknownKey);
}

#[test]
fn time_comes_in_and_says_when_it_is_wanted_again() {
    let mut now = 0;
    let alice = Member::join(&config(b"time", "Alice"), now);
    let mut advances = 0;
    while now < 60_000 {
        let next = value(|out| unsafe { frameseal_session_next_timeout(alice.session, out) });
        let next = next.unwrap();
        assert!(next > now, "what was due at {now} is done");
        now = next;
        assert_eq!(unsafe { frameseal_session_advance(alice.session, now) }, R::Ok);
        advances += 1;
    }
    assert!((10..30).contains(&advances), "{advances} in a minute");
    alice.free();
}

#[test]
fn what_was_said_wrong_is_said() {
    let join = |config: &_, identity| {
        value(|out| unsafe { frameseal_session_join(config, identity, 0, out) })
    };
    let identity = identity();
    let mut refused = 0;
    let mut refuse =
        |change: &dyn Fn(&mut frameseal_ffi::call::config::frameseal_session_config), want| {
            let mut config = config(b"call", "name");
            change(&mut config);
            assert_eq!(join(&config, identity).unwrap_err(), want);
            refused += 1;
        };
    let long = [b'x'; 129];
    refuse(&|c| (c.call_id, c.call_id_len) = (long.as_ptr(), 129), R::FieldTooLong);
    refuse(&|c| (c.name, c.name_len) = (long.as_ptr(), 65), R::FieldTooLong);
    refuse(&|c| (c.name, c.name_len) = (b"\xff".as_ptr(), 1), R::NotUtf8);
    refuse(&|c| (c.name, c.name_len) = (null(), 1), R::NullPointer);
    refuse(&|c| (c.hosts, c.hosts_len) = (long.as_ptr(), 33), R::WrongLength);
    refuse(&|c| c.suite = 9, R::UnknownSuite);
    refuse(&|c| c.admission = 2, R::BadValue);
    refuse(&|c| c.exchange = 3, R::BadValue);
    refuse(&|c| c.allow_clear = 2, R::BadValue);
    refuse(&|c| c.post_quantum_required = 2, R::BadValue);
    refuse(&|c| c.founder = 255, R::BadValue);
    refuse(&|c| c.post_quantum_required = 1, R::NoExchange);
    refuse(&|c| c.call_secret.id = identity.id, R::WrongKind);
    refuse(&|c| c.call_secret.id = 77 << 32, R::StaleHandle);
    assert_eq!(refused, 14);
    let config = config(b"call", "name");
    assert_eq!(join(&config, frameseal_identity::default()).unwrap_err(), R::NoHandle);
    let none = value(|out| unsafe { frameseal_session_join(null(), identity, 0, out) });
    assert_eq!(none.unwrap_err(), R::NullPointer);
    let session = join(&config, identity).unwrap();
    assert_eq!(
        unsafe { frameseal_session_free(frameseal_session { id: identity.id }) },
        R::WrongKind
    );
    let alice = Member { session, ..Member::join(&config, 0) };
    for kind in [4, 255] {
        assert_eq!(alice.encryptor(kind).unwrap_err(), R::BadValue);
    }
    assert_eq!(unsafe { frameseal_session_consent_to_clear(session, 2) }, R::BadValue);
    assert_eq!(unsafe { frameseal_session_consent_to_clear(session, 1) }, R::EncryptionRequired);
    assert_eq!(unsafe { frameseal_session_free(session) }, R::Ok);
    assert_eq!(unsafe { frameseal_session_advance(session, 0) }, R::StaleHandle);
}

#[test]
fn refused_messages_name_their_sender() {
    let (mut alice, mut bob, mut now) = pair(b"refused");
    let mut carol = Member::join(&config(b"refused", "Carol"), now);
    while alice.outgoing().is_some() {}
    now += 6000;
    assert_eq!(unsafe { frameseal_session_advance(alice.session, now) }, R::Ok);
    let (_, status) = alice.outgoing().unwrap();
    assert_eq!(carol.handle(&status, now), R::UnknownSender);
    let error = last_error();
    assert!(error.has_member && error.member == alice.id.bytes);
    assert_eq!(error.error_class, frameseal_ffi::error::frameseal_error_class::Message);
    assert_eq!(alice.handle(&status, now), R::ReflectedMessage);
    assert_eq!(bob.handle(&status[..40], now), R::MalformedMessage);
    let long = vec![0; FRAMESEAL_MAX_MESSAGE_LEN + 1];
    assert_eq!(bob.handle(&long, now), R::MessageTooLong);
    let mut forged = status.clone();
    *forged.last_mut().unwrap() ^= 1;
    assert_eq!(bob.handle(&forged, now), R::Signature);
    assert_eq!(bob.handle(&status, now), R::Ok);
}
