//! The part of the report about keys, and about how people know who has them.

use super::{columns, escape, table};
use crate::outcome::Keys;
use crate::table::{count, key_traffic, millis, switch};

/// Shows what it took to agree on keys.
pub(super) fn keys(keys: &Keys) -> String {
    let [messages, each] = key_traffic(keys);
    let rows = [
        (
            "Members",
            count(keys.members as u64),
            format!("each two exchange secrets by {}", keys.exchange),
        ),
        ("Key messages", count(keys.messages), format!("{messages} in all; {each}")),
        (
            "Time to meet",
            millis(keys.greeting_ms),
            "until the members at the start had each other's keys".into(),
        ),
        (
            "Ratchets",
            count(keys.ratchets),
            "somebody joined: a sender's next key says nothing about the one before".into(),
        ),
        (
            "Rotations",
            count(keys.rotations),
            "somebody left: a sender's fresh key, for those who are still there".into(),
        ),
        ("Time to lock out who left", millis(keys.switch_ms_last), switch(keys)),
    ];
    let rows = rows.map(|(name, number, what)| vec![name.to_owned(), number, what]);
    let head = columns(["", "", "What it is"]);
    format!(
        "<p>Nobody hands keys out. Each member's device agrees on them with every other, in messages \
         that this same operator passes on. It dropped, changed, repeated and delayed them as it did \
         with packets; what was lost was sent again.</p>\n<div class=\"words\">{}</div>",
        table("Keys of the call", &head, &rows, None)
    )
}

/// Shows the codes of both calls side by side.
pub(super) fn codes(keys: &Keys) -> String {
    let swap = &keys.swap;
    let screen = |whose: &str, code: &str| {
        format!(
            "<div class=\"screen\"><span>{}</span><code>{}</code></div>\n",
            escape(whose),
            escape(code)
        )
    };
    let (equal, differ) = (keys.call_codes_equal, swap.alice_reads != swap.bob_reads);
    let (class, verdict) = match equal {
        true => ("hidden", "✔ The same on every screen: nobody is in between."),
        false => ("hidden bad", "✘ Not the same on all screens of an honest call."),
    };
    let (other_class, other_verdict) = match differ {
        true => ("visible", "✔ They differ: Alice and Bob are not talking to each other alone."),
        false => ("visible bad", "✘ The same, although somebody is in between."),
    };
    format!(
        "<p>The operator could not break the exchange of the call, so it tried something else: in a \
         second call it stood between Alice and Bob, with identities of its own under their names. \
         {} of {} frames arrived, and it read {}. Everything looks right, and no frame shows it. \
         What shows it is the call code, which stands for the identities that a device sees.</p>\n\
         <div class=\"split codes\">\n\
         <div class=\"{class}\"><h3>The call of this report</h3>\n{}{}<p>{}</p></div>\n\
         <div class=\"{other_class}\"><h3>The second call, with the operator in between</h3>\n{}{}<p>{}</p></div>\n\
         </div>\n",
        count(swap.opened),
        count(swap.frames),
        if swap.read_by_operator == swap.frames {
            "every one".to_owned()
        } else {
            count(swap.read_by_operator)
        },
        screen("One member's screen", &keys.call_code),
        screen("Everybody else's", if equal { &keys.call_code } else { "something else" }),
        escape(verdict),
        screen("Alice's screen", &swap.alice_reads),
        screen("Bob's screen", &swap.bob_reads),
        escape(other_verdict),
    )
}
