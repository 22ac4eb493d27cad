//! The call from its first frame to its last, and the verdict on it.

use std::collections::HashSet;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, UdpSocket};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command as Process, Stdio};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::mpsc::{self, Sender as Outbox};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use frameseal::{CipherSuite, KeyId};
use indicatif::{ProgressBar, ProgressStyle};
use pcap_file::pcap::PcapReader;

use crate::flow::Flow;
use crate::format::Format;
use crate::ledger::Ledger;
use crate::media::Clip;
use crate::operator::{self, Answer, Command, Loot};
use crate::outcome::{self, Outcome, Percentiles};
use crate::plan::{self, Phase, Plan, Role, TICK};
use crate::receiver::{Order, ReceiveTally, Receiver};
use crate::sealing::MemberKey;
use crate::sender::Sender;

/// How long key messages take: frames under a new key overtake it and wait.
const KEY_DELAY: Duration = Duration::from_millis(60);

/// Time between the first frames of two members, as people do not join in the same instant.
const STAGGER: Duration = Duration::from_millis(140);

/// Single measurements of each sender that go into the plots.
const MAX_SAMPLES: usize = 4000;

/// Violations listed; one cause often shows in hundreds of frames.
const MAX_VIOLATIONS: usize = 20;

/// What kind of call.
pub struct Options {
    /// Who, when, how long.
    pub plan: Plan,
    /// What frames are sealed in.
    pub format: Format,
    /// The cipher suite of every SFrame key.
    pub suite: CipherSuite,
    /// Without pacing.
    pub fast: bool,
    /// Of the operator's dice.
    pub seed: u64,
    /// Where the operator records.
    pub pcap: PathBuf,
    /// Whether to draw a progress bar.
    pub show_progress: bool,
}

/// Runs a call and judges it.
///
/// # Errors
/// When the machine does not play along: sockets, processes, files. What goes wrong inside
/// the call is in the outcome.
pub fn run(options: &Options, clips: Vec<Clip>) -> Result<Outcome> {
    let plan = options.plan;
    let (clips, notes) = options.format.choose(clips);
    ensure!(!clips.is_empty(), "nothing is left to send: {}", notes.join("; "));
    let clips: Vec<_> = clips.into_iter().map(Arc::new).collect();
    let started = Instant::now();
    let mut call = Running::start(options)?;
    let first =
        (0..plan.participants).map(|member| call.admit(member, options, &clips, Duration::ZERO));
    first.collect::<Result<Vec<()>>>()?;
    call.share_everybodys_keys()?;

    let bar = progress_bar(options);
    let mut phase = Phase::First;
    let mut now = Duration::ZERO;
    let begun = Instant::now();
    while now < plan.length {
        let next = plan.phase(now);
        if next > phase && next == Phase::Full {
            call.somebody_joins(options, &clips, now)?;
        } else if next > phase {
            call.somebody_leaves(now)?;
        }
        phase = next;
        call.deliver_keys(now)?;
        for sender in call.senders.iter_mut().flatten() {
            sender.send_due(now, phase, &call.ledger, &mut call.flow)?;
        }
        now += TICK;
        bar.set_position(u64::try_from(now.as_millis()).unwrap_or(0));
        if !options.fast {
            std::thread::sleep(now.saturating_sub(begun.elapsed()));
        }
    }
    call.deliver_keys(Duration::MAX)?;
    call.flow.drain();
    bar.finish_and_clear();

    let (attacks, loot) = call.finish_operator(options.suite)?;
    let received = call.stop_receivers()?;
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
        attacks: operator::attacks_outcome(&attacks),
        operator: operator_outcome(&loot, plaintext_runs(options, &clips)?),
        ..Outcome::default()
    };
    judge(&mut outcome, &plan, &call, received);
    outcome.call.wall_seconds = started.elapsed().as_secs_f64();
    Ok(outcome)
}

/// A call that is going on.
struct Running {
    plan: Plan,
    operator: Child,
    commands: ChildStdin,
    answers: BufReader<ChildStdout>,
    media: SocketAddr,
    flow: Flow,
    ledger: Arc<Ledger>,
    received: Arc<AtomicU64>,
    /// By member; `None` for those who are not sending.
    senders: Vec<Option<Sender>>,
    gone: Vec<Sender>,
    orders: Vec<Outbox<Order>>,
    receivers: Vec<JoinHandle<ReceiveTally>>,
    /// Keys under way: when they arrive, to whom.
    under_way: Vec<(Duration, usize, Order)>,
    /// What the member who leaves takes along: numbers and secrets, in hexadecimal.
    leaver_keys: Vec<(u64, String)>,
}

impl Running {
    /// Starts the operator's process.
    fn start(options: &Options) -> Result<Self> {
        let plan = options.plan;
        let received = Arc::new(AtomicU64::new(0));
        let flow = Flow::new(plan.members(), Arc::clone(&received))?;
        let mut operator = Process::new(std::env::current_exe()?)
            .arg("operator")
            .args(["--format", options.format.name()])
            .args(["--milliseconds", &plan.length.as_millis().to_string()])
            .args(["--participants", &plan.participants.to_string()])
            .args(["--last-n", &plan.last_n.to_string()])
            .args(["--reports-to", &flow.address()?.to_string()])
            .args(["--seed", &options.seed.to_string()])
            .arg("--pcap")
            .arg(&options.pcap)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start the operator's process")?;
        let commands = operator.stdin.take().context("the operator has an input")?;
        let answers = operator.stdout.take().context("the operator has an output")?;
        let mut answers = BufReader::new(answers);
        let Answer::Ready { address: media } = read_answer(&mut answers)? else {
            bail!("the operator did not open its media port");
        };
        Ok(Self {
            plan,
            operator,
            commands,
            answers,
            media,
            flow,
            ledger: Arc::default(),
            received,
            senders: Vec::new(),
            gone: Vec::new(),
            orders: Vec::new(),
            receivers: Vec::new(),
            under_way: Vec::new(),
            leaver_keys: Vec::new(),
        })
    }

    /// Lets a member in, in order of their numbers: its socket, its receiver, its sender.
    fn admit(
        &mut self,
        member: usize,
        options: &Options,
        clips: &[Arc<Clip>],
        now: Duration,
    ) -> Result<()> {
        let socket = UdpSocket::bind("127.0.0.1:0")?;
        let role = self.plan.role(member);
        let (orders, inbox) = mpsc::channel();
        let (ledger, received) = (Arc::clone(&self.ledger), Arc::clone(&self.received));
        let (format, suite, copy) = (options.format, options.suite, socket.try_clone()?);
        let receiver = Receiver::new(member, role, format, suite, copy, inbox, ledger, received)?;
        self.receivers.push(std::thread::spawn(move || receiver.run()));
        self.orders.push(orders);

        let address = socket.local_addr()?;
        self.tell(&Command::Admit { member, address, replay_past: role == Role::Joins })?;
        let Answer::Admitted = read_answer(&mut self.answers)? else {
            bail!("the operator did not admit member {member}");
        };
        let stagger = STAGGER * u32::try_from(member % 7).unwrap_or(0);
        let tracks = tracks_of(member, clips);
        let start = now + stagger;
        let sender = Sender::new(member, format, suite, tracks, start, socket, self.media)?;
        self.senders.push(Some(sender));
        Ok(())
    }

    /// Before the call: everybody who is sent somebody's frames has the key.
    fn share_everybodys_keys(&mut self) -> Result<()> {
        for sender in 0..self.senders.len() {
            self.share_key_of(sender, None)?;
        }
        Ok(())
    }

    /// A member joins: all ratchet, or take a fresh key, and give the newcomer the result; it
    /// gives all a key of its own. Keys take a while to arrive at those who are sent frames.
    fn somebody_joins(
        &mut self,
        options: &Options,
        clips: &[Arc<Clip>],
        now: Duration,
    ) -> Result<()> {
        let newcomer = self.plan.participants;
        for sender in 0..newcomer {
            let Some(Some(from)) = self.senders.get_mut(sender) else { continue };
            let old = from.key_number();
            let key = from.share_key()?;
            if from.somebody_joins()? {
                self.leaver_takes(&key, sender);
                self.share_key_of(sender, Some(now + KEY_DELAY))?;
                self.retire(sender, old)?;
            }
        }
        self.admit(newcomer, options, clips, now)?;
        for sender in 0..newcomer {
            if self.plan.forwards(sender, newcomer)
                && let Some(Some(from)) = self.senders.get(sender)
            {
                let key = Order::AddKey(from.share_key()?);
                self.order(newcomer, key)?;
            }
        }
        self.share_key_of(newcomer, Some(now + KEY_DELAY))
    }

    /// A member leaves: everybody else starts a fresh generation and lets the old keys go.
    fn somebody_leaves(&mut self, now: Duration) -> Result<()> {
        let leaver = self.plan.participants - 1;
        for sender in 0..self.senders.len() {
            let Some(Some(from)) = self.senders.get(sender) else { continue };
            let key = from.share_key()?;
            self.leaver_takes(&key, sender);
        }
        if let Some(sender) = self.senders.get_mut(leaver).and_then(Option::take) {
            self.retire(leaver, sender.key_number())?;
            self.gone.push(sender);
        }
        for sender in 0..self.senders.len() {
            let Some(Some(from)) = self.senders.get_mut(sender) else { continue };
            let old = from.key_number();
            from.renew()?;
            self.share_key_of(sender, Some(now + KEY_DELAY))?;
            self.retire(sender, old)?;
        }
        Ok(())
    }

    /// Notes a key that the member who leaves has by then, if it is sent that sender's frames.
    fn leaver_takes(&mut self, key: &MemberKey, sender: usize) {
        let leaver = self.plan.participants - 1;
        if self.plan.forwards(sender, leaver) {
            self.leaver_keys.push((key.number, to_hex(key.secret.expose())));
        }
    }

    /// Hands the current key of `sender` to those present who are sent its frames, at once or
    /// at a later moment.
    fn share_key_of(&mut self, sender: usize, at: Option<Duration>) -> Result<()> {
        for receiver in 0..self.orders.len() {
            let present = matches!(self.senders.get(receiver), Some(Some(_)));
            if !present || !self.plan.forwards(sender, receiver) {
                continue;
            }
            let Some(Some(from)) = self.senders.get(sender) else { continue };
            let order = Order::AddKey(from.share_key()?);
            match at {
                Some(at) => self.under_way.push((at, receiver, order)),
                None => self.order(receiver, order)?,
            }
        }
        Ok(())
    }

    fn retire(&mut self, sender: usize, number: u64) -> Result<()> {
        for receiver in 0..self.orders.len() {
            if self.plan.forwards(sender, receiver) && self.plan.role(receiver) != Role::Leaves {
                self.order(receiver, Order::RetireKey(number))?;
            }
        }
        Ok(())
    }

    /// Delivers the keys whose time has come.
    fn deliver_keys(&mut self, now: Duration) -> Result<()> {
        let (due, later) =
            std::mem::take(&mut self.under_way).into_iter().partition(|&(at, ..)| at <= now);
        self.under_way = later;
        let due: Vec<_> = due;
        if !due.is_empty() {
            self.flow.settle(); // in a fast call, too, frames overtake their keys
        }
        due.into_iter().try_for_each(|(_, receiver, order)| self.order(receiver, order))
    }

    fn order(&self, receiver: usize, order: Order) -> Result<()> {
        let outbox = self.orders.get(receiver).context("a receiver of this call")?;
        outbox.send(order).ok().context("a receiver stopped too early")
    }

    fn tell(&mut self, command: &Command) -> Result<()> {
        serde_json::to_writer(&mut self.commands, command)?;
        self.commands.write_all(b"\n")?;
        self.commands.flush().context("the operator's process is gone")
    }

    fn finish_operator(&mut self, suite: CipherSuite) -> Result<(Vec<u64>, Loot)> {
        let leaver_keys = std::mem::take(&mut self.leaver_keys);
        self.tell(&Command::Finish { suite: suite.id(), leaver_keys })?;
        let Answer::Finished { attacks, loot } = read_answer(&mut self.answers)? else {
            bail!("the operator did not say what it has");
        };
        self.operator.wait()?;
        Ok((attacks, loot))
    }

    fn stop_receivers(&mut self) -> Result<Vec<ReceiveTally>> {
        for receiver in 0..self.orders.len() {
            self.order(receiver, Order::Stop)?;
        }
        let receivers = std::mem::take(&mut self.receivers);
        let tallies = receivers.into_iter().map(|thread| thread.join().ok());
        tallies.collect::<Option<_>>().context("a receiver's thread failed")
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _already_gone = self.operator.kill();
        let _already_gone = self.operator.wait();
    }
}

/// Fills in members, samples, what was accepted, and the violations.
fn judge(outcome: &mut Outcome, plan: &Plan, call: &Running, received: Vec<ReceiveTally>) {
    let mut senders: Vec<_> = call.gone.iter().chain(call.senders.iter().flatten()).collect();
    senders.sort_by_key(|sender| sender.member());

    let (mut replays, mut forgeries) = (0, 0);
    for (sender, mut got) in senders.into_iter().zip(received) {
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
    for attack in &mut outcome.attacks {
        match attack.name {
            "repeated" => attack.accepted = replays,
            "forged under a known KID" => attack.accepted = forgeries,
            _ => {}
        }
    }
    outcome.violations.extend(general_violations(outcome, call));
    outcome.ok = outcome.violations.is_empty();
    let more = outcome.violations.len().saturating_sub(MAX_VIOLATIONS);
    if more > 0 {
        outcome.violations.truncate(MAX_VIOLATIONS);
        outcome.violations.push(format!("and {more} more"));
    }
}

/// What must hold for the call as a whole.
fn general_violations(outcome: &Outcome, call: &Running) -> Vec<String> {
    let loot = &outcome.operator;
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
        // And the demo itself: a call in which nothing happens proves nothing.
        (
            loot.opened_with_leaver_before == 0,
            "the leaver's keys opened nothing at all, so trying them proves nothing".to_owned(),
        ),
        (opened * 10 < expected * 8, format!("only {opened} of {expected} frames arrived intact")),
        (waited == 0, "no frame waited for its key".to_owned()),
        (idle.is_some(), format!("the operator never {}", idle.map_or("", |attack| attack.name))),
    ];
    checks.into_iter().filter_map(|(violated, what)| violated.then_some(what)).collect()
}

fn operator_outcome(loot: &Loot, plaintext_runs: u64) -> outcome::Operator {
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
        opened_with_leaver_before: loot.leaver.0,
        opened_with_leaver_after: loot.leaver.1,
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

/// Everybody sends one audio and one video clip, if there are such.
fn tracks_of(member: usize, clips: &[Arc<Clip>]) -> Vec<Arc<Clip>> {
    let (audio, video): (Vec<_>, Vec<_>) = clips.iter().partition(|clip| clip.codec.is_audio());
    let one_of =
        |kind: Vec<&Arc<Clip>>| kind.get(member % kind.len().max(1)).map(|&clip| Arc::clone(clip));
    one_of(audio).into_iter().chain(one_of(video)).collect()
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

fn progress_bar(options: &Options) -> ProgressBar {
    if !options.show_progress {
        return ProgressBar::hidden();
    }
    let length = u64::try_from(options.plan.length.as_millis()).unwrap_or(0);
    let bar = ProgressBar::new(length);
    let template = "  call {bar:40} {percent:>3} %  {msg}";
    bar.set_style(
        ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()),
    );
    bar
}

fn read_answer(answers: &mut impl BufRead) -> Result<Answer> {
    let mut line = String::new();
    answers.read_line(&mut line)?;
    serde_json::from_str(&line).context("the operator's process stopped unexpectedly")
}

fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
