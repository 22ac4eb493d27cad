//! The verdict on a call: what came out against what went in, and what the operator made of it.

use std::collections::HashSet;
use std::fs::File;
use std::io::BufReader;
use std::sync::Arc;

use anyhow::Result;
use frameseal::KeyId;
use pcap_file::pcap::PcapReader;

use super::{Options, Running};
use crate::format::Format;
use crate::keys::Sessions;
use crate::media::Clip;
use crate::operator::{self, Loot};
use crate::outcome::{self, Outcome, Percentiles};
use crate::plan::{self, Phase};
use crate::receiver::ReceiveTally;
use crate::swap::Act;

/// Single measurements of each sender that go into the plots.
const MAX_SAMPLES: usize = 4000;

/// Violations listed; one cause often shows in hundreds of frames.
const MAX_VIOLATIONS: usize = 20;

/// What is left of a call.
pub(super) struct Ended {
    /// Packets and key messages by attack.
    pub(super) attacks: [Vec<u64>; 2],
    pub(super) loot: Loot,
    pub(super) received: Vec<ReceiveTally>,
    pub(super) act: Option<Act>,
}

/// Puts everything together and says what should not have happened.
pub(super) fn judge(
    options: &Options,
    clips: &[Arc<Clip>],
    notes: Vec<String>,
    call: &mut Running,
    ended: Ended,
) -> Result<Outcome> {
    let plan = options.plan;
    let mut outcome = Outcome {
        call: outcome::Call {
            format: options.format.name().to_owned(),
            suite: suite_name(options),
            participants: plan.participants,
            last_n: plan.last_n,
            media_seconds: plan.length.as_secs_f64(),
            wall_seconds: 0.0,
            clips: clips.iter().map(|clip| describe(clip)).collect(),
            seed: options.seed,
            notes,
        },
        ..Outcome::default()
    };
    let [packets, key_messages] = &ended.attacks;
    let key_messages = if call.sessions.is_some() { key_messages.as_slice() } else { &[] };
    outcome.attacks = operator::attacks_outcome(packets, key_messages);
    outcome.operator = operator_outcome(&ended.loot, call, plaintext_runs(options, clips)?);
    if let Some(sessions) = &mut call.sessions {
        let mut keys = sessions.outcome();
        keys.greeting_ms = u64::try_from(call.gathered.as_millis())?;
        outcome.violations.append(&mut sessions.violations()?);
        if let Some(act) = &ended.act {
            let violations;
            (keys.swap, violations) = act.judge(&ended.loot.swap_read);
            outcome.violations.extend(violations);
        }
        outcome.keys = Some(keys);
    }

    let mut senders: Vec<_> = call.gone.iter().chain(call.senders.iter().flatten()).collect();
    senders.sort_by_key(|sender| sender.member());

    let (mut replays, mut forgeries) = (0, 0);
    for (sender, mut got) in senders.into_iter().zip(ended.received) {
        let member = sender.member();
        let role = plan.role(member);
        let expected = call
            .ledger
            .count(|sealed| plan.forwards(sealed.sender, member) && role.is_present(sealed.phase));
        let sent = &sender.tally;
        outcome.violations.append(&mut got.violations);
        replays += got.replays_accepted;
        forgeries += got.forgeries_accepted;
        outcome.samples.encrypted.extend(sent.samples.iter().take(MAX_SAMPLES));
        outcome.samples.decrypted.append(&mut got.samples);
        outcome.members.push(outcome::Member {
            name: plan::name(member),
            role: role.name(),
            sent: sent.frames,
            expected,
            opened: got.opened,
            opened_after_waiting: got.opened_after_waiting,
            opened_in_other_spelling: got.opened_in_other_spelling,
            lost: expected.saturating_sub(got.opened),
            refused: got.refused,
            kept_from: got.kept_from,
            encrypt_ns: Percentiles::of(sent.samples.iter().map(|sample| sample.3).collect()),
            decrypt_ns: Percentiles::of(got.open_ns),
            media_bytes: sent.media_bytes,
            overhead_bytes: sent.overhead_bytes,
            overhead_percent: 100.0 * sent.overhead_bytes as f64 / sent.media_bytes.max(1) as f64,
        });
    }
    // A forgery carries no mark of its maker: it is charged to forging, a second opening to
    // repeating.
    let [flipped, repeated, reflected] =
        call.sessions.as_ref().map(Sessions::accepted).unwrap_or_default();
    for attack in &mut outcome.attacks {
        attack.accepted = match attack.name {
            "repeated" => replays,
            "forged under a known KID" => forgeries,
            "key message repeated" => repeated,
            "key message flipped one bit" => flipped,
            "key message reflected" => reflected,
            _ => 0,
        };
    }
    outcome.violations.extend(general_violations(&outcome, call));
    outcome.ok = outcome.violations.is_empty();
    let more = outcome.violations.len().saturating_sub(MAX_VIOLATIONS);
    if more > 0 {
        outcome.violations.truncate(MAX_VIOLATIONS);
        outcome.violations.push(format!("and {more} more"));
    }
    Ok(outcome)
}

/// What must hold for the call as a whole.
fn general_violations(outcome: &Outcome, call: &Running) -> Vec<String> {
    let loot = &outcome.operator;
    let keys = outcome.keys.as_ref();
    let opened: u64 = outcome.members.iter().map(|member| member.opened).sum();
    let expected: u64 = outcome.members.iter().map(|member| member.expected).sum();
    let waited: u64 = outcome.members.iter().map(|member| member.opened_after_waiting).sum();
    let idle = outcome.attacks.iter().find(|attack| attack.packets == 0);
    let checks = [
        (
            call.ledger.repeats_a_counter(),
            "two frames were sealed under one KID and counter".to_owned(),
        ),
        (loot.plaintext_runs > 0, "the operator's recording contains media in clear".to_owned()),
        (loot.opened_with_wire_keys > 0, "the operator found a key on the wire".to_owned()),
        (
            loot.opened_with_leaver_after > 0,
            "the keys of the member who left open later frames".to_owned(),
        ),
        (
            loot.keys_in_clear > 0,
            "the operator's recording of key messages contains keys in clear".to_owned(),
        ),
        (
            keys.is_some_and(|keys| !keys.call_codes_equal),
            "the members of an honest call do not have the same call code".to_owned(),
        ),
        // And the demo itself: a call in which nothing happens proves nothing.
        (
            loot.opened_with_leaver_before == 0,
            "the leaver's keys opened nothing at all, so trying them proves nothing".to_owned(),
        ),
        (opened * 10 < expected * 8, format!("only {opened} of {expected} frames arrived intact")),
        (
            call.ledger.count(|sealed| sealed.phase == Phase::Last) == 0,
            "nobody changed the key after a member had left".to_owned(),
        ),
        (waited == 0, "no frame waited for its key".to_owned()),
        (idle.is_some(), format!("the operator never {}", idle.map_or("", |attack| attack.name))),
    ];
    checks.into_iter().filter_map(|(violated, what)| violated.then_some(what)).collect()
}

fn operator_outcome(loot: &Loot, call: &Running, plaintext_runs: u64) -> outcome::Operator {
    let opened = loot.leaver_opened.iter().filter_map(|hash| call.ledger.find_hash(hash));
    let (after, before): (Vec<_>, Vec<_>) = opened.partition(|sealed| sealed.phase == Phase::Last);
    let kid = |&(kid, frames, first_counter, last_counter): &(u64, u64, u64, u64)| {
        outcome::SeenKey { kid: KeyId::new(kid).to_string(), frames, first_counter, last_counter }
    };
    outcome::Operator {
        packets: loot.packets.0,
        bytes: loot.packets.1,
        frames: loot.frames,
        kids: loot.kids.iter().map(kid).collect(),
        plaintext_runs,
        wire_keys_tried: loot.wire_keys.0,
        opened_with_wire_keys: loot.wire_keys.1,
        key_messages: loot.keys.kinds.clone(),
        keys_in_clear: loot.keys.keys_in_clear,
        opened_with_leaver_before: before.len() as u64,
        opened_with_leaver_after: after.len() as u64,
    }
}

/// Counts the runs of 16 bytes of media that the operator's capture contains, but for what the
/// format shows by design.
fn plaintext_runs(options: &Options, clips: &[Arc<Clip>]) -> Result<u64> {
    let mut runs = HashSet::new();
    for clip in clips {
        for frame in &clip.frames {
            let hidden = options.format.hidden(clip.codec, &frame.data);
            let parts = hidden.into_iter().filter_map(|range| frame.data.get(range));
            runs.extend(parts.flat_map(|part| part.chunks_exact(16)));
        }
    }
    let mut capture = PcapReader::new(BufReader::new(File::open(&options.pcap)?))?;
    let mut found = 0;
    while let Some(packet) = capture.next_packet() {
        let packet = packet?;
        found += packet.data.windows(16).filter(|&window| runs.contains(window)).count() as u64;
    }
    Ok(found)
}

/// Gives the cipher suite's name; legacy formats have none to choose.
fn suite_name(options: &Options) -> String {
    match options.format {
        Format::Sframe | Format::Transparent => options.suite.name().to_owned(),
        Format::Livekit | Format::Jframe => "AES-128-GCM".to_owned(),
        Format::Dave => "AES-128-GCM, 8-byte tag".to_owned(),
        Format::Getstream => "AES-256-GCM".to_owned(),
    }
}

fn describe(clip: &Clip) -> String {
    let key_frames = clip.frames.iter().filter(|frame| frame.key).count();
    let (name, codec, frames) = (&clip.name, clip.codec.name(), clip.frames.len());
    if clip.codec.is_audio() {
        return format!("{name} ({codec}, {frames} frames)");
    }
    format!("{name} ({codec}, {frames} frames, {key_frames} key frames)")
}
