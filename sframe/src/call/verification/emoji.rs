//! The 64 pictures of a short authentication string.

use core::fmt;

/// A picture and the word for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Emoji {
    /// One code point of Unicode 9 or earlier that shows as a picture by itself.
    pub symbol: char,
    /// Its name in English, for those who read it out; an app may translate it.
    pub name: &'static str,
}

/// Writes picture and name.
impl fmt::Display for Emoji {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.symbol, self.name)
    }
}

/// Every picture, by its number of 6 bits.
///
/// They are things and animals that have one everyday name, differ in shape and not only in
/// colour, have no skin tone and no flag, and need no variation selector.
pub const EMOJI: [Emoji; 64] = [
    emoji('🐶', "dog"),
    emoji('🐱', "cat"),
    emoji('🦁', "lion"),
    emoji('🐴', "horse"),
    emoji('🐷', "pig"),
    emoji('🐘', "elephant"),
    emoji('🐰', "rabbit"),
    emoji('🐼', "panda"),
    emoji('🐔', "chicken"),
    emoji('🐧', "penguin"),
    emoji('🐢', "turtle"),
    emoji('🐟', "fish"),
    emoji('🐙', "octopus"),
    emoji('🦋', "butterfly"),
    emoji('🐝', "bee"),
    emoji('🐍', "snake"),
    emoji('🦉', "owl"),
    emoji('🐸', "frog"),
    emoji('🐌', "snail"),
    emoji('🌵', "cactus"),
    emoji('🌲', "tree"),
    emoji('🌹', "rose"),
    emoji('🌻', "sunflower"),
    emoji('🍄', "mushroom"),
    emoji('🌍', "globe"),
    emoji('🌙', "moon"),
    emoji('⭐', "star"),
    emoji('🔥', "fire"),
    emoji('🌈', "rainbow"),
    emoji('⛄', "snowman"),
    emoji('🍌', "banana"),
    emoji('🍎', "apple"),
    emoji('🍓', "strawberry"),
    emoji('🌽', "corn"),
    emoji('🍕', "pizza"),
    emoji('🍇', "grapes"),
    emoji('🍋', "lemon"),
    emoji('🥕', "carrot"),
    emoji('🍦', "ice cream"),
    emoji('🎂', "cake"),
    emoji('☕', "coffee"),
    emoji('🤖', "robot"),
    emoji('👻', "ghost"),
    emoji('👑', "crown"),
    emoji('🎩', "hat"),
    emoji('👓', "glasses"),
    emoji('☔', "umbrella"),
    emoji('⏰', "clock"),
    emoji('🎁', "gift"),
    emoji('💡', "light bulb"),
    emoji('📖', "book"),
    emoji('📎', "paper clip"),
    emoji('🔒', "padlock"),
    emoji('🔑', "key"),
    emoji('🔨', "hammer"),
    emoji('🚂', "train"),
    emoji('🚲', "bicycle"),
    emoji('🚀', "rocket"),
    emoji('🏆', "trophy"),
    emoji('⚽', "ball"),
    emoji('🎸', "guitar"),
    emoji('🎺', "trumpet"),
    emoji('🔔', "bell"),
    emoji('⚓', "anchor"),
];

const fn emoji(symbol: char, name: &'static str) -> Emoji {
    Emoji { symbol, name }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::collections::BTreeSet;
    use std::string::ToString;

    #[test]
    fn every_picture_and_every_name_is_there_once() {
        let symbols: BTreeSet<_> = EMOJI.iter().map(|emoji| emoji.symbol).collect();
        let names: BTreeSet<_> = EMOJI.iter().map(|emoji| emoji.name).collect();
        assert_eq!((symbols.len(), names.len()), (64, 64));
        for name in &names {
            assert!(name.chars().all(|c| c.is_ascii_lowercase() || c == ' '), "{name}");
            let begun = names.iter().filter(|longer| longer.starts_with(name)).count();
            assert_eq!(begun, 1, "{name} begins another name");
        }
    }

    #[test]
    fn pictures_are_of_the_blocks_with_a_coloured_form() {
        for Emoji { symbol, .. } in EMOJI {
            // Seven of the old symbols are shown in colour by default, the rest are pictographs
            // up to the end of the block that Unicode 9 had begun to fill.
            let old = ['⭐', '⛄', '☕', '☔', '⏰', '⚽', '⚓'].contains(&symbol);
            let picture = ('\u{1f300}'..='\u{1f6ff}').contains(&symbol)
                || ('\u{1f910}'..='\u{1f991}').contains(&symbol);
            let modifier = ('\u{1f3fb}'..='\u{1f3ff}').contains(&symbol);
            let flag = ('\u{1f1e6}'..='\u{1f1ff}').contains(&symbol) || symbol == '\u{1f3f4}';
            assert!((old || picture) && !modifier && !flag, "{symbol:?}");
        }
        assert_eq!(EMOJI[17].to_string(), "🐸 frog");
    }
}
