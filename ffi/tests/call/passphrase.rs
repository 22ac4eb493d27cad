//! Calls with a passphrase are for those who have it.

use frameseal_ffi::call::event::frameseal_call_event_kind as Event;
use frameseal_ffi::call::passphrase::*;
use frameseal_ffi::result::frameseal_result as R;

use super::app::*;

fn check(passphrase: &[u8]) -> R {
    unsafe { frameseal_passphrase_check(passphrase.as_ptr(), passphrase.len()) }
}

fn stretch(passphrase: &str, call_id: &[u8]) -> Result<frameseal_call_secret, R> {
    value(|out| unsafe {
        let (passphrase, len) = (passphrase.as_ptr(), passphrase.len());
        let (call_id, call_id_len) = (call_id.as_ptr(), call_id.len());
        frameseal_call_secret_from_passphrase(passphrase, len, call_id, call_id_len, out)
    })
}

#[test]
fn weak_ones_are_refused_and_generated_ones_taken() {
    assert_eq!(check(b"Password123!"), R::PassphraseTooWeak);
    assert_eq!(check(b""), R::PassphraseTooWeak);
    assert_eq!(check(&[b'x'; 1025]), R::PassphraseTooLong);
    assert_eq!(check(b"\xff\xff"), R::NotUtf8);
    for _ in 0..20 {
        let made = bytes(|out, size, len| unsafe { frameseal_passphrase_generate(out, size, len) });
        let made = made.unwrap();
        assert_eq!((check(&made), made.iter().filter(|&&byte| byte == b'-').count()), (R::Ok, 5));
    }
    assert_eq!(stretch("Password123!", b"call"), Err(R::PassphraseTooWeak));
    assert_eq!(stretch("able-zoo-river-piano-candy-moon", b""), Err(R::NoCallId));
    let short = value(|out| unsafe { frameseal_call_secret_new([1; 31].as_ptr(), 31, out) });
    assert_eq!(short, Err(R::WrongLength));
}

#[test]
fn those_with_the_passphrase_meet_and_others_do_not() {
    let id = b"with a passphrase";
    let right = stretch("able-zoo-river-piano-candy-moon", id).unwrap();
    let typed = stretch(" Able zoo river piano candy MOON", id).unwrap();
    let wrong = stretch("able-zoo-river-piano-candy-zone", id).unwrap();
    let bytes = value(|out| unsafe { frameseal_call_secret_new([7; 32].as_ptr(), 32, out) });
    let mut now = 0;
    let join = |name, call_secret| {
        let mut config = config(id, name);
        config.call_secret = call_secret;
        Member::join(&config, 0)
    };
    let mut alice = join("Alice", right);
    let mut bob = join("Bob", typed);
    let mut mallory = join("Mallory", wrong);
    let mut eve = join("Eve", bytes.unwrap());
    // Sessions have copies.
    for secret in [right, typed, wrong, bytes.unwrap()] {
        assert_eq!(unsafe { frameseal_call_secret_free(secret) }, R::Ok);
        assert_eq!(unsafe { frameseal_call_secret_free(secret) }, R::StaleHandle);
    }
    talk(&mut [&mut alice, &mut bob, &mut mallory, &mut eve], &mut now, 3000);
    assert_eq!(bob.open(&alice.seal(AUDIO, b"hello")).unwrap().0, b"hello");
    for outsider in [&mallory, &eve] {
        assert_eq!(outsider.open(&alice.seal(AUDIO, b"hello")), Err(R::UnknownKey));
        let wrong = alice.events.iter().filter(|event| event.kind == Event::WrongPassphrase);
        assert!(wrong.clone().any(|event| event.member == outsider.id), "{:?}", alice.events);
    }
    assert!(alice.refused.contains(&R::WrongPassphrase));
    let present = alice.members().iter().filter(|member| member.is_present).count();
    assert_eq!(present, 1);
}
