//! What the lengths of sealed speech tell the operator, with and without padding: the table in
//! docs/transparent-envelope.md is what is measured here.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(clippy::arithmetic_side_effects, clippy::cast_possible_truncation, missing_docs)]

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::num::NonZeroU16;
use std::path::{Path, PathBuf};

use frameseal::codec::Codec;
use frameseal::transparent::{Envelope, Padding};

mod parties;
use parties::*;

const BEGIN: &str = "<!-- BEGIN PADDING -->\n";
const END: &str = "<!-- END PADDING -->";

#[test]
fn the_table_of_the_specification_is_what_is_measured() {
    let rows: Vec<_> = [0, 16, 32, 64, 128].into_iter().map(row).collect();
    let table = format!(
        "| padded to a multiple of | lengths seen | bits a frame | most frequent length | bytes added |\n|---|---|---|---|---|\n{}",
        rows.concat()
    );
    let doc = root("docs/transparent-envelope.md");
    let text = fs::read_to_string(&doc).unwrap();
    let (front, rest) = text.split_once(BEGIN).unwrap();
    let (measured, back) = rest.split_once(END).unwrap();
    if std::env::var_os("FRAMESEAL_WRITE_VECTORS").is_some() {
        let about = measured.split("\n| padded").next().unwrap().trim_end();
        fs::write(&doc, format!("{front}{BEGIN}{about}\n\n{table}{END}{back}")).unwrap();
    }
    assert!(fs::read_to_string(&doc).unwrap().contains(&table), "the table is now:\n{table}");
}

/// The sealed length is a function of the frame, so what it says about the frame, their mutual
/// information, is the entropy of the length.
fn row(pad_to: u16) -> String {
    let alice = sender(GCM, KID, 1);
    let padding = NonZeroU16::new(pad_to).map_or(Padding::None, Padding::Multiple);
    let envelope = Envelope::new(Codec::Opus).with_padding(padding);
    let frames = speech();
    let mut lengths = BTreeMap::<usize, u32>::new();
    let (mut media, mut padded) = (0, 0);
    for frame in &frames {
        let sealed = envelope.encrypt_to_vec(&alice, frame, b"").unwrap();
        // Less header and counter, which grow during a call and have nothing to do with it.
        let header_len = frameseal::Header::parse(&sealed[1..]).unwrap().1;
        *lengths.entry(sealed.len() - header_len).or_default() += 1;
        media += frame.len();
        padded += sealed.len() - header_len - 18;
    }
    assert_eq!(frames.len(), 401);
    let share = |count: u32| f64::from(count) / frames.len() as f64;
    let entropy: f64 = lengths.values().map(|&count| -share(count) * share(count).log2()).sum();
    let entropy = entropy.abs(); // -0 where there is one length
    let most = share(*lengths.values().max().unwrap());
    let name = if pad_to == 0 { "not padded".to_owned() } else { format!("{pad_to} bytes") };
    format!(
        "| {name} | {} | {entropy:.2} | {:.0} % | {:.0} % |\n",
        lengths.len(),
        100.0 * most,
        100.0 * (padded - media) as f64 / media as f64
    )
}

fn speech() -> Vec<Vec<u8>> {
    let mut reader =
        ogg::PacketReader::new(File::open(root("examples/media/speech.opus")).unwrap());
    let mut packets = Vec::new();
    while let Some(packet) = reader.read_packet().unwrap() {
        packets.push(packet.data);
    }
    packets.split_off(2) // behind the headers of RFC 7845
}

fn root(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)
}
