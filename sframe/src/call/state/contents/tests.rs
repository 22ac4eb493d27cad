//! Contents in every spelling that is none.

use super::*;
use alloc::format;
use alloc::vec;
use proptest::prelude::*;

const SEED: [u8; 32] = [0xa5; 32];

fn written(contents: &Contents) -> Vec<u8> {
    let mut out = Vec::new();
    contents.write(&SEED, &[0x5a; 32], &mut out).unwrap();
    assert_eq!(out.len(), contents.encoded_len());
    out
}

fn peer(name: &str, verified_at: u64, seen: Option<&str>) -> VerifiedPeer {
    VerifiedPeer { name: name.into(), verified_at, last_seen_name: seen.map(String::from) }
}

fn small() -> Contents {
    let mut contents = Contents::default();
    contents.peers.insert(IdentityKey::new([1; 32]), peer("Ada", 5, None));
    contents.peers.insert(IdentityKey::new([2; 32]), peer("Bo", 6, Some("Böö")));
    contents.keys.insert(KeyFingerprint([3; 16]), Spent { next: 4096, blocks: 7 });
    contents
}

#[test]
fn known_contents() {
    let expected = [
        "a5".repeat(32),
        "5a".repeat(32),
        "0002".into(),
        "01".repeat(32) + "0000000000000005" + "03416461" + "00",
        "02".repeat(32) + "0000000000000006" + "02426f" + "01" + "0542c3b6c3b6",
        "0001".into(),
        "03".repeat(16) + "0000000000001000" + "0000000000000007",
    ];
    assert_eq!(hex::encode(written(&small())), expected.concat());
    let parsed = Parsed::parse(&hex::decode(expected.concat()).unwrap()).unwrap();
    assert_eq!((*parsed.seed, parsed.previous), (SEED, [0x5a; 32]));
    assert_eq!(parsed.contents, small());
}

#[test]
fn every_truncation_and_extension() {
    let bytes = written(&small());
    for len in 0..bytes.len() {
        assert!(Parsed::parse(&bytes[..len]).is_none(), "{len}");
    }
    for more in 0..=255 {
        assert!(Parsed::parse(&[&bytes[..], &[more]].concat()).is_none(), "{more}");
    }
}

/// A changed bit gives other contents, or none, and never the same in another spelling.
#[test]
fn every_flipped_bit() {
    let bytes = written(&small());
    let (mut refused, mut others) = (0, 0);
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        match Parsed::parse(&flipped) {
            None => refused += 1,
            Some(parsed) => {
                let mut again = Vec::new();
                parsed.contents.write(&parsed.seed, &parsed.previous, &mut again).unwrap();
                assert_eq!(again, flipped);
                others += 1;
            }
        }
    }
    assert_eq!(refused + others, bytes.len() * 8);
    assert!(refused > 60 && others > 1000, "{refused} refused, {others} others");
}

#[test]
fn order_repetition_flags_and_names() {
    let [seed, ada, bo] = [vec![0; 64], vec![1; 32], vec![2; 32]];
    let rest = [0, 0, 0, 0, 0, 0, 0, 5, 1, b'x', 0];
    let peers = |list: [&[u8]; 4]| {
        let [first, one, second, two] = list;
        Parsed::parse(&[&seed, &[0, 2][..], first, one, second, two, &[0, 0]].concat()).is_some()
    };
    assert!(peers([&ada, &rest, &bo, &rest]));
    assert!(!peers([&bo, &rest, &ada, &rest]), "descending");
    assert!(!peers([&ada, &rest, &ada, &rest]), "twice");
    let odd = |at: usize, byte: u8| {
        let mut odd = rest;
        odd[at] = byte;
        peers([&ada, &odd, &bo, &rest])
    };
    assert!(odd(9, b'y'));
    for (at, byte) in [(10, 1), (10, 2), (10, 0xff), (9, 0xff), (9, 0x80), (8, 0), (8, 2)] {
        assert!(!odd(at, byte), "{at} {byte}");
    }
    let keys = |one: [u8; 16], two: [u8; 16]| {
        let bytes = [&seed[..], &[0, 0, 0, 2], &one, &[0; 16], &two, &[0; 16]].concat();
        Parsed::parse(&bytes).is_some()
    };
    assert!(keys([1; 16], [2; 16]));
    assert!(!keys([2; 16], [1; 16]) && !keys([1; 16], [1; 16]));
}

#[test]
fn counts_and_names_at_the_limit_and_one_above() {
    let number = |n: usize| <[u8; 2]>::try_from(&(n as u64).to_be_bytes()[6..]).unwrap();
    let mut contents = Contents::default();
    let longest = "n".repeat(MAX_PEER_NAME_LEN);
    for n in 0..MAX_PEERS {
        let mut identity = [0; 32];
        identity[..2].copy_from_slice(&number(n));
        let peer = peer(&longest, u64::MAX, Some(&longest));
        contents.peers.insert(IdentityKey::new(identity), peer);
    }
    for n in 0..MAX_COUNTED_KEYS {
        let mut key = [0; 16];
        key[..2].copy_from_slice(&number(n));
        contents.keys.insert(KeyFingerprint(key), Spent { next: u64::MAX, blocks: u64::MAX });
    }
    let bytes = written(&contents);
    assert_eq!(bytes.len(), MAX_CONTENTS_LEN);
    assert_eq!(Parsed::parse(&bytes).unwrap().contents, contents);

    let refused =
        |contents: &Contents| contents.write(&SEED, &[0; 32], &mut Vec::new()).unwrap_err();
    let mut more = contents.clone();
    more.peers.insert(IdentityKey::new([0xff; 32]), peer("x", 0, None));
    assert_eq!(refused(&more), StateError::TooManyPeers { limit: MAX_PEERS });
    let mut more = contents.clone();
    more.keys.insert(KeyFingerprint([0xff; 16]), Spent::default());
    assert_eq!(refused(&more), StateError::TooManyKeys { limit: MAX_COUNTED_KEYS });
    let mut long = small();
    long.peers.insert(IdentityKey::new([9; 32]), peer(&format!("{longest}n"), 0, None));
    assert_eq!(refused(&long), StateError::NameTooLong { len: MAX_PEER_NAME_LEN + 1 });

    // One more of each, spelled out: the count is refused before anything is read.
    let mut peers = vec![0; 64];
    peers.extend(number(MAX_PEERS + 1));
    for n in 0..=MAX_PEERS {
        peers.extend([&number(n)[..], &[0; 30 + 8 + 1 + 1]].concat());
    }
    peers.extend([0, 0]);
    assert!(Parsed::parse(&peers).is_none());
    let mut keys = vec![0; 64 + 2];
    keys.extend(number(MAX_COUNTED_KEYS + 1));
    for n in 0..=MAX_COUNTED_KEYS {
        keys.extend([&number(n)[..], &[0; 30]].concat());
    }
    assert!(Parsed::parse(&keys).is_none());
}

proptest! {
    #[test]
    fn arbitrary_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        if let Some(parsed) = Parsed::parse(&bytes) {
            let mut again = Vec::new();
            parsed.contents.write(&parsed.seed, &parsed.previous, &mut again).unwrap();
            prop_assert_eq!(again, bytes);
        }
    }

    #[test]
    fn arbitrary_contents_come_back(
        peers in proptest::collection::btree_map(
            any::<[u8; 32]>(), (".{0,60}", any::<u64>(), proptest::option::of(".{0,60}")), 0..8),
        keys in proptest::collection::btree_map(any::<[u8; 16]>(), any::<(u64, u64)>(), 0..8),
    ) {
        let contents = Contents {
            peers: peers.into_iter().map(|(identity, (name, verified_at, seen))| {
                let peer = VerifiedPeer { name, verified_at, last_seen_name: seen };
                (IdentityKey::new(identity), peer)
            }).collect(),
            keys: keys.into_iter().map(|(key, (next, blocks))| {
                (KeyFingerprint(key), Spent { next, blocks })
            }).collect(),
        };
        prop_assert_eq!(Parsed::parse(&written(&contents)).unwrap().contents, contents);
    }
}
