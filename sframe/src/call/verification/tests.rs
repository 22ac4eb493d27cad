//! Codes against values from Python's hashlib, and what must change them.

use super::*;
use crate::call::identity::DeviceIdentity;
use alloc::vec::Vec;
use core::convert::Infallible;
use proptest::prelude::*;
use rand_core::{TryCryptoRng, TryRng};
use std::string::ToString;

/// Counts upwards from a byte: no random numbers, but known ones.
pub(in crate::call) struct Numbers(pub(in crate::call) u8);

impl TryRng for Numbers {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        rand_core::utils::next_word_via_fill(self)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        rand_core::utils::next_word_via_fill(self)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        for byte in bytes {
            *byte = self.0;
            self.0 = self.0.wrapping_add(1);
        }
        Ok(())
    }
}

impl TryCryptoRng for Numbers {}

/// What a hello covers, as long as the exact bytes do not matter: a hash over its parts.
fn hello(identity: u8, name: &str, nonce: u8) -> [u8; HASH_LEN] {
    let key = DeviceIdentity::import(&[identity; 32]).key();
    Sha256::new_with_prefix(key.as_bytes())
        .chain_update([name.len() as u8])
        .chain_update(name)
        .chain_update([nonce; 32])
        .finalize()
        .into()
}

fn roster(call: u8, policy: u8, members: &[[u8; HASH_LEN]]) -> RosterHash {
    RosterHash::of(&[call; 32], &[policy; 32], members.iter().copied())
}

#[test]
fn known_codes() {
    let roster = RosterHash::of(&[1; 32], &[2; 32], [[4; 32], [3; 32]].into_iter());
    assert_eq!(alloc::format!("{roster:?}"), ROSTER);
    let code = CallCode::new(&roster);
    assert_eq!(code.to_string(), CODE);
    assert_eq!(code.digits(), CODE.replace(' ', ""));
    assert_eq!(alloc::format!("{code:?}"), alloc::format!("CallCode({CODE})"));
    let (a, b) = (IdentityKey::new([5; 32]), IdentityKey::new([6; 32]));
    assert_eq!(SafetyNumber::between(&b, &a).to_string(), NUMBER);
    // A group keeps its leading zeros.
    assert_eq!(digits(&groups(&[0; 64])), "0".repeat(30));
}

const ROSTER: &str = "eada652379c26c7be3286d50b36f1a4023280614b08e4be3d7f33fc0e13c5087";
const CODE: &str = "91983 57107 37377 60269 06510 36068";
const NUMBER: &str = "70482 57088 77380 16471 65308 25604 40007 96260 77266 61449 24272 47233";

#[test]
fn whatever_changes_in_a_call_changes_its_code() {
    let [alice, bob, carol] = [(1, "Alice"), (2, "Bob"), (3, "Carol")].map(|(n, s)| hello(n, s, n));
    let genuine = roster(7, 8, &[alice, bob, carol]);
    let others = [
        ("a ghost came", roster(7, 8, &[alice, bob, carol, hello(4, "Dave", 4)])),
        ("one is missing", roster(7, 8, &[alice, bob])),
        ("nobody", roster(7, 8, &[])),
        ("the operator's identity", roster(7, 8, &[alice, bob, hello(9, "Carol", 3)])),
        ("another name", roster(7, 8, &[alice, bob, hello(3, "Carl", 3)])),
        ("an older hello", roster(7, 8, &[alice, bob, hello(3, "Carol", 2)])),
        ("another policy", roster(7, 9, &[alice, bob, carol])),
        ("another call", roster(6, 8, &[alice, bob, carol])),
        ("call and policy swapped", roster(8, 7, &[alice, bob, carol])),
    ];
    let codes: BTreeSet<_> =
        others.iter().map(|(_, roster)| CallCode::new(roster).digits()).collect();
    assert_eq!(codes.len(), others.len());
    assert!(!codes.contains(&CallCode::new(&genuine).digits()));
}

/// The operator shows each side its own identity in place of the other's.
#[test]
fn operator_in_the_middle_of_two() {
    let (alice, bob) = (hello(1, "Alice", 1), hello(2, "Bob", 2));
    let (as_alice, as_bob) = (hello(66, "Alice", 1), hello(66, "Bob", 2));
    let seen_by_alice = CallCode::new(&roster(1, 1, &[alice, as_bob]));
    let seen_by_bob = CallCode::new(&roster(1, 1, &[as_alice, bob]));
    assert_ne!(seen_by_alice, seen_by_bob);
    assert!(!seen_by_alice.matches_qr(&seen_by_bob.qr_text()));
}

#[test]
fn a_call_code_is_never_taken_for_a_safety_number() {
    let code = CallCode::new(&roster(1, 2, &[]));
    let own = code.qr_text();
    assert!(code.matches_qr(&own) && code.matches_qr(&alloc::format!(" {own}\n")));
    for other in [
        "",
        &code.digits(),
        &own[..own.len() - 1],
        &own.replace("CALL", "PEER"),
        &own.replace("L1", "L2"),
        &own.to_lowercase(),
        &alloc::format!("{own}0"),
    ] {
        assert!(!code.matches_qr(other), "{other}");
    }
}

#[test]
fn a_scanner_reads_the_qr_codes() {
    let mut read = 0;
    for n in 2..12 {
        let code = CallCode::new(&roster(n, 1, &[]));
        let number = SafetyNumber::between(&IdentityKey::new([1; 32]), &IdentityKey::new([n; 32]));
        for scale in [3, 5] {
            let text = scan(&code.to_svg(), scale);
            assert_eq!(text, alloc::format!("FRAMESEAL1:CALL:{}", code.digits()));
            assert!(code.matches_qr(&text) && !number.matches_qr(&text));
            let text = scan(&number.to_svg(), scale);
            assert_eq!(text, alloc::format!("FRAMESEAL1:PEER:{}", number.digits()));
            assert!(number.matches_qr(&text) && !code.matches_qr(&text));
            read += 2;
        }
        for (svg, title) in [(code.to_svg(), "this call"), (number.to_svg(), "a safety number")] {
            assert!(svg.contains("role=\"img\"") && svg.contains("crispEdges"));
            assert!(svg.contains(&alloc::format!("<title>QR code of {title}</title>")));
            assert_eq!(svg.matches("http").count(), 1, "the namespace alone");
        }
    }
    assert_eq!(read, 40);
}

/// Paints an SVG of ours, `scale` pixels a module, and reads it as a camera's picture is read.
fn scan(svg: &str, scale: usize) -> String {
    let between = |from: &str, to: &str| {
        let rest = svg.split(from).nth(1).unwrap();
        rest.split(to).next().unwrap()
    };
    let modules = between("viewBox=\"0 0 ", " ").parse::<usize>().unwrap();
    let size = modules * scale;
    let mut white = alloc::vec![true; size * size];
    for run in between(" d=\"M", "\"").split('M') {
        let numbers: Vec<usize> =
            run.split([',', 'h', 'v', 'z']).filter_map(|number| number.parse().ok()).collect();
        let [left, top, width, 1] = numbers[..] else { panic!("{run}: {numbers:?}") };
        for y in top * scale..(top + 1) * scale {
            white[y * size + left * scale..y * size + (left + width) * scale].fill(false);
        }
    }
    let paint = |x, y| if white[y * size + x] { 255 } else { 0 };
    let mut image = rqrr::PreparedImage::prepare_from_greyscale(size, size, paint);
    let grids = image.detect_grids();
    assert_eq!(grids.len(), 1);
    grids[0].decode().unwrap().1
}

proptest! {
    #[test]
    fn order_and_repetition_do_not_matter(
        members in proptest::collection::vec(any::<[u8; 32]>(), 1..20),
        turn in any::<prop::sample::Index>(),
    ) {
        let of = |members: &[_]| RosterHash::of(&[1; 32], &[2; 32], members.iter().copied());
        let mut other: Vec<_> = members.iter().rev().copied().collect();
        let at = turn.index(other.len());
        other.rotate_left(at);
        other.push(other[at]);
        prop_assert_eq!(of(&members), of(&other));
        let mut fewer = members.clone();
        fewer.retain(|member| *member != other[at]);
        prop_assert_ne!(of(&members), of(&fewer));
    }
}
