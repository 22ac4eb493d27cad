//! How hard a passphrase is to guess, roughly and rather too low.
//!
//! A character counts for what it is worth where it cannot be foreseen. It can when it goes on
//! a run, ends three characters that were there before, or has come three times already; a
//! common password counts as one character.

use alloc::vec::Vec;

use zeroize::Zeroizing;

/// 40 bits: at 0.1 s a try, half of them take 1700 years of one core. Three words that are
/// drawn from 7776 have 39.
pub(super) const FLOOR: u32 = 40;

// What a character is worth, in tenths of a bit.

/// A letter of a word: the words of diceware lists have 4 to 5 letters and 10 to 13 bits.
const LETTER: u32 = 23;

/// log2(10). Signs that separate no words are no harder to foresee.
const DIGIT: u32 = 33;

/// A character of a script that writes a syllable or a word with one: a few hundred common ones
/// would be 8 bits, and neighbours depend on each other.
const SYLLABLE: u32 = 60;

/// The scripts from here on (CJK radicals to Hangul and beyond) are of that kind.
const FIRST_SYLLABLE: char = '\u{2e80}';

/// One of the words below: there are 64.
const COMMON_WORD: u32 = 60;

/// Stands for one of them.
const MARK: char = '\0';

/// 3: a letter comes that often in any three words.
const MOST_TIMES: usize = 3;

/// Rows of keyboards, and what one learns by heart.
const ROWS: [&str; 7] = [
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "qwertzuiop",
    "asdfghjkl",
    "zxcvbnm",
    "yxcvbnm",
];

/// Passwords at the top of every published list, and words that the situation suggests, in
/// lower-case letters.
const COMMON: [&str; 64] = [
    "correct horse battery staple",
    "correcthorsebatterystaple",
    "password",
    "passwort",
    "passphrase",
    "passcode",
    "letmein",
    "iloveyou",
    "welcome",
    "monkey",
    "dragon",
    "football",
    "baseball",
    "basketball",
    "superman",
    "batman",
    "pokemon",
    "starwars",
    "princess",
    "sunshine",
    "master",
    "shadow",
    "michael",
    "jennifer",
    "charlie",
    "jordan",
    "thomas",
    "daniel",
    "hunter",
    "soccer",
    "killer",
    "freedom",
    "whatever",
    "computer",
    "internet",
    "samsung",
    "google",
    "trustno",
    "access",
    "admin",
    "login",
    "default",
    "changeme",
    "secret",
    "hello",
    "summer",
    "winter",
    "spring",
    "autumn",
    "january",
    "february",
    "october",
    "november",
    "december",
    "monday",
    "friday",
    "meeting",
    "conference",
    "standup",
    "video",
    "frameseal",
    "encryption",
    "company",
    "test",
];

/// Estimates how many bits a passphrase is worth; case does not count.
pub(super) fn estimate(typed: &str) -> u32 {
    let marked = marked(typed);
    // Looked up in the text itself, so that no piece of it lies anywhere else.
    let counts = |at: usize, c: char| {
        let before = marked.get(..at).unwrap_or_default();
        let start = at.checked_sub(2);
        let three = start.and_then(|start| marked.get(start..=at)).unwrap_or_default();
        let came_before = marked.windows(3).take(start.unwrap_or(0)).any(|window| window == three);
        let times = before.iter().filter(|&&earlier| earlier == c).count();
        !is_run(three) && !came_before && times < MOST_TIMES
    };
    let characters = marked.iter().enumerate().filter(|&(at, &c)| counts(at, c));
    characters.fold(0, |sum: u32, (_, &c)| sum.saturating_add(worth(c))) / 10
}

fn worth(c: char) -> u32 {
    match c {
        MARK => COMMON_WORD,
        '-' | '_' | '.' | ',' => 0,
        c if c.is_whitespace() => 0,
        c if c >= FIRST_SYLLABLE => SYLLABLE,
        c if c.is_alphabetic() => LETTER,
        _ => DIGIT,
    }
}

/// Says whether the same character comes three times, or three neighbours of a row.
fn is_run(three: &[char]) -> bool {
    let &[a, b, c] = three else { return false };
    let windows = |row: &'static str| row.chars().zip(row.chars().skip(1)).zip(row.chars().skip(2));
    let is = |((x, y), z)| [x, y, z] == [a, b, c] || [x, y, z] == [c, b, a];
    (a == b && b == c) || ROWS.iter().any(|row| windows(row).any(is))
}

/// Puts the text into lower case and a mark in place of every common word, also where figures
/// and signs stand for letters.
fn marked(typed: &str) -> Zeroizing<Vec<char>> {
    // As long as they get, so that growing leaves no copies behind.
    let lower = || typed.chars().flat_map(char::to_lowercase);
    let room = || Zeroizing::new(Vec::with_capacity(lower().count()));
    let (mut text, mut marked) = (room(), room());
    lower().for_each(|c| text.push(c));
    let mut rest = &text[..];
    while let Some((&first, behind)) = rest.split_first() {
        let begins = |word: &&&str| {
            word.len() <= rest.len()
                && rest.iter().zip(word.chars()).all(|(&c, w)| stands_for(c, w))
        };
        // The words are ASCII: as many characters as bytes.
        match COMMON.iter().filter(begins).map(|word| word.len()).max() {
            Some(len) => {
                marked.push(MARK);
                rest = rest.get(len..).unwrap_or_default();
            }
            None => {
                marked.push(first);
                rest = behind;
            }
        }
    }
    marked
}

fn stands_for(c: char, letter: char) -> bool {
    c == letter
        || matches!(
            (c, letter),
            ('0', 'o')
                | ('1' | '!', 'i' | 'l')
                | ('3', 'e')
                | ('4' | '@', 'a')
                | ('5' | '$', 's')
                | ('7', 't')
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::collections::BTreeSet;

    #[test]
    fn weak_ones_are_refused() {
        let weak = [
            "",
            " ",
            "secret",
            "password",
            "Password123!",
            "P@$$w0rd2026!",
            "passwordpasswordpassword",
            "password password1 password2",
            "123456789012345678901234567890",
            "qwertyuiopasdfghjklzxcvbnm",
            "qwertzuiopasdfghjklyxcvbnm",
            "abcdefghijklmnopqrstuvwxyz",
            "zyxwvutsrqponmlkjihgfedcba",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "abababababababababababababababababababab",
            "sunflowersunflowersunflowersunflower",
            "letmein letmein letmein letmein letmein",
            "Conference Room 1",
            "FrameSeal test meeting",
            "correct horse battery staple",
            "15.03.1987",
            "+49 170 1234567",
            "Summer2026Winter2027",
            "ein zwei drei",
            "aabbccddeeff",
            "x7!q",
            "- - - - - - - - - - - - - - - -",
        ];
        for text in weak {
            assert!(estimate(text) < FLOOR, "{text}: {}", estimate(text));
        }
        assert_eq!(weak.len(), 27);
    }

    #[test]
    fn good_ones_are_taken() {
        let good = [
            "able-zoo-river-piano-candy-moon",
            "mein alter Hut hängt am Nagel",
            "k7qmx9w2p4vt8z3f",
            "Grüße aus dem Süden, Klára",
            "蓝色的月亮在唱歌",
            "синий трактор едет в поле",
            "7394028165518",
            "purple gravel trombone",
        ];
        for text in good {
            assert!(estimate(text) >= FLOOR, "{text}: {}", estimate(text));
        }
        assert_eq!(good.len(), 8);
    }

    #[test]
    fn at_the_floor_and_one_character_below() {
        for (text, bits, less) in
            [("7394028165518", 42, 39), ("jvkqzxwpmfydghbtnc", 41, 39), ("春夏秋冬東西南", 42, 36)]
        {
            assert_eq!(estimate(text), bits, "{text}");
            let shorter: alloc::string::String = text.chars().skip(1).collect();
            assert_eq!(estimate(&shorter), less, "{text}");
            assert_eq!((bits >= FLOOR, less >= FLOOR), (true, false));
        }
    }

    #[test]
    fn common_words_are_spelled_as_they_are_looked_for() {
        let words: BTreeSet<_> = COMMON.into_iter().collect();
        assert_eq!(words.len(), 64);
        for word in words {
            assert!(word.chars().all(|c| c.is_ascii_lowercase() || c == ' '), "{word}");
            assert_eq!(*marked(word), [MARK], "{word}");
        }
    }
}
