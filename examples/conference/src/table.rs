//! The result of the call on the terminal, and the words and units it shares with the report.

use std::io::{IsTerminal, Write, stdout};

use comfy_table::presets::UTF8_BORDERS_ONLY;
use comfy_table::{
    Attribute, Cell, CellAlignment, Color, ColumnConstraint, ContentArrangement, Table, Width,
};

use crate::outcome::{Attack, Keys, Member, Operator, Outcome, Percentiles, Swap};

/// Width where there is no terminal to ask.
const DEFAULT_WIDTH: u16 = 100;
/// Past this width columns only drift apart.
const MAX_WIDTH: u16 = 140;
/// Past this many members most of them share one row.
const MAX_ROWS: usize = 12;
/// Of those, this many are shown in any case.
const FIRST_ROWS: usize = 5;
/// Widths of the name and the number in the boxes about the operator.
const FACT_WIDTHS: [u16; 2] = [31, 12];
/// KIDs listed: a call of 100 has hundreds.
const MAX_KIDS: usize = 6;

/// Prints the result of the call.
pub fn print(outcome: &Outcome) {
    let colour = stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
    let width = Table::new().width().unwrap_or(DEFAULT_WIDTH).min(MAX_WIDTH);
    let text = Screen { width, colour }.render(outcome);
    // Whoever closed the pipe has seen enough.
    let _ = stdout().lock().write_all(text.as_bytes());
}

/// What the result is shown on.
struct Screen {
    width: u16,
    colour: bool,
}

impl Screen {
    fn render(&self, outcome: &Outcome) -> String {
        let mut parts = vec![self.headline(outcome)];
        parts.extend(self.members(&outcome.members));
        parts.extend(outcome.keys.iter().map(|keys| self.keys(keys)));
        parts.push(self.attacks(&outcome.attacks));
        parts.push(self.recorded(&outcome.operator));
        parts.push(self.read(&outcome.operator));
        parts.extend(outcome.keys.iter().map(|keys| self.codes(keys)));
        parts.extend(footnotes(outcome));
        parts.extend(self.violations(&outcome.violations));
        parts.join("\n") + "\n"
    }

    fn headline(&self, outcome: &Outcome) -> String {
        let (verdict, style) = if outcome.ok { ("✔ PASS", "1;32") } else { ("✘ FAIL", "1;31") };
        let all = summary(String::new(), outcome.members.iter());
        let (packets, accepted) = attacked(&outcome.attacks);
        format!(
            "{}  {} of {} frames opened · {} attacks, {} accepted · operator read {}",
            self.paint(verdict, style),
            count(all.opened),
            count(all.expected),
            count(packets),
            count(accepted),
            read_in_full(&outcome.operator),
        )
    }

    /// One table; where that is too wide, one of what became of the frames and one of the cost.
    fn members(&self, members: &[Member]) -> Vec<String> {
        let (mut rows, rest) = selection(members);
        let others = summary(format!("{} others", rest.len()), rest.iter().copied());
        if !rest.is_empty() {
            rows.push(&others);
        }
        let [name, ..] = COLUMNS;
        let (frames, cost) = COLUMNS.split_at(FRAME_COLUMNS);
        let whole = self.member_table(&COLUMNS, &rows);
        if whole.lines().map(|line| line.chars().count()).max() <= Some(self.width.into()) {
            return vec![whole];
        }
        let cost: Vec<_> = [name].iter().chain(cost).copied().collect();
        vec![self.member_table(frames, &rows), self.member_table(&cost, &rows)]
    }

    fn member_table(&self, columns: &[Column], rows: &[&Member]) -> String {
        let mut table = self.table(columns.iter().map(|column| bold(column.title)));
        table.set_content_arrangement(ContentArrangement::Disabled);
        for member in rows {
            table.add_row(columns.iter().map(|column| Cell::new((column.cell)(member))));
        }
        for (column, index) in columns.iter().zip(0..) {
            align(&mut table, index, column.alignment);
        }
        table.to_string()
    }

    fn keys(&self, keys: &Keys) -> String {
        let [messages, each] = key_traffic(keys);
        let facts = [
            ("members", count(keys.members as u64), format!("each two by {}", keys.exchange)),
            (
                "key messages",
                count(keys.messages),
                format!("{messages} through the operator; {each}"),
            ),
            ("time to meet", millis(keys.greeting_ms), "the members at the start".into()),
            ("ratchets", count(keys.ratchets), "a sender's next step when somebody joined".into()),
            ("rotations", count(keys.rotations), "a sender's fresh key when somebody left".into()),
            ("time to lock out who left", millis(keys.switch_ms_last), switch(keys)),
        ];
        self.facts(("Keys", Cell::new("")), &facts)
    }

    /// What people compare, and what it shows when the operator is in between.
    fn codes(&self, keys: &Keys) -> String {
        let swap = &keys.swap;
        let verdict = |good: bool, text: &str| {
            Cell::new(text).fg(if good { Color::Green } else { Color::Red })
        };
        let (equal, differ) = (keys.call_codes_equal, swap.alice_reads != swap.bob_reads);
        let mut table = self.table(["Call code", "what people read to each other", ""].map(bold));
        table.add_row([
            Cell::new("the call above"),
            Cell::new(&keys.call_code),
            verdict(
                equal,
                if equal { "equal on every screen" } else { "NOT equal on all screens" },
            ),
        ]);
        table.add_row([
            Cell::new("second call, Alice's screen"),
            Cell::new(&swap.alice_reads),
            Cell::new(""),
        ]);
        table.add_row([
            Cell::new("second call, Bob's screen"),
            Cell::new(&swap.bob_reads),
            verdict(differ, if differ { "different: who is in between?" } else { "equal" }),
        ]);
        if let Some(column) = table.column_mut(1) {
            column.set_constraint(ColumnConstraint::ContentWidth);
        }
        format!("{table}\n{}", self.wrapped(&swap_story(swap)))
    }

    /// Breaks a text into lines.
    fn wrapped(&self, text: &str) -> String {
        let mut lines = vec![String::from(" ")];
        for word in text.split(' ') {
            let width = usize::from(self.width.min(DEFAULT_WIDTH));
            match lines.last_mut() {
                Some(line) if line.chars().count() + word.chars().count() < width => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(format!("  {word}")),
            }
        }
        lines.join("\n")
    }

    fn attacks(&self, attacks: &[Attack]) -> String {
        let mut table = self.table(["What the operator did", "times", "accepted"].map(bold));
        for attack in attacks {
            let colour = if attack.accepted == 0 { Color::Green } else { Color::Red };
            let accepted = Cell::new(count(attack.accepted)).fg(colour);
            table.add_row([Cell::new(attack.name), Cell::new(count(attack.packets)), accepted]);
        }
        align(&mut table, 1, CellAlignment::Right);
        align(&mut table, 2, CellAlignment::Right);
        table.to_string()
    }

    fn recorded(&self, operator: &Operator) -> String {
        let sizes =
            format!("{}, the size and the time of each packet", bytes(operator.bytes as f64));
        let counters = format!("the counters seen under each KID: {}", kids(operator));
        let mut facts = vec![
            ("packets", count(operator.packets), sizes),
            ("frames", count(operator.frames), "put together from the packets".into()),
            ("KIDs", count(operator.kids.len() as u64), counters),
        ];
        let messages = operator.key_messages.iter().map(|(_, count)| count).sum();
        if messages > 0 {
            facts.push(("key messages", count(messages), message_kinds(operator)));
        }
        self.facts(("What the operator has", Cell::new("")), &facts)
    }

    fn read(&self, operator: &Operator) -> String {
        let readable = read_in_full(operator);
        let style = if readable == "nothing" { Color::Green } else { Color::Red };
        let verdict = Cell::new(readable).fg(style).add_attribute(Attribute::Bold);
        let tried = count(operator.wire_keys_tried);
        let tried = format!("frames opened; {tried} byte strings tried");
        let mut facts = vec![
            ("media in the recording", operator.plaintext_runs, "runs of 16 bytes".into()),
            ("keys found on the wire", operator.opened_with_wire_keys, tried),
        ];
        if !operator.key_messages.is_empty() {
            let known = "of the keys that the leaver was given".into();
            facts.push(("keys in key messages", operator.keys_in_clear, known));
        }
        facts.extend([
            (
                "leaver's keys, after leaving",
                operator.opened_with_leaver_after,
                "frames opened".into(),
            ),
            (
                "leaver's keys, before leaving",
                operator.opened_with_leaver_before,
                "frames opened, which it was entitled to".into(),
            ),
        ]);
        let facts = facts.into_iter().map(|(name, number, what)| (name, count(number), what));
        self.facts(("What the operator could read", verdict), &facts.collect::<Vec<_>>())
    }

    fn facts(&self, (title, verdict): (&str, Cell), facts: &[(&str, String, String)]) -> String {
        let mut table = self.table([bold(title), Cell::new(""), verdict]);
        for (name, number, explanation) in facts {
            table.add_row([*name, number, explanation]);
        }
        align(&mut table, 1, CellAlignment::Right);
        // The columns of all such boxes stand below each other.
        let wide = self
            .width
            .min(DEFAULT_WIDTH)
            .saturating_sub(FACT_WIDTHS.iter().sum())
            .saturating_sub(2);
        let widths = FACT_WIDTHS.into_iter().chain([wide]);
        table.set_constraints(widths.map(|width| ColumnConstraint::Absolute(Width::Fixed(width))));
        table.to_string()
    }

    fn violations(&self, violations: &[String]) -> Vec<String> {
        if violations.is_empty() {
            return Vec::new();
        }
        let things = plural(violations.len() as u64, "thing");
        let title = format!("\n✘ {things} happened that must not:");
        let lines = violations.iter().map(|violation| format!("  ✘ {violation}"));
        [title].into_iter().chain(lines).map(|line| self.paint(&line, "1;31")).collect()
    }

    fn table(&self, header: impl IntoIterator<Item = Cell>) -> Table {
        let mut table = Table::new();
        table.load_style(UTF8_BORDERS_ONLY).set_header(header.into_iter().collect::<Vec<_>>());
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(self.width);
        if self.colour {
            table.enforce_styling()
        } else {
            table.force_no_tty()
        };
        table
    }

    fn paint(&self, text: &str, style: &str) -> String {
        if self.colour { format!("\x1b[{style}m{text}\x1b[0m") } else { text.to_owned() }
    }
}

/// Names the format and says what is peculiar to it; nothing is peculiar to SFrame.
fn footnotes(outcome: &Outcome) -> Vec<String> {
    let notes = notes(outcome);
    if notes.is_empty() {
        return notes;
    }
    let title = format!("Format: {} ({})", outcome.call.format, outcome.call.suite);
    [title].into_iter().chain(notes.into_iter().map(|note| format!("  · {note}"))).collect()
}

/// Tells what is to be known about the call besides the numbers.
pub fn notes(outcome: &Outcome) -> Vec<String> {
    let respelled = summary(String::new(), outcome.members.iter()).opened_in_other_spelling;
    let respelled = (respelled > 0).then(|| {
        let frames = plural(respelled, "frame");
        format!("{frames} opened in another spelling: changed on the way, and the same content")
    });
    outcome.call.notes.iter().cloned().chain(respelled).collect()
}

fn bold(title: &str) -> Cell {
    Cell::new(title).add_attribute(Attribute::Bold)
}

fn align(table: &mut Table, index: usize, alignment: CellAlignment) {
    if let Some(column) = table.column_mut(index) {
        column.set_cell_alignment(alignment);
    }
}

/// A column of the member table.
#[derive(Clone, Copy)]
struct Column {
    title: &'static str,
    alignment: CellAlignment,
    cell: fn(&Member) -> String,
}

impl Column {
    const fn text(title: &'static str, cell: fn(&Member) -> String) -> Self {
        Self { title, alignment: CellAlignment::Left, cell }
    }

    const fn number(title: &'static str, cell: fn(&Member) -> String) -> Self {
        Self { title, alignment: CellAlignment::Right, cell }
    }
}

/// How many of the columns are about frames; the others are about the cost.
const FRAME_COLUMNS: usize = 9;

const COLUMNS: [Column; 15] = [
    Column::text("member", |member| member.name.clone()),
    Column::text("role", |member| member.role.to_owned()),
    Column::number("sent", |member| count(member.sent)),
    Column::number("opened", |member| count(member.opened)),
    Column::number("lost", |member| count(member.lost)),
    Column::number("refused:\naltered", |member| count(member.refused.authentication)),
    Column::number("\nreplay", |member| count(member.refused.replay)),
    Column::number("\nno key", |member| count(member.refused.key_id)),
    Column::number("\nsyntax", |member| count(member.refused.syntax)),
    Column::number("encrypt\np50", |member| time(member, member.encrypt_ns.p50)),
    Column::number("\np99", |member| time(member, member.encrypt_ns.p99)),
    Column::number("decrypt\np50", |member| time(member, member.decrypt_ns.p50)),
    Column::number("\np99", |member| time(member, member.decrypt_ns.p99)),
    Column::number("over-\nhead", |member| bytes(member.overhead_bytes as f64)),
    Column::number("", |member| percent(member.overhead_percent)),
];

/// Gives the members to show one by one, and the rest.
pub fn selection(members: &[Member]) -> (Vec<&Member>, Vec<&Member>) {
    let few = members.len() <= MAX_ROWS;
    let numbered = members.iter().zip(0..);
    let (shown, rest): (Vec<_>, Vec<_>) =
        numbered.partition(|(member, index)| few || *index < FIRST_ROWS || member.role != "stays");
    let members = |pairs: Vec<(_, _)>| pairs.into_iter().map(|(member, _)| member).collect();
    (members(shown), members(rest))
}

/// Adds members up to one without a role; its times are the slowest of theirs.
pub fn summary<'a>(name: String, members: impl Iterator<Item = &'a Member>) -> Member {
    let slower = |a: Percentiles, b: Percentiles| Percentiles {
        p50: a.p50.max(b.p50),
        p99: a.p99.max(b.p99),
    };
    let mut all = Member { name, ..Member::default() };
    for member in members {
        for (sum, number) in [
            (&mut all.sent, member.sent),
            (&mut all.expected, member.expected),
            (&mut all.opened, member.opened),
            (&mut all.opened_after_waiting, member.opened_after_waiting),
            (&mut all.opened_in_other_spelling, member.opened_in_other_spelling),
            (&mut all.lost, member.lost),
            (&mut all.kept_from, member.kept_from),
            (&mut all.media_bytes, member.media_bytes),
            (&mut all.overhead_bytes, member.overhead_bytes),
            (&mut all.refused.authentication, member.refused.authentication),
            (&mut all.refused.replay, member.refused.replay),
            (&mut all.refused.key_id, member.refused.key_id),
            (&mut all.refused.syntax, member.refused.syntax),
        ] {
            *sum = sum.saturating_add(number);
        }
        all.encrypt_ns = slower(all.encrypt_ns, member.encrypt_ns);
        all.decrypt_ns = slower(all.decrypt_ns, member.decrypt_ns);
    }
    all.overhead_percent = 100.0 * all.overhead_bytes as f64 / all.media_bytes.max(1) as f64;
    all
}

/// Adds up the packets that were attacked, and those accepted.
pub fn attacked(attacks: &[Attack]) -> (u64, u64) {
    let packets = attacks.iter().map(|attack| attack.packets).sum();
    (packets, attacks.iter().map(|attack| attack.accepted).sum())
}

/// Tells what the operator could read and should not: `nothing`, or what.
pub fn read_in_full(operator: &Operator) -> String {
    let frames = operator.opened_with_wire_keys.saturating_add(operator.opened_with_leaver_after);
    if operator.keys_in_clear > 0 {
        return plural(operator.keys_in_clear, "key");
    }
    match (frames, operator.plaintext_runs) {
        (0, 0) => "nothing".to_owned(),
        (frames, 0) => plural(frames, "frame"),
        (0, runs) => plural(runs, "piece") + " of media",
        (frames, runs) => {
            format!("{} and {} of media", plural(frames, "frame"), plural(runs, "piece"))
        }
    }
}

/// Says how many bytes of key messages there were, and how many messages each member sent.
pub fn key_traffic(keys: &Keys) -> [String; 2] {
    let members = keys.members.max(1) as u64;
    let [messages, size] = [keys.messages, keys.message_bytes].map(|sum| sum / members);
    let each = format!("{} and {} a member", plural(messages, "message"), bytes(size as f64));
    [bytes(keys.message_bytes as f64), each]
}

/// Explains the time after which a member who has left reads nothing more.
pub fn switch(keys: &Keys) -> String {
    let first = match keys.switch_ms_first {
        first if first == keys.switch_ms_last => String::new(),
        first => format!("; the first had it in {}", millis(first)),
    };
    format!("from the goodbye to the last sender's fresh key{first}")
}

/// Tells the second act.
pub fn swap_story(swap: &Swap) -> String {
    format!(
        "In the second call the operator sat between Alice and Bob, to each under the other's \
         name. {} of {} frames arrived, it read {} of them, and no frame shows it. The call codes \
         do: read aloud, they differ.",
        count(swap.opened),
        count(swap.frames),
        count(swap.read_by_operator),
    )
}

/// Lists key messages by kind.
fn message_kinds(operator: &Operator) -> String {
    let kinds = operator.key_messages.iter().filter(|(_, count)| *count > 0);
    let kinds = kinds.map(|(kind, number)| format!("{} {kind}", count(*number)));
    kinds.collect::<Vec<_>>().join(", ")
}

/// Lists the first KIDs with the counters seen under them; the blanks inside do not break.
fn kids(operator: &Operator) -> String {
    let shown = operator.kids.iter().take(MAX_KIDS).map(|seen| {
        let (first, last) = (count(seen.first_counter), count(seen.last_counter));
        format!("{}:\u{a0}{first}–{last}", seen.kid)
    });
    let more = operator.kids.len().saturating_sub(MAX_KIDS);
    let more = (more > 0).then(|| format!("and {more} more"));
    shown.chain(more).collect::<Vec<_>>().join(", ")
}

fn time(member: &Member, nanoseconds: u64) -> String {
    let bound = if member.role.is_empty() { "≤ " } else { "" };
    format!("{bound}{}", nanos(nanoseconds as f64))
}

/// Writes a number with its thousands apart.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let groups = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy);
    groups.collect::<Vec<_>>().join(",")
}

/// Writes a number and its noun.
pub fn plural(number: u64, noun: &str) -> String {
    format!("{} {noun}{}", count(number), if number == 1 { "" } else { "s" })
}

/// Writes a number of bytes.
pub fn bytes(number: f64) -> String {
    scaled(number, ["B", "kB", "MB", "GB"])
}

/// Writes a time given in nanoseconds.
pub fn nanos(nanoseconds: f64) -> String {
    scaled(nanoseconds, ["ns", "µs", "ms", "s"])
}

/// Writes a time given in milliseconds.
pub fn millis(milliseconds: u64) -> String {
    nanos(milliseconds as f64 * 1e6)
}

/// Writes a percentage.
pub fn percent(number: f64) -> String {
    format!("{number:.1} %")
}

fn scaled(mut value: f64, units: [&str; 4]) -> String {
    let [base, larger @ ..] = units;
    let mut unit = base;
    for next in larger {
        if value < 999.5 {
            break;
        }
        (value, unit) = (value / 1000.0, next);
    }
    let decimals = if unit == base || value >= 99.95 { 0 } else { 1 };
    format!("{value:.decimals$} {unit}")
}
