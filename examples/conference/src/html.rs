//! The report of the call: one page that needs nothing but itself.

use std::path::Path;

use anyhow::Context;

use crate::outcome::{Attack, Member, Operator, Outcome, SeenKey};
use crate::table::{
    attacked, bytes, count, nanos, notes, percent, plural, read_in_full, selection, summary,
};

mod agreement;
mod plots;

/// KIDs in the report; more would bury what they show.
const MAX_KIDS: usize = 40;

/// Writes the report of the call to `path`.
///
/// # Errors
/// The file cannot be written, or a plot cannot be drawn.
pub fn write(outcome: &Outcome, path: &Path) -> anyhow::Result<()> {
    let page = page(outcome)?;
    std::fs::write(path, page).with_context(|| format!("cannot write {}", path.display()))
}

fn page(outcome: &Outcome) -> anyhow::Result<String> {
    let plots = plots::figures(&outcome.samples)?;
    let key_sections = outcome.keys.iter().flat_map(|keys| {
        [
            section("How the members came by their keys", &agreement::keys(keys)),
            section("How people notice an operator in between", &agreement::codes(keys)),
        ]
    });
    let limits =
        [LIMITS, if outcome.keys.is_some() { NOT_COMPARED } else { HANDED_OUT }, "</ul>\n"];
    let sections = [
        section("Who was in the call", &members(&outcome.members)),
        section("What the operator tried", &attacks(&outcome.attacks)),
        section("What the operator saw, and what it could read", &operator(&outcome.operator)),
        key_sections.collect(),
        section("What encryption costs", &plots),
        section("What this demo does not show", &limits.concat()),
    ];
    Ok(format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <title>FrameSeal: report of a call</title>\n<style>\n{STYLE}</style>\n</head>\n\
         <body>\n{}<main>\n{}</main>\n{}</body>\n</html>\n",
        verdict(outcome),
        sections.concat(),
        conditions(outcome),
    ))
}

fn section(title: &str, content: &str) -> String {
    format!("<section>\n<h2>{}</h2>\n{content}</section>\n", escape(title))
}

/// Says in plain words how the call went, before anything else.
fn verdict(outcome: &Outcome) -> String {
    let operator = &outcome.operator;
    let read = read_in_full(operator);
    let packets = plural(operator.packets, "packet");
    let title = match (operator.packets, read.as_str()) {
        (0, "nothing") => {
            "The operator forwarded no packets, so nothing was put to the test.".into()
        }
        (_, "nothing") => format!("The operator forwarded {packets} and could read none of them."),
        _ => format!("The operator forwarded {packets} and could read {read}."),
    };
    let (badge, class) = if outcome.ok {
        ("✔ Passed", "good")
    } else {
        ("✘ Failed: see what went wrong", "bad")
    };
    let all = summary(String::new(), outcome.members.iter());
    let (attacked, accepted) = attacked(&outcome.attacks);
    let lead = format!(
        "{} held a call over a server that records everything and attacks it. Every frame of \
         sound and picture is encrypted on the sender's device, for the devices of those who are \
         in the call at that moment and for nobody else.",
        plural(outcome.call.participants as u64, "participant"),
    );
    let cards = [
        (
            count(all.opened),
            format!("of {} frames opened, identical to what was sent", count(all.expected)),
            all.opened > 0,
        ),
        (count(accepted), format!("of {} accepted", plural(attacked, "attack")), accepted == 0),
        (
            read.clone(),
            "is what the operator could read and should not".to_owned(),
            read == "nothing",
        ),
        (
            percent(all.overhead_percent),
            format!(
                "more bytes: {} for {} of media",
                bytes(all.overhead_bytes as f64),
                bytes(all.media_bytes as f64)
            ),
            true,
        ),
    ];
    let cards = cards.map(|(value, label, good)| {
        let class = if good { "good" } else { "bad" };
        format!(
            "<div class=\"{class}\"><dt>{}</dt><dd>{}</dd></div>\n",
            escape(&label),
            escape(&value)
        )
    });
    format!(
        "<header>\n<p class=\"badge {class}\">{badge}</p>\n<h1>{}</h1>\n<p class=\"lead\">{}</p>\n\
         {}<dl class=\"cards\">\n{}</dl>\n</header>\n",
        escape(&title),
        escape(&lead),
        violations(&outcome.violations),
        cards.concat(),
    )
}

fn violations(violations: &[String]) -> String {
    if violations.is_empty() {
        return String::new();
    }
    let items = violations.iter().map(|violation| format!("<li>{}</li>\n", escape(violation)));
    format!(
        "<section class=\"violations\">\n<h2>What went wrong</h2>\n<ul>\n{}</ul>\n</section>\n",
        items.collect::<String>()
    )
}

fn members(members: &[Member]) -> String {
    let (shown, rest) = selection(members);
    let others = summary(format!("{} others", count(rest.len() as u64)), rest.iter().copied());
    let all = summary("All".to_owned(), members.iter());
    let mut rows: Vec<_> = shown.into_iter().map(member).collect();
    if !rest.is_empty() {
        rows.push(member(&others));
    }
    let mut html = table("The members of the call", MEMBER_HEAD, &rows, Some(member(&all)));
    html.push_str(MEMBER_NOTES);
    if !rest.is_empty() {
        let rows: Vec<_> = members.iter().map(member).collect();
        let whole = table("All members of the call", MEMBER_HEAD, &rows, None);
        html.push_str(&format!(
            "<details><summary>All {} members, one by one</summary>\n{whole}</details>\n",
            count(members.len() as u64)
        ));
    }
    html
}

fn member(member: &Member) -> Vec<String> {
    // A sum of members has no role; of its times only the slowest is known.
    let bound = if member.role.is_empty() { "≤ " } else { "" };
    let time = |nanoseconds: u64| format!("{bound}{}", nanos(nanoseconds as f64));
    vec![
        member.name.clone(),
        member.role.to_owned(),
        count(member.sent),
        count(member.expected),
        count(member.opened),
        count(member.lost),
        count(member.kept_from),
        count(member.refused.authentication),
        count(member.refused.replay),
        count(member.refused.key_id),
        count(member.refused.syntax),
        time(member.encrypt_ns.p50),
        time(member.encrypt_ns.p99),
        time(member.decrypt_ns.p50),
        time(member.decrypt_ns.p99),
        bytes(member.overhead_bytes as f64),
        percent(member.overhead_percent),
    ]
}

const MEMBER_HEAD: &str = r#"<tr><th scope="col" rowspan="2">Member</th><th scope="col" rowspan="2">Role</th>
<th scope="colgroup" colspan="5">Frames</th><th scope="colgroup" colspan="4">Refused</th>
<th scope="colgroup" colspan="2">Encrypt</th><th scope="colgroup" colspan="2">Decrypt</th>
<th scope="colgroup" colspan="2">Overhead</th></tr>
<tr><th scope="col">sent</th><th scope="col">due</th><th scope="col">opened</th><th scope="col">lost</th>
<th scope="col">kept from</th><th scope="col">altered</th><th scope="col">replay</th><th scope="col">no key</th>
<th scope="col">syntax</th><th scope="col">p50</th><th scope="col">p99</th><th scope="col">p50</th>
<th scope="col">p99</th><th scope="col">bytes</th><th scope="col">share</th></tr>"#;

const MEMBER_NOTES: &str = r#"<p class="note"><b>Due</b> are the frames of others that were sent to a member while it
was in the call; <b>lost</b> are those of them that the operator dropped or damaged. <b>Kept from</b> a member are genuine
frames from before it joined or after it left, which it could not open. <b>Refused</b> is what did not come from a member in
this form: altered, sent a second time, under a key that does not exist, or no SFrame at all. <b>p50</b> is the time that
half of the frames stay below, <b>p99</b> the time that 99 of 100 stay below; ≤ marks the slowest of several members.</p>
"#;

fn attacks(attacks: &[Attack]) -> String {
    let row = |attack: &Attack| {
        vec![attack.name.to_owned(), count(attack.packets), must_be_none(count(attack.accepted))]
    };
    let (packets, accepted) = attacked(attacks);
    let rows: Vec<_> = attacks.iter().map(row).collect();
    let sum = vec!["All".to_owned(), count(packets), count(accepted)];
    let head = columns(["What it did", "Times", "Accepted"]);
    let table = table("Attacks of the operator", &head, &rows, Some(sum));
    format!(
        "<p>The operator carries every packet, and every message in which members agree on keys, so \
         it can also change, repeat, delay, invent and drop them. A receiver should accept nothing of it: the last column should hold nothing but zeros.</p>\n{table}"
    )
}

fn operator(operator: &Operator) -> String {
    let read = read_in_full(operator);
    let (class, content) = if read == "nothing" {
        (
            "hidden",
            format!(
                "Nothing. Sound and picture are unreadable without the keys, and {}.",
                if operator.key_messages.is_empty() {
                    "the keys reach the members by a way that the operator does not see"
                } else {
                    "of the messages that carry the keys, which it passes on, only members can \
                     open those that are for them"
                }
            ),
        )
    } else {
        ("hidden bad", format!("It should have been nothing, but the operator could read {read}."))
    };
    let head = columns(["What it tried in order to read the call", "Result", "Should be"]);
    let tried = count(operator.wire_keys_tried);
    let attempts = [
        (
            "Search the recording for pieces of the media (runs of 16 bytes)".to_owned(),
            must_be_none(plural(operator.plaintext_runs, "piece")),
            "0",
        ),
        (
            format!("Try {tried} byte strings from the wire as keys"),
            must_be_none(plural(operator.opened_with_wire_keys, "frame")),
            "0",
        ),
        (
            "Use the keys of the member who left on what was sent after it had left".to_owned(),
            must_be_none(plural(operator.opened_with_leaver_after, "frame")),
            "0",
        ),
        (
            "Use the same keys on what was sent before, which that member was entitled to"
                .to_owned(),
            plural(operator.opened_with_leaver_before, "frame"),
            "allowed",
        ),
    ];
    let in_messages = (!operator.key_messages.is_empty()).then(|| {
        (
            "Search the key messages for keys that the member who left was given".to_owned(),
            must_be_none(plural(operator.keys_in_clear, "key")),
            "0",
        )
    });
    let attempts: Vec<_> = attempts
        .into_iter()
        .chain(in_messages)
        .map(|(what, result, due)| vec![what, result, due.to_owned()])
        .collect();
    format!(
        "<p>The operator needs some facts to forward a call, and these stay visible to it. What is \
         said and shown must not be.</p>\n<div class=\"split\">\n<div class=\"visible\"><h3>Visible to the operator</h3>\n<ul>\n\
         <li>{}, {} in all: who sent each, when, and how large it is</li>\n\
         <li>{}, put together from them</li>\n\
         <li>{}: the number of the key that a frame is encrypted with, not the key</li>\n\
         <li>a counter in each frame: how many frames a key has encrypted</li>\n{}</ul></div>\n\
         <div class=\"{class}\"><h3>Content it could read</h3>\n<p>{}</p></div>\n</div>\n{}{}",
        plural(operator.packets, "packet"),
        bytes(operator.bytes as f64),
        plural(operator.frames, "frame"),
        plural(operator.kids.len() as u64, "KID"),
        key_messages(operator),
        escape(&content),
        table("What the operator could read", &head, &attempts, None),
        kids(&operator.kids),
    )
}

fn key_messages(operator: &Operator) -> String {
    let messages = operator.key_messages.iter().map(|(_, count)| count).sum();
    if messages == 0 {
        return String::new();
    }
    let messages = plural(messages, "key message");
    format!("<li>{messages}: who agrees on keys with whom, and when, not what they are</li>\n")
}

fn kids(kids: &[SeenKey]) -> String {
    let row = |seen: &SeenKey| {
        vec![
            seen.kid.clone(),
            count(seen.frames),
            count(seen.first_counter),
            count(seen.last_counter),
        ]
    };
    let head = columns(["KID (hexadecimal)", "Frames", "Lowest counter", "Highest counter"]);
    let rows: Vec<_> = kids.iter().take(MAX_KIDS).map(row).collect();
    let more = kids.len().saturating_sub(MAX_KIDS);
    let more =
        if more == 0 { String::new() } else { format!("<p class=\"note\">And {more} more.</p>\n") };
    format!(
        "<details><summary>The KIDs and counters that the operator saw</summary>\n{}{more}</details>\n",
        table("KIDs and counters on the wire", &head, &rows, None)
    )
}

const LIMITS: &str = r#"<ul class="limits">
<li><b>Sizes and times still leak.</b> Encryption hides what is said, not how much and when. The size of encrypted speech
frames follows the sound, so it can tell silence from speech, and with variable bit rate sometimes even words. Constant bit
rate or padding helps; this demo adds no padding.</li>
<li><b>Who talks to whom is visible.</b> The operator knows the members' addresses, when they join and leave, and who is
sending.</li>
<li><b>Members are not authenticated against each other.</b> Whoever can open a member's frames holds the key
that seals them, so a member who works with the operator can send frames in the name of another.</li>
<li><b>Members can read and pass on what they receive.</b> Whoever is in the call, or has broken into a device in it, has the
content.</li>
<li><b>Dropped is dropped.</b> The operator can always withhold packets; encryption makes that no harder.</li>
<li><b>The times are those of one computer</b> which played all members at once. They are not a benchmark.</li>
"#;

const NOT_COMPARED: &str = r#"<li><b>Only people can tell who people are.</b> Unless they compare the call code, or know
each other's devices from an earlier call, an operator that takes their place is not noticed.</li>
"#;

const HANDED_OUT: &str = r#"<li><b>How the keys get to the members is outside.</b> Apps of this format have their own way
to agree on them; this demo hands them over out of the operator's sight.</li>
"#;

fn conditions(outcome: &Outcome) -> String {
    let call = &outcome.call;
    let facts = [
        ("Format", call.format.clone()),
        ("Cipher suite", call.suite.clone()),
        ("Participants at the start", count(call.participants as u64)),
        ("Senders forwarded to each receiver", format!("at most {}", count(call.last_n as u64))),
        ("Length of the media", format!("{:.1} s", call.media_seconds)),
        ("Time the demo took", format!("{:.1} s", call.wall_seconds)),
        ("Clips", call.clips.join(", ")),
        ("Seed (the same seed gives the same attacks)", call.seed.to_string()),
    ];
    let notes = notes(outcome).into_iter().map(|note| ("Note", note));
    let facts = facts.into_iter().chain(notes).map(|(name, value)| {
        format!("<div><dt>{}</dt><dd>{}</dd></div>\n", escape(name), escape(&value))
    });
    format!("<footer>\n<h2>Conditions</h2>\n<dl>\n{}</dl>\n</footer>\n", facts.collect::<String>())
}

fn columns<const N: usize>(titles: [&str; N]) -> String {
    let cells = titles.map(|title| format!("<th scope=\"col\">{}</th>", escape(title)));
    format!("<tr>{}</tr>", cells.concat())
}

/// Makes a table whose first cells are the headings of their rows; `head` is HTML.
fn table(caption: &str, head: &str, rows: &[Vec<String>], sum: Option<Vec<String>>) -> String {
    let row = |cells: &Vec<String>| {
        let mut cells = cells.iter().map(|cell| escape(cell));
        let name = cells.next().unwrap_or_default();
        let cells: String = cells.map(|cell| format!("<td>{cell}</td>")).collect();
        format!("<tr><th scope=\"row\">{name}</th>{cells}</tr>\n")
    };
    let caption = escape(caption);
    let body: String = rows.iter().map(row).collect();
    let foot = sum.iter().map(|sum| format!("<tfoot>\n{}</tfoot>\n", row(sum))).collect::<String>();
    format!(
        "<div class=\"scroll\" role=\"region\" aria-label=\"{caption}\" tabindex=\"0\"><table>\n\
         <caption>{caption}</caption>\n<thead>\n{head}\n</thead>\n<tbody>\n{body}</tbody>\n{foot}</table></div>\n"
    )
}

/// Marks a number that is not zero.
fn must_be_none(number: String) -> String {
    if number.starts_with('0') { number } else { format!("✘ {number}") }
}

/// Makes text safe inside elements and quoted attributes.
fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

const STYLE: &str = r#":root {
  --text: #1c2430; --soft: #566173; --line: #dde2ea; --page: #f6f7f9; --card: #ffffff;
  --first: #2458b8; --second: #c2570c; --good: #17713c; --good-page: #e7f5ec; --bad: #b3211f; --bad-page: #fdecea;
}
@media (prefers-color-scheme: dark) { :root {
  --text: #e4e8ee; --soft: #a0abbb; --line: #333c49; --page: #12161c; --card: #1a2029;
  --first: #7fb0ff; --second: #ffa657; --good: #6fd69a; --good-page: #15301f; --bad: #ff8f87; --bad-page: #3a1917;
} }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 78rem; padding: 2.5rem 1.5rem 4rem; background: var(--page); color: var(--text);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; }
h1 { font-size: clamp(1.6rem, 4.5vw, 2.5rem); line-height: 1.2; letter-spacing: -.02em; margin: .75rem 0 1rem; max-width: 24em;
  text-wrap: balance; }
h2 { font-size: 1.35rem; line-height: 1.3; letter-spacing: -.01em; margin: 3rem 0 .75rem; }
h3 { font-size: 1.05rem; margin: 0 0 .5rem; }
h4 { font-size: .9rem; font-weight: 600; margin: .5rem 0 0; }
p, ul { max-width: 46rem; }
ul { padding-left: 1.2rem; margin: 0; }
li { margin: .3rem 0; }
.lead { font-size: 1.1rem; color: var(--soft); }
.note, figcaption { font-size: .875rem; color: var(--soft); max-width: 52rem; }
.badge { display: inline-block; margin: 0; padding: .15rem .8rem; border-radius: 1rem; font-weight: 600; }
.badge.good { color: var(--good); background: var(--good-page); }
.badge.bad { color: var(--bad); background: var(--bad-page); }
.violations { margin: 1.5rem 0; padding: 1rem 1.25rem; color: var(--bad); background: var(--bad-page);
  border-left: .3rem solid var(--bad); border-radius: .3rem; }
.violations h2 { margin: 0 0 .5rem; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: 1rem; margin: 1.75rem 0 0; }
.cards div, .split > div, figure { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: 1rem 1.25rem; }
.cards div { display: flex; flex-direction: column-reverse; justify-content: flex-end; }
.cards dd { margin: 0; font-size: 1.6rem; line-height: 1.25; font-weight: 650; font-variant-numeric: tabular-nums; }
.cards dt { color: var(--soft); font-size: .9rem; }
.cards .bad dd { color: var(--bad); }
.split { display: grid; grid-template-columns: repeat(auto-fit, minmax(17rem, 1fr)); gap: 1rem; margin-bottom: 1rem; }
.split .visible { border-top: .25rem solid var(--second); }
.split .hidden { border-top: .25rem solid var(--good); }
.split .bad { border-top-color: var(--bad); color: var(--bad); }
.split p { margin: 0; }
.codes > div { min-width: min(100%, 24rem); }
.screen { margin: .5rem 0 .75rem; }
.screen span { display: block; font-size: .875rem; color: var(--soft); }
.screen code { font: 600 1.15rem/1.5 ui-monospace, "DejaVu Sans Mono", monospace; letter-spacing: .02em; }
.words td:last-child, .words th:last-child { text-align: left; padding-left: 1rem; white-space: normal; min-width: 11rem; }
.scroll { overflow-x: auto; width: fit-content; max-width: 100%; background: var(--card); border: 1px solid var(--line); border-radius: .6rem; margin: 1rem 0; }
table { border-collapse: collapse; font-size: .8125rem; font-variant-numeric: tabular-nums; }
caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
th, td { padding: .4rem; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
thead th { color: var(--soft); font-weight: 600; vertical-align: bottom; }
thead th[scope=colgroup] { text-align: center; border-left: 1px solid var(--line); }
thead tr:first-child th:first-child, tbody th, tfoot th, thead [rowspan], table:has([rowspan]) td:first-of-type { text-align: left; }
tbody th { font-weight: 500; }
th:first-child, tbody th, tfoot th { padding-left: .75rem; }
td:last-child, th:last-child { padding-right: .75rem; }
tbody tr:last-child > *, tfoot tr:last-child > * { border-bottom: 0; }
tfoot > tr > * { border-top: 2px solid var(--line); font-weight: 650; }
details { margin: 1rem 0; }
summary { cursor: pointer; color: var(--first); font-weight: 500; }
figure { margin: 1rem 0; }
figure > h3 { display: flex; flex-wrap: wrap; gap: 0 1rem; align-items: baseline; }
figcaption { margin-top: .5rem; }
.panels { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 24rem), 1fr)); gap: .5rem 1.5rem; }
.panel { max-width: 36rem; }
@media (min-width: 60rem) {
  .single { display: grid; grid-template-columns: 1fr 1fr; column-gap: 1.5rem; }
  .single h3 { grid-column: 1 / -1; }
  .single figcaption { align-self: center; max-width: 26rem; font-size: 1rem; }
}
.key { font-size: .875rem; font-weight: 500; white-space: nowrap; }
.key::before { content: ""; display: inline-block; width: .8em; height: .8em; margin-right: .35em; border-radius: .15em; }
.k1::before { background: var(--first); }
.k2::before { background: var(--second); }
svg { display: block; width: 100%; height: auto; }
svg text { font-family: inherit; }
svg [fill="\#010101"] { fill: var(--soft); }
svg [stroke="\#020202"] { stroke: var(--line); }
svg [fill="\#030303"] { fill: var(--first); }
svg [stroke="\#030303"] { stroke: var(--first); }
svg [fill="\#040404"] { fill: var(--second); }
svg [stroke="\#040404"] { stroke: var(--second); }
.limits li { margin: .6rem 0; }
footer { border-top: 1px solid var(--line); margin-top: 3rem; font-size: .9rem; }
footer h2 { margin-top: 1.5rem; }
footer dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(15rem, 1fr)); gap: .75rem 1.5rem; margin: 0; }
footer dt { color: var(--soft); }
footer dd { margin: 0; overflow-wrap: anywhere; }
@media (max-width: 40rem) {
  body { padding: 1.25rem 1rem 3rem; }
  tbody th, tfoot th { position: sticky; left: 0; background: var(--card); min-width: 6.5rem; }
  tbody th, tfoot th, thead th { white-space: normal; }
  .cards { grid-template-columns: 1fr 1fr; gap: .75rem; }
  .cards dd { font-size: 1.35rem; }
  figure { padding: 1rem .5rem; }
  figure > h3, figcaption, .panel h4 { padding: 0 .5rem; }
}
@media print {
  :root { --page: #fff; --card: #fff; }
  body { max-width: none; padding: 0; font-size: 10pt; }
  table { font-size: 7.5pt; }
  th, td { padding: .2rem .3rem; }
  figure, .scroll, .split > div, .cards div, tr { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  .scroll { overflow: visible; }
}
"#;
