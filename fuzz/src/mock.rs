//! Target `mock`: what lies behind authentication, with a provider that takes (nearly) any tag.
//!
//! The fuzzer cannot guess a tag, so what it makes up ends at the AEAD in the other targets. Here
//! whatever it makes up is authentic, as if every member were hostile: replay windows, ratchets,
//! epochs, parked frames, padding and envelopes see it. Two decryptors open each frame, one in place
//! and one into a buffer, and must say the same, which must be what a model says.

use std::num::NonZeroU16;
use std::sync::Arc;

use frameseal::codec::Codec;
use frameseal::rtp::{Reassembler, fragments};
use frameseal::transparent::{self, Envelope, Padding};
use frameseal::{
    BaseKey, CipherSuite, DecryptError, Decryptor, DecryptorConfig, Encryptor, EncryptorConfig,
    EpochBits, ErrorClass, Header, KeyId, KidLayout, MAX_EVENTS, MAX_HEADER_LEN, MemoryCounters,
    MlsEpoch, MlsKeyId, ParkingLimits, RatchetBits, SenderBits, SenderKey, SenderKeyId,
};

use super::bytes::Input;
use model::{Model, Verdict, WINDOW};
pub(super) use provider::MOCK;
use provider::{REFUSED, STREAM, TAG};

mod model;
mod provider;

const METADATA: &[u8] = b"metadata";
/// Ratchet steps that a frame may be ahead.
const REACH: u64 = 4;
const PARKED: usize = 4;

type Outcome = Result<(Header, Vec<u8>), DecryptError>;

pub fn mock(data: &[u8]) {
    run(data, false);
}

/// A control: against a model that forgets what was opened, it must fail.
pub fn mock_that_forgets(data: &[u8]) {
    run(data, true);
}

fn run(data: &[u8], forgets: bool) {
    let mut input = Input(data);
    let mut call = Call::new(input.byte());
    call.model.forgets = forgets;
    for _ in 0..48 {
        if input.is_empty() {
            break;
        }
        call.step(&mut input);
    }
    assert_eq!(call.in_place.totals(), call.into.totals());
    let opened: u64 = call.in_place.key_stats().map(|key| key.opened).sum();
    assert!(opened <= call.in_place.totals().opened);
}

struct Call {
    layout: KidLayout,
    suite: CipherSuite,
    in_place: Decryptor,
    into: Decryptor,
    sender: Option<Encryptor>,
    model: Model,
    /// Tokens of frames that were parked, with their headers.
    parked: Vec<(u64, Header)>,
    tokens: u64,
}

impl Call {
    fn new(choice: u8) -> Self {
        let layout = match choice / 8 % 3 {
            0 => KidLayout::Plain,
            1 => KidLayout::SenderKeys(RatchetBits::new(4).unwrap()),
            _ => KidLayout::Mls(EpochBits::new(2).unwrap()),
        };
        let mut config = DecryptorConfig::for_layout(layout);
        config.replay_window = WINDOW as usize;
        config.max_ratchet_steps = REACH;
        config.parking = ParkingLimits { frames: PARKED, ..ParkingLimits::default() };
        config.provider = Some(&MOCK);
        let mut call = Self {
            layout,
            suite: CipherSuite::ALL[usize::from(choice % 8)],
            in_place: Decryptor::with_config(config.clone()),
            into: Decryptor::with_config(config),
            sender: None,
            model: Model::new(layout),
            parked: Vec::new(),
            tokens: 0,
        };
        call.add_key();
        call
    }

    fn step(&mut self, input: &mut Input<'_>) {
        super::tried();
        match input.below(8) {
            again @ (0 | 1) => {
                let frame = self.frame(input);
                (0..=again).for_each(|_| self.deliver(&frame));
            }
            2 => {
                let (clear, form) = (input.some_bytes(13), input.byte());
                self.envelope(input, clear, form);
            }
            3 => {
                // As it comes; with a tag of the CTR suites only by luck.
                let frame = input.some_bytes(160).to_vec();
                self.deliver_envelope(&frame, None);
            }
            4 => self.seal(input),
            5 => self.park(input),
            6 => self.add_key(),
            _ => self.elsewhere(input),
        }
        assert!(self.in_place.totals().parked <= PARKED);
        assert!(self.in_place.key_stats().count() <= self.model.most_keys());
        for receiver in [&mut self.in_place, &mut self.into] {
            assert!(std::iter::from_fn(|| receiver.poll_event()).count() <= MAX_EVENTS);
        }
    }

    /// Adds the next key, generation or epoch, and opens what waited for it.
    fn add_key(&mut self) {
        let Some(name) = self.model.add() else { return };
        for receiver in [&mut self.in_place, &mut self.into] {
            match self.layout {
                KidLayout::Plain => receiver.add_key(self.suite, KeyId::new(name), base_key(name)),
                KidLayout::SenderKeys(bits) => receiver.add_sender_key(
                    SenderKey::new(self.suite, bits, name, base_key(name)).unwrap(),
                ),
                _ => {
                    let bits = SenderBits::for_group(4);
                    receiver.add_epoch(MlsEpoch::new(self.suite, name, bits, base_key(name)))
                }
            }
            .unwrap();
        }
        while let Some(unparked) = self.in_place.unpark() {
            let also = self.into.unpark().unwrap();
            assert_eq!(unparked, also);
            let at = self.parked.iter().position(|&(token, _)| token == unparked.token);
            let (_, header) = self.parked.remove(at.expect("it was not parked"));
            let got = unparked.frame.map(|opened| (opened.header, opened.payload));
            self.judge(header, got);
        }
        assert!(self.into.unpark().is_none());
    }

    /// A frame with a KID that is likely and any counter.
    fn frame(&self, input: &mut Input<'_>) -> Vec<u8> {
        let kid = match input.byte() {
            kid if kid < 0xf0 => u64::from(kid),
            _ => input.number(),
        };
        let counter = match input.below(4) {
            0 => input.number(),
            1 => self.model.newest().saturating_sub(u64::from(input.byte())),
            _ => self.model.newest().saturating_add(u64::from(input.byte() % 80)),
        };
        let mut frame =
            Header { kid: KeyId::new(kid), counter }.encode(&mut [0; MAX_HEADER_LEN]).to_vec();
        frame.extend(input.some_bytes(64));
        match input.below(16) {
            0 => {} // its last bytes are its tag, if there are enough
            1 => frame.extend(vec![REFUSED; self.suite.tag_len()]),
            _ => frame.extend(vec![TAG; self.suite.tag_len()]),
        }
        frame
    }

    fn deliver(&mut self, frame: &[u8]) {
        let expected = self.model.verdict(frame, self.suite);
        let (in_place, into) = (&mut self.in_place, &mut self.into);
        let got = compared(
            frame,
            |frame| in_place.decrypt_in_place(frame, METADATA).map(|o| (o.header, o.payload)),
            |frame, out| into.decrypt(frame, METADATA, out).map(|o| (o.header, o.payload)),
        );
        match (got, expected) {
            (Ok((header, payload)), Verdict::Opens { header: expected, start, end }) => {
                assert_eq!((header, &payload), (expected, &streamed(&frame[start..end])));
                self.model.accept(header);
            }
            (Err(error), Verdict::Refused(class)) => assert_eq!(error.class(), class, "{error}"),
            (got, expected) => panic!("{got:?}, and the model says {expected:?}"),
        }
    }

    /// A frame in an envelope that is likely: prefix form with as many bytes as it says, or
    /// whatever front and trailer there are.
    fn envelope(&mut self, input: &mut Input<'_>, clear: &[u8], form: u8) {
        let inner = self.frame(input);
        let padded = form & 0x10;
        let (mut frame, trailer) = match form & 3 {
            1 => (
                [&[0, 0, 0, 1], clear].concat(),
                vec![(clear.len() as u8).wrapping_sub(form >> 5 & 1), 0x2d | padded],
            ),
            2 => {
                let body = clear.len() + inner.len() + 2;
                let size = if body < 128 { vec![body as u8] } else { vec![body as u8 | 0x80, 1] };
                ([&[0x32], &size[..], clear].concat(), vec![clear.len() as u8, 0x2e | padded])
            }
            3 => {
                let front = input.some_bytes(80);
                (
                    [front, clear].concat(),
                    vec![clear.len() as u8, (0x2d + (form >> 6 & 1)) | padded],
                )
            }
            _ => (clear.to_vec(), vec![0x20 | padded | clear.len() as u8]),
        };
        let from = frame.len();
        frame.extend(&inner);
        frame.extend(&trailer);
        if trailer.last().is_some_and(|last| last & 15 == 13) {
            let end = frame.len();
            frame.resize(2 * end, 0);
            let len = transparent::escape(&mut frame, from, end).unwrap();
            frame.truncate(len);
        }
        // Only this form is sure to be taken apart where it was put together.
        let inner = (form & 3 == 0).then_some((&inner[..], padded > 0));
        for _ in 0..=form >> 2 & 1 {
            self.deliver_envelope(&frame, inner);
        }
    }

    /// `inner` is the SFrame in it and whether it is padded, where that is known.
    fn deliver_envelope(&mut self, frame: &[u8], inner: Option<(&[u8], bool)>) {
        let parsed = transparent::header(frame);
        let before = self.in_place.totals().opened;
        let (in_place, into) = (&mut self.in_place, &mut self.into);
        let got = compared(
            frame,
            |frame| {
                transparent::decrypt_in_place(in_place, frame, METADATA)
                    .map(|o| (o.header, o.payload))
            },
            |frame, out| {
                transparent::decrypt(into, frame, METADATA, out).map(|o| (o.header, o.payload))
            },
        );
        // Whatever was refused, for want of padding too, has changed nothing.
        assert_eq!(self.in_place.totals().opened - before, u64::from(got.is_ok()));
        if let Some((inner, padded)) = inner {
            let expected = self.model.verdict(inner, self.suite);
            let payload = match expected {
                Verdict::Opens { start, end, .. } if padded => {
                    unpadded(&streamed(&inner[start..end]))
                }
                Verdict::Opens { start, end, .. } => Some(streamed(&inner[start..end])),
                Verdict::Refused(_) => None,
            };
            assert_eq!(got.as_ref().ok().map(|(_, payload)| payload.clone()), payload);
            if let (Err(error), Verdict::Refused(class)) = (&got, expected) {
                assert_eq!(error.class(), class, "{error}");
            }
        }
        match (parsed, got) {
            (Err(_), got) => assert_eq!(got.unwrap_err().class(), ErrorClass::Syntax),
            (Ok(header), got) => self.judge(header, got),
        }
    }

    /// What the model can say of a frame of which the header is known.
    fn judge(&mut self, header: Header, got: Outcome) {
        match got {
            Ok((opened, _)) => {
                assert_eq!(opened, header);
                assert_eq!(self.model.screen(header), Ok(()), "{header:?}");
                self.model.accept(header);
            }
            Err(error) => match error.class() {
                ErrorClass::Replay | ErrorClass::KeyId => {
                    assert_eq!(self.model.screen(header), Err(error.class()), "{error}");
                }
                class => {
                    assert!(matches!(class, ErrorClass::Syntax | ErrorClass::Authentication));
                }
            },
        }
    }

    /// A frame of a codec, whose ciphertext the fuzzer chooses, in an envelope and over RTP.
    fn seal(&mut self, input: &mut Input<'_>) {
        let codec = Codec::ALL[input.below(6)];
        let padding = NonZeroU16::new(u16::from(input.byte() & 0x1f));
        let padding = padding.map_or(Padding::None, Padding::Multiple);
        let (room, edits) = (2 + input.below(60), input.below(3));
        let frame = input.some_bytes(200);
        let (layout, suite) = (self.layout, self.suite);
        let sender = self.sender.get_or_insert_with(|| sender(layout, suite));
        let envelope = Envelope::new(codec).with_padding(padding);
        let Ok(mut sealed) = envelope.encrypt_to_vec(sender, frame, METADATA) else { return };
        assert!(sealed.len() <= envelope.max_len(sender, frame.len()));
        if matches!(codec, Codec::H264 | Codec::H265) {
            let carrier = sealed.windows(3).rposition(|w| w == [0, 0, 1]).unwrap();
            assert!(!sealed[carrier + 3..].windows(3).any(|w| w[..2] == [0, 0] && w[2] < 3));
        }
        let header = transparent::header(&sealed).unwrap();
        let may_open = self.model.screen(header);
        for _ in 0..edits {
            input.edit(&mut sealed, frame);
        }
        let sealed = over_rtp(input, &sealed, room);
        if edits > 0 {
            return self.deliver_envelope(&sealed, None);
        }
        let mut copy = sealed.clone();
        let opened = transparent::decrypt_in_place(&mut self.in_place, &mut copy, METADATA);
        let opened = opened.map(|opened| opened.payload.to_vec());
        let also = transparent::decrypt_to_vec(&mut self.into, &sealed, METADATA);
        assert_eq!(opened, also);
        match opened {
            Ok(opened) => {
                assert_eq!((opened.as_slice(), may_open), (frame, Ok(())));
                self.model.accept(header);
            }
            Err(error) => assert_eq!(Err(error.class()), may_open, "{error}"),
        }
    }

    fn park(&mut self, input: &mut Input<'_>) {
        let inner = self.frame(input);
        let in_envelope = input.byte();
        let frame = [&inner[..], &[0x20 | in_envelope & 0x10]].concat();
        let park = |receiver: &mut Decryptor, token| match in_envelope & 1 {
            0 => receiver.park(&inner, METADATA, token),
            _ => transparent::park(receiver, &frame, METADATA, token),
        };
        let kept = park(&mut self.in_place, self.tokens);
        assert_eq!(park(&mut self.into, self.tokens), kept);
        if kept {
            // Which frame makes room for it is not said here.
            let (header, _) = Header::parse(&inner).unwrap();
            assert!(!self.model.knows(header.kid));
            self.parked.push((self.tokens, header));
            self.tokens += 1;
        }
    }

    /// Both halves, twice: of two verdicts on one frame one counts.
    fn elsewhere(&mut self, input: &mut Input<'_>) {
        let frame = self.frame(input);
        let is_authentic = input.byte() & 3 > 0;
        let has_room = Header::parse(&frame).is_ok_and(|(header, len)| {
            self.model.holds(header.kid)
                && self.model.screen(header).is_ok()
                && frame.len() >= len + self.suite.tag_len()
        });
        let mut opened = None;
        for receiver in [&mut self.in_place, &mut self.into] {
            let first = receiver.open_elsewhere(&frame, METADATA);
            let second = receiver.open_elsewhere(&frame, METADATA);
            let is_possible = has_room && self.suite.enc_key_len().is_none();
            assert_eq!((first.is_some(), second.is_some()), (is_possible, is_possible));
            let Some((first, second)) = first.zip(second) else { continue };
            assert_eq!(first.ciphertext.end, frame.len());
            let header = first.ticket.header();
            let got = receiver.opened_elsewhere(first.ticket, is_authentic);
            let again = receiver.opened_elsewhere(second.ticket, is_authentic);
            if is_authentic {
                assert_eq!(got, Ok(header));
                assert_eq!(again.unwrap_err().class(), ErrorClass::Replay);
                opened = Some(header);
            } else {
                let refused = Err(DecryptError::Authentication);
                assert_eq!((got, again), (refused, refused));
            }
        }
        if let Some(header) = opened {
            self.model.accept(header);
        }
    }
}

/// Opens a frame in both ways and gives the outcome of both: what is given lies inside the buffer,
/// and what is not written stays as it was.
fn compared(
    frame: &[u8],
    in_place: impl for<'a> FnOnce(&'a mut [u8]) -> Result<(Header, &'a mut [u8]), DecryptError>,
    into: impl for<'a> FnOnce(&[u8], &'a mut [u8]) -> Result<(Header, &'a mut [u8]), DecryptError>,
) -> Outcome {
    let mut copy = frame.to_vec();
    let inside = copy.as_ptr_range();
    let got = in_place(&mut copy).map(|(header, payload)| {
        let at = payload.as_ptr_range();
        assert!(payload.is_empty() || inside.start <= at.start && at.end <= inside.end);
        (header, payload.to_vec())
    });
    let mut out = vec![0xee; frame.len() + 1];
    let inside = out.as_ptr_range();
    let also = into(frame, &mut out).map(|(header, payload)| {
        assert!(payload.is_empty() || payload.as_ptr() == inside.start);
        (header, payload.to_vec())
    });
    assert_eq!(got, also);
    assert_eq!(out[frame.len()], 0xee);
    if also == Err(DecryptError::Authentication) {
        assert!(out.iter().all(|&byte| byte == 0xee || byte == 0), "plaintext is left");
    }
    got
}

fn over_rtp(input: &mut Input<'_>, sealed: &[u8], room: usize) -> Vec<u8> {
    let mut packets: Vec<_> = (0u16..)
        .zip(fragments(sealed, room, false))
        .map(|(sequence, fragment)| {
            let mut packet = vec![0; room];
            let len = fragment.write(&mut packet).unwrap();
            packet.truncate(len);
            (sequence, packet)
        })
        .collect();
    let (mut stream, mut whole) = (Reassembler::new(), None);
    while !packets.is_empty() {
        let (sequence, packet) = packets.swap_remove(input.below(packets.len()));
        whole = whole.or(stream.push(sequence, 96, &packet).unwrap());
    }
    let whole = whole.unwrap().frame;
    assert_eq!(whole, sealed);
    whole
}

/// Whoever seals has the first key.
fn sender(layout: KidLayout, suite: CipherSuite) -> Encryptor {
    let mut config = EncryptorConfig::with_counters(Arc::new(MemoryCounters::default()));
    config.provider = Some(&MOCK);
    let name = Model::first(layout);
    let kid = match layout {
        KidLayout::SenderKeys(ratchet_bits) => {
            SenderKeyId { ratchet_bits, generation: name, step: 0 }.key_id().unwrap()
        }
        KidLayout::Mls(epoch_bits) => {
            let sender_bits = SenderBits::for_group(4);
            MlsKeyId { epoch_bits, sender_bits, epoch: name, index: 1, context: 0 }
                .key_id()
                .unwrap()
        }
        _ => KeyId::new(name),
    };
    Encryptor::with_config(suite, kid, base_key(name), config).unwrap()
}

fn base_key(name: u64) -> BaseKey {
    BaseKey::new(&[name as u8; 32]).unwrap()
}

fn streamed(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().map(|byte| byte ^ STREAM).collect()
}

/// ISO/IEC 7816-4, once more.
fn unpadded(padded: &[u8]) -> Option<Vec<u8>> {
    let zeros = padded.iter().rev().take_while(|&&byte| byte == 0).count();
    padded[..padded.len() - zeros].strip_suffix(&[0x80]).map(<[u8]>::to_vec)
}
