//! Writes the inputs that fuzzing starts from: `cargo run --example seed` in this folder.

use std::sync::Arc;
use std::{fs, path::Path};

use frameseal::{
    BaseKey, CipherSuite, Encryptor, EncryptorConfig, Header, KeyId, MAX_HEADER_LEN,
    MemoryCounters, rtp::fragments,
};

fn main() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    for (target, inputs) in [
        ("header", header()),
        ("decrypt", decrypt()),
        ("decrypt_mutated", decrypt_mutated()),
        ("key_store", key_store()),
        ("codec", codec()),
        ("rtp", rtp()),
        ("transparent", transparent()),
        ("counters", counters()),
        ("differential", differential()),
        ("dave", dave()),
        ("interop", interop()),
        ("call", call()),
        ("state", state()),
        ("messages", messages()),
        ("member", member()),
        ("mock", mock()),
        ("providers", providers()),
    ] {
        let folder = corpus.join(target);
        fs::create_dir_all(&folder).unwrap();
        for (n, input) in inputs.iter().enumerate() {
            fs::write(folder.join(format!("seed-{n:02}")), input).unwrap();
        }
        println!("{target}: {} seeds", inputs.len());
    }
}

/// Every width of KID and CTR, and spellings that are too long.
fn header() -> Vec<Vec<u8>> {
    let wide = |bits: u32| u64::MAX.checked_shr(64 - bits).unwrap_or(0);
    let encode = |(kid, counter): (u32, u32)| {
        let header = Header { kid: KeyId::new(wide(kid)), counter: wide(counter) };
        header.encode(&mut [0; MAX_HEADER_LEN]).to_vec()
    };
    let widths =
        [(0, 3), (3, 0), (4, 8), (9, 16), (17, 24), (25, 32), (40, 33), (48, 56), (64, 64)];
    let mut seeds: Vec<_> = widths.into_iter().map(encode).collect();
    seeds.extend([vec![0x80, 7], vec![0x08, 0], vec![0x99, 0, 8, 1, 0]]);
    seeds
}

/// For every suite and KID layout a frame with the right KID, sealed under another key.
fn decrypt() -> Vec<Vec<u8>> {
    (0..24u8)
        .map(|choice| {
            let suite = CipherSuite::ALL[usize::from(choice % 8)];
            let kid = KeyId::new(if choice / 8 == 1 { 0 } else { 5 });
            let config = EncryptorConfig::with_counters(Arc::new(MemoryCounters::default()));
            let key = BaseKey::new(&[choice; 32]).unwrap();
            let mallory = Encryptor::with_config(suite, kid, key, config).unwrap();
            let frame = mallory.encrypt_to_vec(&[choice; 24], b"metadata").unwrap();
            [&[choice, 8][..], b"metadata", &frame].concat()
        })
        .collect()
}

/// The three frames in every order, and one edit of each kind.
fn decrypt_mutated() -> Vec<Vec<u8>> {
    let in_order = (0..24).map(|choice| vec![choice, 0, 0, 1, 0, 2, 0, 1, 0]);
    let edited =
        (0..16).map(|kind| vec![11 * kind, 2, 1, 1, kind / 8, kind % 8, 3 * kind, 5, 2, 0]);
    in_order.chain(edited).collect()
}

/// Members come, ratchet, leave and come again, in each layout.
fn key_store() -> Vec<Vec<u8>> {
    let [add, remove, retire, advance, own, forge, park, unpark, replay, seal, send] =
        [0u8, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11];
    let scripts: [&[[u8; 3]]; 7] = [
        &[[add, 1, 0], [send, 1, 0], [remove, 1, 0], [add, 1, 0], [send, 1, 0]],
        &[[add, 1, 0], [send, 1, 1], [send, 1, 4], [send, 1, 2], [seal, 1, 3], [send, 1, 5]],
        &[[seal, 1, 1], [add, 2, 0], [add, 1, 0], [send, 1, 1], [add, 5, 0], [send, 5, 1]],
        &[
            [add, 1, 0],
            [retire, 1, 0],
            [advance, 0, 9],
            [send, 1, 0],
            [advance, 0, 1],
            [send, 1, 0],
        ],
        &[[own, 1, 0], [add, 1, 0], [forge, 1, 0], [send, 1, 0], [add, 2, 0], [send, 2, 0]],
        &[[add, 5, 0], [add, 4, 0], [send, 4, 0], [advance, 0, 2], [send, 4, 0]],
        &[[add, 0, 0], [add, 1, 0], [add, 2, 0], [add, 3, 0], [send, 2, 0], [send, 3, 0]],
    ];
    let late: &[u8] =
        &[seal, 1, 0, park, 0, 0, 0, seal, 1, 0, add, 1, 0, unpark, 0, 0, replay, 0, 0, 0];
    let scripts = scripts.iter().map(|script| script.concat()).chain([late.to_vec()]);
    scripts
        .enumerate()
        .flat_map(|(n, script)| {
            (0..3).map(move |layout| [&[(3 * n as u8) % 24 + layout], &script[..]].concat())
        })
        .collect()
}

/// The frames of target `codec` in envelopes of every suite, some edited, and a few sealed ones
/// as arbitrary bytes.
fn transparent() -> Vec<Vec<u8>> {
    let frames = codec();
    let seal = |(n, seed): (usize, &Vec<u8>)| {
        let (codec, frame) = (seed[0] % 6, &seed[1..]);
        let edits = (n % 4) as u8;
        let script: Vec<u8> = (0..edits * 4).map(|at| (n as u8).wrapping_mul(31) ^ at).collect();
        [&[n as u8 % 8, codec, 1, n as u8, n as u8 % 40, edits][..], &script, frame].concat()
    };
    let mut seeds: Vec<_> = frames.iter().enumerate().map(seal).collect();
    for trailer in [&[0x21][..], &[0x25], &[2, 0x2d], &[1, 0x2e], &[0x3c]] {
        let front = [0, 0, 1, 0x65, 0x88, 0x01, 0, 0, 3, 1, 0x10];
        seeds.push([&[3, 7][..], &front, &[0x5a; 30], trailer].concat());
    }
    seeds
}

/// The beginnings of frames of the clips in examples/media, and of two codecs that have none.
fn codec() -> Vec<Vec<u8>> {
    let seed = |codec: u8, frame: &[u8]| [&[codec], &frame[..frame.len().min(300)]].concat();
    let media = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/media");
    let read = |name| fs::read(media.join(name)).unwrap();
    let mut seeds = vec![seed(0, &[0x78, 1, 2, 3]), seed(0, &[0x08])];
    for frame in [0, 1, 75] {
        seeds.push(seed(1, &ivf_frame(&read("vp8.ivf"), frame)));
        // Without its size the last OBU of a frame may be cut anywhere.
        let mut av1 = ivf_frame(&read("av1.ivf"), frame);
        seeds.push(seed(5, &av1[..if frame == 1 { 40 } else { av1.len() }]));
        let at = if av1[2] == 0x0a { 4 + usize::from(av1[3]) } else { 2 };
        let sized = av1[at + 1..].iter().position(|byte| byte & 0x80 == 0).unwrap() + 1;
        av1.drain(at + 1..=at + sized);
        av1[at] &= !0x02;
        seeds.push(seed(5, &av1));
    }
    for key_frame in [[0x82, 0x49, 0x83, 0x42, 0, 0x13], [0xb1, 0x24, 0xc1, 0xa1, 0, 0x09]] {
        seeds.extend([seed(2, &key_frame), seed(2, &[key_frame[0] | 0x06, 0])]);
    }

    let h264 = read("h264.h264");
    let delimiter = [0, 0, 0, 1, 9];
    let units = (0..h264.len()).filter(|&at| h264[at..].starts_with(&delimiter));
    for start in units.take(76).step_by(25) {
        seeds.push(seed(3, &h264[start..]));
    }
    // With short parameter sets, numbers that need emulation prevention, and no delimiter.
    let sets: &[u8] = &[0, 0, 0, 1, 0x67, 0x42, 0, 0, 3, 1, 0, 0, 0, 1, 0x68, 0xce, 0, 0];
    seeds.push(seed(3, &[sets, &[0, 0, 1, 0x25, 0, 0, 3, 0x40, 0, 0x3f, 0xff]].concat()));
    seeds.push(seed(3, &[sets, sets, &[0, 0, 1, 0x6f, 1, 0, 0, 1, 0x41, 0xe0]].concat()));

    let sets: &[u8] = &[
        0, 0, 0, 1, 0x40, 1, 0x0c, 1, 0xff, 0xff, 1, 0x60, 0, 0, 3, 0, 0x90, 0, 0, 0, 1, 0x42, 1,
        1, 1, 0x60, 0, 0, 3, 0, 0x90, 0, 0, 0, 1, 0x44, 1, 0xc1, 0x72, 0xb4, 0x62, 0x40,
    ];
    for slice in [&[0x28, 1, 0xaf, 9][..], &[0x02, 1, 0xd0, 1], &[0x2e, 1, 0xc2, 9]] {
        seeds.push(seed(4, &[sets, &[0, 0, 1], slice].concat()));
        seeds.push(seed(4, &[&[0, 0, 0, 1, 0x46, 1, 0x10, 0, 0, 0, 1], slice].concat()));
    }

    // What a parser may get wrong by one: emulation prevention, zeros before a start code or a
    // number, lengths of a size, frames that are shown again.
    let limits: [(u8, &[u8]); 10] = [
        (3, &[0, 0, 1, 0x41, 0, 0, 3, 0x40, 0, 0x20, 0, 3, 0xff]),
        (3, &[0, 0, 1, 0x41, 0, 0, 3, 0, 1, 0, 0, 3, 0, 1, 0xff]),
        (3, &[0, 0, 1, 0x41, 0, 0, 3, 0, 0, 0x80, 0, 0, 3, 0, 0, 0x7f, 0xff]),
        (3, &[0, 0, 1, 0x41, 0, 0, 3, 0, 3, 0xff, 0xff, 0xff, 0xff, 0xff]),
        (3, &[0, 1, 0, 0, 1, 0x41, 0xe0]),
        (4, &[0, 0, 1, 0x02, 1, 0x80, 0, 3, 0x40, 0, 0x20, 9]),
        (5, &[0x12, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0, 0x32, 1, 0x10]),
        (5, &[0x12, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0, 0x32, 1, 0x10]),
        (5, &[0x0a, 1, 0, 0x1a, 1, 0x80]),
        (5, &[0x0a, 1, 0x18, 0x1a, 1, 0xa0]),
    ];
    seeds.extend(limits.map(|(codec, frame)| seed(codec, frame)));
    seeds
}

/// Gives one frame of an IVF file: behind 32 bytes each has its size and 8 bytes before it.
fn ivf_frame(clip: &[u8], number: usize) -> Vec<u8> {
    let mut rest = &clip[32..];
    for left in (0..=number).rev() {
        let size = u32::from_le_bytes(rest[..4].try_into().unwrap()) as usize;
        let (frame, behind) = rest[12..].split_at(size);
        if left == 0 {
            return frame.to_vec();
        }
        rest = behind;
    }
    unreachable!()
}

/// The packets of one frame in order and reversed, bursts, and frames of every length to cut.
fn rtp() -> Vec<Vec<u8>> {
    let packets: Vec<_> = fragments(&[7; 100], 25, false)
        .map(|fragment| vec![2, 0, fragment.descriptor.to_byte(), 5, fragment.data.len() as u8, 7])
        .collect();
    let in_order = [&[0, 0xff, 0xfe][..], &packets.concat()].concat();
    let lost = [&[0, 0, 0][..], &packets[..2].concat(), &packets[3..].concat()].concat();
    let duplicate =
        [&[0, 0, 0][..], &packets[0], &[1, 1], &packets[0][1..], &packets[1..].concat()];
    let burst_of =
        |code, amount| vec![0, 0, 0, 2, 0, 0x80, code, amount, 0, 7, 2, 0, 0x40, 5, 3, 7];
    let mut seeds = vec![in_order, lost, duplicate.concat(), burst_of(0xb0, 9), burst_of(0xb1, 3)];
    seeds.extend((0..10).map(|n| {
        let order: Vec<u8> = (0..32).map(|k: u8| k.wrapping_mul(2 * n + 1)).collect();
        [&[1, 0xff, 0xf0 + n, n, 6 * n, 7, n, 25 * n][..], &order].concat()
    }));
    seeds
}

/// Several encryptors over one key, with leases and a store that fails, skips or goes back.
fn counters() -> Vec<Vec<u8>> {
    let [new, leave, answer, small, encrypt] = [0u8, 1, 2, 3, 4];
    let two = [new, 1, 3, new, 1, 5, encrypt, 0, 15, encrypt, 1, 15, encrypt, 0, 15];
    let scripts: [&[u8]; 10] = [
        &two,
        &[new, 0, encrypt, 0, 3, leave, 0, new, 1, 9, encrypt, 0, 3],
        &[new, 1, 2, answer, 0, encrypt, 0, 9, encrypt, 0, 9],
        &[new, 1, 2, answer, 1, 2, 1, 0, encrypt, 0, 9],
        &[new, 1, 2, answer, 1, 4, 0x3f, 0, 0, 0, encrypt, 0, 9],
        &[answer, 1, 8, 255, 255, 255, 255, 255, 255, 255, 250, new, 1, 2, encrypt, 0, 15],
        &[new, 1, 2, encrypt, 0, 1, answer, 2, 1, 1, encrypt, 0, 9, encrypt, 0, 9],
        &[answer, 0, new, 1, 1, new, 1, 1, small, 0, encrypt, 0, 3],
        &[new, 8, 255, 255, 255, 255, 255, 255, 255, 255, encrypt, 0, 7],
        &[new, 1, 1, answer, 3, answer, 0, answer, 3, encrypt, 0, 15, encrypt, 0, 15],
    ];
    scripts.iter().enumerate().map(|(n, script)| [&[u8::from(n == 6)], *script].concat()).collect()
}

/// Every suite with short and long KIDs and counters, untouched and edited.
fn differential() -> Vec<Vec<u8>> {
    (0..20u8)
        .map(|n| {
            let number =
                |len: u8| [vec![len], vec![0x11 * (n % 15 + 1); usize::from(len)]].concat();
            let frame = [&[n, n, 32][..], &[7; 32], &[8], b"metadata"].concat();
            let edits = [[1, n % 8, 2 * n, 5], [1, n / 8, 40, 1], [0, n % 8, 3, 3]].concat();
            [vec![n], number(n % 9), number(n % 4 * 2), frame, edits].concat()
        })
        .collect()
}

/// Frames that davey made, frames of every codec to be sealed, and one edit of each kind.
fn dave() -> Vec<Vec<u8>> {
    let made: [&[u8]; 5] = [
        b"\x29\xfb\x06\x55\xa0\x81\xf2\x1e\xaf\xf3\x3f\x95\xd7\x98\x12\x7e\x93\x47\x01\x0c\xfa\xfa",
        b"\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\xb4\x3c\x9f\x55\x5f\x83\x7d\x5b\x96\xf6\xac\x2d\x02\x00\x0a\x0e\xfa\xfa",
        b"\x31\xd0\x7d\x42\x95\x54\xda\x62\xad\x63\x76\x74\xf9\xa0\xc4\xa0\x03\x00\x01\x0e\xfa\xfa",
        b"\x00\x00\x00\x01\x67\x42\x00\x00\x00\x00\x01\x68\xce\x00\x00\x00\x01\x65\xb8\x92\x91\xf6\x17\xc4\x5a\xc5\x19\x60\x0a\x82\x06\x21\x35\x20\xdb\x05\x00\x14\x0e\xfa\xfa",
        b"\xf8\xff\xfe",
    ];
    let frames: [(u8, &[u8]); 9] = [
        (0, b"\x78 some speech"),
        (1, b"\x10\x02\x00\x9d\x01\x2a\x40\x01\xf0\x00 key"),
        (1, b"\x31 delta"),
        (2, b"\x82\x49\x83\x42 key"),
        (3, b"\0\0\0\x01\x67\x42\0\0\x01\x65\xb8 one\0\0\0\x01\x41\xa2\x11 two"),
        (3, b"\0\0\x01\x65\0\0\x03\0\x80"),
        (4, b"\0\0\0\x01\x40\x01vps\0\0\x01\x26\x01\xaf slice\0\0\x01\x4e\x01sei"),
        (5, b"\x12\0\x0a\x02ab\x36\x48\x83\0abc\x7a\x01p\x30 the last"),
        (5, b"\x32\x03abc\x7a\x01p"),
    ];
    let mut seeds: Vec<_> = made.map(|frame| [&[0], frame].concat()).to_vec();
    seeds.extend(frames.map(|(codec, frame)| [&[1, codec], frame].concat()));
    // The same frame three times, in order, and then with an edit each.
    for (n, (codec, frame)) in frames.into_iter().enumerate() {
        let frame = [&[frame.len() as u8], frame].concat();
        let edits: Vec<u8> = (0..3u8).flat_map(|k| [k, 1, k, 3 * n as u8 + k, 20 + k, 1]).collect();
        seeds.push([&[2, codec], &frame.repeat(3)[..], &[0, 0, 1, 0], &edits].concat());
    }
    seeds
}

/// The recorded vectors, frames of every codec, and edits of each kind.
fn interop() -> Vec<Vec<u8>> {
    let vectors = [
        "00 00 f8a765f450e7c827d8aff21c13460b27a429e36be66f584a9c7f11223344556677885565e2980c05",
        "00 09 00000001674200000000000168ce0000000165882a90e7077e7addc306faea9f5054c50dbe12ef3d8365583d00000300010000030002ffffe6430c00",
        "00 03 10111213141516171819fe0143d9250e25b5f88795562e2d3a8e20091203a1b2c3d4000003e8ffff8d7b0c00",
        "00 00 f8fffe00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000726f6f6d",
        "01 00 f882a5d2416428a74d812830533527b82655d70f71df638452d51122334455667788000000070c03",
        "01 12 101112131415161718194a89d02f98f3c1a4261cf00ecf56992aa1ba64cca1b2c3d4000003e8000000090c03",
        "02 00 78d02bf795e85c0bed034f7b282ca617cf76d57eb000000001111111111111111100000101e2eefeed",
        "02 09 000000016588fe4e96f631df11f57a43ed2003eaad0c5d6db6320000030001111111111111111100800601e2eefeed",
    ];
    let hex = |text: &str| {
        let digits: Vec<_> = text.chars().filter_map(|digit| digit.to_digit(16)).collect();
        digits.chunks(2).map(|pair| (pair[0] << 4 | pair[1]) as u8).collect::<Vec<_>>()
    };
    let frames: [&[u8]; 6] = [
        &[0x78, 1, 2, 3],
        &[0x10, 0x02, 0x00, 0x9d, 0x01, 0x2a, 0x40, 0x01, 0xf0, 0x00, 9, 9],
        &[0x82, 0x49, 0x83, 0x42, 0, 0],
        &[0, 0, 0, 1, 0x67, 0x42, 0, 0, 1, 0x65, 0x88, 0, 0, 1, 0, 0, 3, 0, 0, 0, 7],
        &[0, 0, 1, 0x42, 1, 0, 0, 1, 0x26, 0x01, 0xaf, 0, 0, 0, 7, 0, 0, 1, 0x02, 1, 9],
        &[0x12, 0, 0x30, 0x30],
    ];
    let sent = (0..3).flat_map(|format| {
        (0..).zip(frames).map(move |(codec, frame)| [&[format, 3 * codec + 1], frame].concat())
    });
    let edited = (0..3).flat_map(|format| {
        (0..8).map(move |edit| {
            let codec = 3 * (edit % 6);
            vec![format, codec + 2, 6, 0, 0, 1, 9, 0, 0, 0, edit, 20 + edit, edit]
        })
    });
    vectors.map(hex).into_iter().chain(sent).chain(edited).collect()
}

/// The call as it was; backwards; every message twice; edited; with time between.
fn call() -> Vec<Vec<u8>> {
    let take = |n: u16| [&[0], &n.to_be_bytes()[..]].concat();
    let mut seeds = vec![
        (0..60).flat_map(take).collect(),
        (0..60).rev().flat_map(take).collect(),
        (0..30).flat_map(|n| [take(n), take(n)].concat()).collect::<Vec<u8>>(),
        (0..30).flat_map(|n| [take(n), vec![3, 0, n as u8, 4, 0]].concat()).collect(),
    ];
    for edit in 0..8 {
        let edited = |n: u16| {
            let [high, low] = n.to_be_bytes();
            [take(n), vec![2, high, low, 0, low.wrapping_add(1), 0, edit, 60 + low, 3]].concat()
        };
        seeds.push((0..25).flat_map(edited).collect());
    }
    seeds
}

/// Contents of every shape, each cut and edited once, blobs, and edits of a genuine one.
fn state() -> Vec<Vec<u8>> {
    let peer = |identity: u8, name: &str, seen: Option<&str>| {
        let seen = seen.map_or(vec![0], |seen| [&[1, seen.len() as u8], seen.as_bytes()].concat());
        let name = [&[name.len() as u8], name.as_bytes()].concat();
        [&[identity; 32][..], &[0, 0, 0, 0, 0x6b, 0x49, 0xd2, 0], &name, &seen].concat()
    };
    let key = |name: u8, next: u8| [[name; 16], [next; 16]].concat();
    let write = |peers: &[Vec<u8>], keys: &[Vec<u8>]| {
        let counts = [[0, peers.len() as u8], [0, keys.len() as u8]];
        let (peers, keys) = (peers.concat(), keys.concat());
        [&[1], &[9; 64][..], &counts[0], &peers, &counts[1], &keys].concat()
    };
    let (ada, bo) = (peer(1, "Ada", None), peer(2, "Bo", Some("B\u{f6}\u{f6}")));
    let nobody = peer(3, "", Some(""));
    let whole = write(&[ada.clone(), bo.clone(), nobody.clone()], &[key(1, 0), key(2, 0xff)]);
    let mut seeds = vec![
        write(&[], &[]),
        write(std::slice::from_ref(&ada), &[]),
        write(&[], &[key(7, 1)]),
        write(&[bo.clone(), ada.clone()], &[]),
        write(&[ada.clone(), ada], &[]),
        write(&[nobody], &[key(2, 1), key(1, 1)]),
        write(&[bo], &[key(1, 1), key(1, 2)]),
        whole.clone(),
        [&whole[..], &[0]].concat(),
        whole[..whole.len() - 1].to_vec(),
        vec![1],
        vec![0],
        [&b"\0FSst\x01"[..], &[0; 60]].concat(),
        [&b"\0FSst\x02"[..], &[0; 60]].concat(),
        [&[0], &[0; 60][..]].concat(),
    ];
    seeds.extend((0..8u8).map(|kind| vec![2, kind % 3, kind, 20 + 9 * kind, 1, 7, 7, 80, 3]));
    seeds.push(vec![2, 0, 0, 200, 0, 0]);
    seeds
}

/// A message of each sort, whole, with one edit of each kind, and with another body.
fn messages() -> Vec<Vec<u8>> {
    let one = |n: u8, kind: u8, at: u8| {
        let edit = [0, kind % 8, at, kind, 7];
        [&[n % 6, 0, n, 0, n.wrapping_add(1), 2 + kind % 6, 0, 0, at][..], &edit].concat()
    };
    let mut seeds: Vec<_> = (0..24u8)
        .map(|n| {
            (0..8).flat_map(|kind| one(n, kind, n.wrapping_mul(20).wrapping_add(60))).collect()
        })
        .collect();
    for n in 0..12 {
        seeds.push([&[n % 6, 0, n, 0, 0, 0, 120][..], &[n; 120]].concat());
    }
    seeds
}

/// Frames under each key in order, again, ahead and behind; in envelopes of each form, padded or
/// not; parked until their key comes; sealed frames of each codec; and both halves of opening.
fn mock() -> Vec<Vec<u8>> {
    let mut seeds = Vec::new();
    for choice in 0..24u8 {
        let kid = if choice / 8 == 1 { 0 } else { 1 };
        // KID, counter, ciphertext, tag.
        let inner = |kid: u8, ahead: u8| [&[kid, 2, ahead, 6][..], b"cipher", &[1]].concat();
        let plain = |n: u8, ahead| [vec![0], inner(kid + n, ahead)].concat();
        let padded = [kid, 2, 1, 4, 0x33, 0xda, 0x5a, 0x5a, 1];
        let mut script = vec![choice];
        script.extend([plain(0, 0), plain(0, 1), plain(0, 1), plain(1, 70), plain(0, 0)].concat());
        for form in 0..4u8 {
            let front = if form == 3 { &[9, 0, 0, 1, 0x67, 1, 0, 0, 1, 0x68][..] } else { &[] };
            let inner = inner(kid, 1 + form);
            script.extend([&[2, 3, 0x65, 0x88, 1, form][..], &inner, front].concat());
            script.extend([&[2, 3, 0x65, 0x88, 1, form | 0x10][..], &padded, front].concat());
        }
        script.extend([&[5][..], &inner(kid + 1, 3), &[0x11, 6]].concat());
        script.extend([&[7][..], &inner(kid, 9), &[1, 7], &inner(kid, 9), &[0]].concat());
        seeds.push(script);
    }
    for (n, seed) in (0u8..).zip(codec()) {
        let (codec, frame) = (seed[0] % 6, &seed[1..seed.len().min(120)]);
        let order = [n, 5, 3, 0, 1, 2, 0, 0];
        let sealed = [&[4, codec, n & 0x1f, 10 + n, n % 3, frame.len() as u8][..], frame, &order];
        seeds.push([&[n % 24][..], &sealed.concat(), &sealed.concat()].concat());
    }
    seeds
}

/// Every suite with lengths at each edge, untouched and edited.
fn providers() -> Vec<Vec<u8>> {
    (0..48u8)
        .map(|n| {
            let edits = [[1, n % 3, n % 8, 2 * n, 5], [0, n % 8, 3, 3, 1]].concat();
            let lengths = [n % 12, n % 24, n, 3, n % 8, 23 - n % 24, 1, n];
            [&[n % 8, n % 9, 2, n, 7, n][..], &lengths, &[n % 3], &edits].concat()
        })
        .collect()
}

/// Keys, acknowledgements, decisions and statuses as they should be, and each edited.
fn member() -> Vec<Vec<u8>> {
    let whole: [&[u8]; 12] = [
        &[0, 1, 0, 0x12, 0x34, 0, 7, 0, 0],
        &[0, 1, 1, 0x12, 0x34, 0, 8, 0, 0],
        &[0, 1, 1, 0x12, 0x35, 3, 8, 0, 0],
        &[1, 1, 0, 0, 0, 0],
        &[1, 0, 2, 0, 0],
        &[1, 1, 0, 1, 0, 0],
        &[2, 2, 3, 4, 1, 3, 1, 1, 0, 0, 0],
        &[2, 0, 1, 4, 1, 2, 0, 0, 0],
        &[4, 0, 2, 0],
        &[4, 1, 1, 9, 0, 0],
        &[4, 3, 3, 1, 1, 0, 0],
        &[6, 3, 33, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20],
    ];
    let edited = |script: &[u8], kind: u8| {
        let mut script = script.to_vec();
        let tail = script.split_off(script.len() - 2);
        [&script[..], &[1, kind, 3 * kind, 1, 5], &tail[1..]].concat()
    };
    let mut seeds: Vec<_> = whole.iter().map(|script| script.to_vec()).collect();
    seeds.push(whole.concat());
    seeds.push(whole.iter().rev().copied().collect::<Vec<_>>().concat());
    seeds.push(whole.map(|script| [script, &[5, 200]].concat()).concat());
    seeds.extend((0..8).map(|kind| whole.map(|script| edited(script, kind)).concat()));
    seeds
}
