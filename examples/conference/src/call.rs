//! The call from its first key message to its last frame.

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, UdpSocket};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command as Process, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::sync::mpsc::{self, Sender as Outbox};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use frameseal::CipherSuite;
use indicatif::{ProgressBar, ProgressStyle};

use crate::flow::Flow;
use crate::format::Format;
use crate::keys::Sessions;
use crate::ledger::Ledger;
use crate::media::Clip;
use crate::operator::{Answer, Command, Loot};
use crate::outcome::Outcome;
use crate::plan::{Phase, Plan, Role, TICK};
use crate::receiver::{Order, ReceiveTally, Receiver};
use crate::sender::Sender;
use crate::swap::{self, Act};

mod handed_out;
mod verdict;

/// Time between the first frames of two members, as people do not join in the same instant.
const STAGGER: Duration = Duration::from_millis(140);

/// Members that join in one step: a session keeps 128 strangers at a time.
const JOIN_AT_ONCE: usize = 16;

/// By then the members have met, whatever the operator drops, or something is wrong.
const GREETING_LIMIT: Duration = Duration::from_secs(30);

/// How long key messages still go on after the last frame, at most.
const FAREWELL_LIMIT: Duration = Duration::from_secs(5);

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
    call.gather(options, &clips)?;

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
        call.exchange_keys(now)?;
        call.send_media(now, phase)?;
        now += TICK;
        bar.set_position(u64::try_from(now.as_millis()).unwrap_or(0));
        if !options.fast {
            std::thread::sleep(now.saturating_sub(begun.elapsed()));
        }
    }
    call.take_leave(now)?;
    bar.finish_and_clear();

    let received = call.stop_receivers()?;
    let act = call.put_operator_in_between(options, &clips)?;
    let (attacks, loot) = call.finish_operator(options.suite)?;
    let ended = verdict::Ended { attacks, loot, received, act };
    let mut outcome = verdict::judge(options, &clips, notes, &mut call, ended)?;
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
    /// The members' time in milliseconds: it begins when they gather.
    clock: Arc<AtomicU64>,
    /// How long they took to gather: their time when media begin.
    gathered: Duration,
    /// What agrees on keys, unless the format has a way of its own.
    sessions: Option<Sessions>,
    /// By member; `None` for those who have left.
    senders: Vec<Option<Sender>>,
    gone: Vec<Sender>,
    orders: Vec<Outbox<Order>>,
    receivers: Vec<JoinHandle<ReceiveTally>>,
    /// Keys that were handed out and are under way: when they arrive, to whom.
    under_way: Vec<(Duration, usize, Order)>,
    /// Of those, what the member who leaves takes along: numbers and secrets, in hexadecimal.
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
        let Answer::Ready { media, signalling } = read_answer(&mut answers)? else {
            bail!("the operator did not open its ports");
        };
        let sessions = options.format.is_sframe();
        let sessions = sessions.then(|| Sessions::connect(signalling, plan, options.suite));
        Ok(Self {
            plan,
            operator,
            commands,
            answers,
            media,
            flow,
            ledger: Arc::default(),
            received,
            clock: Arc::default(),
            gathered: Duration::ZERO,
            sessions: sessions.transpose()?,
            senders: Vec::new(),
            gone: Vec::new(),
            orders: Vec::new(),
            receivers: Vec::new(),
            under_way: Vec::new(),
            leaver_keys: Vec::new(),
        })
    }

    /// Lets a member in, in order of their numbers: its socket, its receiver, its sender, and
    /// its session.
    fn admit(&mut self, member: usize, options: &Options, clips: &[Arc<Clip>]) -> Result<()> {
        let socket = UdpSocket::bind("127.0.0.1:0")?;
        let role = self.plan.role(member);
        let (orders, inbox) = mpsc::channel();
        let (ledger, received) = (Arc::clone(&self.ledger), Arc::clone(&self.received));
        let (format, suite, clock) = (options.format, options.suite, Arc::clone(&self.clock));
        let copy = socket.try_clone()?;
        let receiver =
            Receiver::new(member, role, format, suite, copy, inbox, ledger, received, clock)?;
        self.receivers.push(std::thread::spawn(move || receiver.run()));
        self.orders.push(orders);

        let address = socket.local_addr()?;
        self.tell(&Command::Admit { member, address, replay_past: role == Role::Joins })?;
        self.expect_done()?;
        let tracks = tracks_of(member, clips);
        self.senders.push(Some(Sender::new(member, format, tracks, socket, self.media)?));
        self.sessions.as_mut().map_or(Ok(()), Sessions::admit)
    }

    /// Lets the first members in, and lets them meet before they send.
    fn gather(&mut self, options: &Options, clips: &[Arc<Clip>]) -> Result<()> {
        let mut first = 0..self.plan.participants;
        if self.sessions.is_none() {
            first.try_for_each(|member| self.admit(member, options, clips))?;
            return self.share_everybodys_keys();
        }
        loop {
            for member in first.by_ref().take(JOIN_AT_ONCE) {
                self.admit(member, options, clips)?;
            }
            self.exchange_keys(Duration::ZERO)?;
            let is_settled = match &mut self.sessions {
                Some(sessions) if first.is_empty() => sessions.are_settled()?,
                _ => false,
            };
            if is_settled {
                return Ok(());
            }
            ensure!(self.gathered < GREETING_LIMIT, "the members did not meet");
            self.gathered += TICK;
        }
    }

    fn somebody_joins(
        &mut self,
        options: &Options,
        clips: &[Arc<Clip>],
        now: Duration,
    ) -> Result<()> {
        match self.sessions {
            Some(_) => self.admit(self.plan.participants, options, clips),
            None => self.hand_out_to_newcomer(options, clips, now),
        }
    }

    fn somebody_leaves(&mut self, now: Duration) -> Result<()> {
        let leaver = self.plan.participants - 1;
        self.gone.extend(self.senders.get_mut(leaver).and_then(Option::take));
        match &mut self.sessions {
            Some(sessions) => {
                sessions.leave(leaver);
                Ok(())
            }
            None => self.hand_out_without_leaver(now),
        }
    }

    /// Lets key messages, or keys that were handed out, arrive until `now`.
    fn exchange_keys(&mut self, now: Duration) -> Result<()> {
        let members_now = self.gathered.saturating_add(now);
        self.clock.store(u64::try_from(members_now.as_millis())?, Relaxed);
        let Some(sessions) = &mut self.sessions else { return self.deliver_keys(now) };
        let changes = sessions.turn(members_now)?;
        if !changes.is_empty() {
            self.flow.settle(); // in a fast call, too, frames overtake their keys
        }
        let mut orders =
            changes.into_iter().map(|(member, change)| (member, Order::Change(change)));
        orders.try_for_each(|(member, order)| self.order(member, order))
    }

    /// Lets everybody send what is due.
    fn send_media(&mut self, now: Duration, mut phase: Phase) -> Result<()> {
        for sender in self.senders.iter_mut().flatten() {
            let member = sender.member();
            if let Some(sessions) = &mut self.sessions {
                if !sender.has_begun() && !sessions.may_send(member) {
                    continue;
                }
                let encryptors;
                (encryptors, phase) = sessions.encryptors(member)?;
                sender.use_encryptors(encryptors);
            }
            sender.begin(now + STAGGER * u32::try_from(member % 7).unwrap_or(0));
            sender.send_due(now, phase, &self.ledger, &mut self.flow)?;
        }
        Ok(())
    }

    /// Nobody sends any more: what is under way arrives, keys and frames.
    fn take_leave(&mut self, mut now: Duration) -> Result<()> {
        let end = now + FAREWELL_LIMIT;
        while now < end && !self.has_what_is_due()? {
            self.exchange_keys(now)?;
            now += TICK;
        }
        self.flow.drain();
        Ok(())
    }

    /// Says whether all keys have arrived; those that were handed out do so at once.
    fn has_what_is_due(&mut self) -> Result<bool> {
        match &mut self.sessions {
            Some(sessions) => sessions.are_settled(),
            None => self.deliver_keys(Duration::MAX).map(|()| true),
        }
    }

    /// Runs the second act, if the format has sessions.
    fn put_operator_in_between(
        &mut self,
        options: &Options,
        clips: &[Arc<Clip>],
    ) -> Result<Option<Act>> {
        if self.sessions.is_none() {
            return Ok(None);
        }
        let (call_id, names) = (swap::CALL_ID.to_owned(), swap::NAMES.map(str::to_owned));
        self.tell(&Command::Swap { call_id, suite: options.suite.id(), names })?;
        self.expect_done()?;
        let line = self.sessions.as_mut().map(Sessions::line);
        line.map(|line| swap::run(line, options.suite, clips)).transpose()
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

    fn expect_done(&mut self) -> Result<()> {
        let answer = read_answer(&mut self.answers)?;
        ensure!(matches!(answer, Answer::Done), "the operator did not do as it was told");
        Ok(())
    }

    /// Gives how many packets and how many key messages were attacked, and the loot.
    fn finish_operator(&mut self, suite: CipherSuite) -> Result<([Vec<u64>; 2], Loot)> {
        let handed_out = std::mem::take(&mut self.leaver_keys);
        let leaver_keys = self.sessions.as_ref().map_or(handed_out, Sessions::leaver_keys);
        self.tell(&Command::Finish { suite: suite.id(), leaver_keys })?;
        let Answer::Finished { attacks, key_attacks, loot, .. } = read_answer(&mut self.answers)?
        else {
            bail!("the operator did not say what it has");
        };
        self.operator.wait()?;
        Ok(([attacks, key_attacks], loot))
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

/// Everybody sends one audio and one video clip, if there are such.
fn tracks_of(member: usize, clips: &[Arc<Clip>]) -> Vec<Arc<Clip>> {
    let (audio, video): (Vec<_>, Vec<_>) = clips.iter().partition(|clip| clip.codec.is_audio());
    let one_of =
        |kind: Vec<&Arc<Clip>>| kind.get(member % kind.len().max(1)).map(|&clip| Arc::clone(clip));
    one_of(audio).into_iter().chain(one_of(video)).collect()
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
