//! What people compare is the same on both sides, and differs where it should.

use frameseal_ffi::call::event::frameseal_call_event_kind as Event;
use frameseal_ffi::call::identity::frameseal_identity_key;
use frameseal_ffi::call::member::frameseal_member_id;
use frameseal_ffi::call::verification::*;
use frameseal_ffi::result::frameseal_result as R;

use super::app::*;

const DIGITS: u8 = 0;
const GROUPS: u8 = 1;
const QR_TEXT: u8 = 2;
const QR_SVG: u8 = 3;

fn call_code(member: &Member, form: u8) -> String {
    let code = bytes(|out, size, len| unsafe {
        frameseal_session_call_code(member.session, form, out, size, len)
    });
    String::from_utf8(code.unwrap()).unwrap()
}

fn safety_number(member: &Member, other: frameseal_member_id, form: u8) -> Result<String, R> {
    let number = bytes(|out, size, len| unsafe {
        frameseal_session_safety_number(member.session, other, form, out, size, len)
    });
    Ok(String::from_utf8(number?).unwrap())
}

fn is_digits(text: &str, len: usize) -> bool {
    text.len() == len && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[test]
fn members_have_one_call_code_and_another_call_another() {
    let (alice, bob, _) = pair(b"codes");
    let (carol, ..) = pair(b"other codes");
    for (form, len) in [(DIGITS, 30), (GROUPS, 35), (QR_TEXT, 46)] {
        let code = call_code(&alice, form);
        assert_eq!(code.len(), len);
        assert_eq!(code, call_code(&bob, form));
        assert_ne!(code, call_code(&carol, form));
    }
    let digits = call_code(&alice, DIGITS);
    assert!(is_digits(&digits, 30));
    assert_eq!(call_code(&alice, GROUPS).replace(' ', ""), digits);
    assert_eq!(call_code(&alice, QR_TEXT), format!("FRAMESEAL1:CALL:{digits}"));
    let svg = call_code(&alice, QR_SVG);
    assert!(svg.starts_with("<svg ") && svg.trim_end().ends_with("</svg>"), "{svg}");
    let matches = |member: &Member, scanned: &[u8]| {
        let (pointer, len) = (scanned.as_ptr(), scanned.len());
        value(|out| unsafe {
            frameseal_session_call_code_matches_qr(member.session, pointer, len, out)
        })
    };
    let text = call_code(&alice, QR_TEXT);
    assert_eq!(matches(&bob, text.as_bytes()), Ok(true));
    assert_eq!(matches(&carol, text.as_bytes()), Ok(false));
    assert_eq!(matches(&bob, digits.as_bytes()), Ok(false));
    assert_eq!(matches(&bob, b"\xc0"), Err(R::NotUtf8));
    for form in [4, 255] {
        let session = alice.session;
        let refused = bytes(|out, size, len| unsafe {
            frameseal_session_call_code(session, form, out, size, len)
        });
        assert_eq!(refused, Err(R::BadValue));
    }
}

#[test]
fn two_devices_have_one_safety_number_in_and_out_of_calls() {
    let (alice, bob, _) = pair(b"numbers");
    let number = safety_number(&alice, bob.id, DIGITS).unwrap();
    assert!(is_digits(&number, 60));
    assert_eq!(safety_number(&bob, alice.id, DIGITS), Ok(number.clone()));
    assert_eq!(safety_number(&alice, bob.id, GROUPS).unwrap().replace(' ', ""), number);
    assert_eq!(safety_number(&alice, alice.id, DIGITS), Err(R::NoSuchMember));
    assert_eq!(safety_number(&alice, bob.id, 9), Err(R::BadValue));
    let (a, b) = (bob.members()[0].identity, alice.members()[0].identity);
    let between = |a: &[u8], b: &[u8], form| {
        let number = bytes(|out, size, len| unsafe {
            frameseal_safety_number(a.as_ptr(), a.len(), b.as_ptr(), b.len(), form, out, size, len)
        });
        Ok::<_, R>(String::from_utf8(number?).unwrap())
    };
    for form in [DIGITS, GROUPS, QR_TEXT, QR_SVG] {
        assert_eq!(between(&a, &b, form), safety_number(&alice, bob.id, form));
        assert_eq!(between(&a, &b, form), between(&b, &a, form));
    }
    assert_eq!(between(&a[..31], &b, DIGITS), Err(R::WrongLength));
    let other =
        bytes(|out, size, len| unsafe { frameseal_identity_key(identity(), out, size, len) });
    let other = other.unwrap();
    assert_ne!(between(&a, &other, DIGITS), between(&a, &b, DIGITS));

    let text = between(&a, &b, QR_TEXT).unwrap();
    let (scanned, len) = (text.as_ptr(), text.len());
    let matches = |a: &[u8], b: &[u8]| {
        value(|out| unsafe {
            let (a, a_len, b, b_len) = (a.as_ptr(), a.len(), b.as_ptr(), b.len());
            frameseal_safety_number_matches_qr(a, a_len, b, b_len, scanned, len, out)
        })
    };
    assert_eq!((matches(&b, &a), matches(&a, &other)), (Ok(true), Ok(false)));
    assert_eq!(matches(&b, &a[1..]), Err(R::WrongLength));
    let matches = |member: &Member, other| {
        value(|out| unsafe {
            let session = member.session;
            frameseal_session_safety_number_matches_qr(session, other, scanned, len, out)
        })
    };
    assert_eq!(matches(&bob, alice.id), Ok(true));
    assert_eq!(matches(&bob, bob.id), Err(R::NoSuchMember));
}

#[test]
fn two_members_compare_a_short_string() {
    let (mut alice, mut bob, mut now) = pair(b"short strings");
    let code = |member: &Member, other| {
        value(|out| unsafe { frameseal_session_sas_code(member.session, other, out) })
    };
    assert_eq!(code(&alice, bob.id), Err(R::Nothing));
    let accept =
        |member: &Member, other| unsafe { frameseal_session_accept_sas(member.session, other) };
    assert_eq!(accept(&bob, alice.id), R::NoSuchMember);
    assert_eq!(unsafe { frameseal_session_start_sas(alice.session, alice.id) }, R::NoSuchMember);
    assert_eq!(unsafe { frameseal_session_start_sas(alice.session, bob.id) }, R::Ok);
    talk(&mut [&mut alice, &mut bob], &mut now, 1000);
    // Only when the user wants to.
    assert_eq!(bob.saw(Event::ComparisonAsked).unwrap().member, alice.id);
    assert_eq!(code(&bob, alice.id), Err(R::Nothing));
    assert_eq!(accept(&bob, alice.id), R::Ok);
    talk(&mut [&mut alice, &mut bob], &mut now, 1000);
    assert_eq!(alice.saw(Event::Comparing).unwrap().member, bob.id);
    let (of_alice, of_bob) = (code(&alice, bob.id).unwrap(), code(&bob, alice.id).unwrap());
    assert_eq!(of_alice, of_bob);
    let text = |chars: &[std::ffi::c_char]| {
        let bytes: Vec<u8> = chars.iter().map(|&c| c as u8).collect();
        let end = bytes.iter().position(|&byte| byte == 0).unwrap();
        String::from_utf8(bytes[..end].to_vec()).unwrap()
    };
    assert!(is_digits(&text(&of_alice.digits), 6));
    for emoji in of_alice.emoji {
        let known = frameseal::call::EMOJI.iter().any(|known| {
            text(&emoji.name) == known.name && text(&emoji.symbol) == known.symbol.to_string()
        });
        assert!(known, "{}", text(&emoji.name));
    }
    // A run that nobody answers comes to its end.
    assert_eq!(unsafe { frameseal_session_start_sas(bob.session, alice.id) }, R::Ok);
    talk(&mut [&mut alice, &mut bob], &mut now, 61_000);
    assert_eq!(bob.saw(Event::ComparisonFailed).unwrap().member, alice.id);
    assert_eq!(code(&bob, alice.id), Err(R::Nothing));
}

/// So that none of the 64 names is cut.
#[test]
fn every_picture_fits() {
    for emoji in frameseal::call::EMOJI {
        let fits = frameseal_emoji::from(emoji);
        let len = |chars: &[std::ffi::c_char]| chars.iter().filter(|&&c| c != 0).count();
        assert_eq!(len(&fits.name), emoji.name.len());
        assert_eq!(len(&fits.symbol), emoji.symbol.len_utf8());
        assert!(fits.name[23] == 0 && fits.symbol[7] == 0);
    }
}
