//! Guesses at a passphrase, and what the app gets to see.

use std::collections::BTreeSet;

use frameseal::call::{CallPassphrase, MAX_PASSPHRASE_LEN, PassphraseError};

use super::numbers::Numbers;

#[test]
fn generated_passphrases_are_spread_over_all_words() {
    let mut rng = Numbers::new(1);
    let (mut words, mut passphrases) = (BTreeSet::new(), BTreeSet::new());
    for _ in 0..3000 {
        let made = CallPassphrase::generate(&mut rng);
        let typed = made.as_str().to_uppercase().replace('-', " ");
        assert_eq!(CallPassphrase::new(&typed).unwrap().as_str(), made.as_str());
        assert_eq!(made.as_str().split('-').count(), 6);
        words.extend(made.as_str().split('-').map(str::to_owned));
        passphrases.insert(made.as_str().to_owned());
    }
    assert_eq!((words.len(), passphrases.len()), (1024, 3000));
}

#[test]
fn guesses_from_the_top_of_every_list_are_refused() {
    let top = [
        "123456",
        "password",
        "12345678",
        "qwerty",
        "123456789",
        "12345",
        "1234",
        "111111",
        "1234567",
        "dragon",
        "123123",
        "baseball",
        "abc123",
        "football",
        "monkey",
        "letmein",
        "696969",
        "shadow",
        "master",
        "666666",
        "qwertyuiop",
        "123321",
        "mustang",
        "1234567890",
        "michael",
        "654321",
        "superman",
        "1qaz2wsx",
        "7777777",
        "121212",
        "000000",
        "qazwsx",
    ];
    let decorations = ["", "!", "123", "2026!", " meeting", "_Conference"];
    let mut refused = 0;
    for guess in top {
        for behind in decorations {
            let typed = format!("{guess}{behind}");
            let result = CallPassphrase::new(&typed);
            assert!(matches!(result, Err(PassphraseError::TooWeak { .. })), "{typed}");
            refused += 1;
        }
    }
    assert_eq!(refused, 32 * 6);
}

#[test]
fn an_error_says_what_to_do_and_not_what_was_typed() {
    let error = CallPassphrase::new("Tr0ub4dor&3").unwrap_err().to_string();
    assert!(error.contains("40 are needed") && error.contains("generated"), "{error}");
    assert!(!error.contains("Tr0ub"));
    let long = "a b c d ".repeat(MAX_PASSPHRASE_LEN);
    assert!(CallPassphrase::new(&long).unwrap_err().to_string().contains("1024"));
}
