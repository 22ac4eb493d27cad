//! Every variant of every public error is provoked through the public API, says what happened
//! and what to do about it, and leaves what it refused as it was.
//!
//! The variants are read from the source, so one that is added without being provoked here
//! fails. Those that nobody can provoke from outside stand in their book with the reason.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    missing_docs
)]

mod deployed;
mod heap;
mod mallory;
mod parties;
mod room;

#[path = "errors/book.rs"]
mod book;
#[path = "errors/call.rs"]
mod call;
#[path = "errors/faulty.rs"]
mod faulty;
#[path = "errors/frames.rs"]
mod frames;
#[path = "errors/media.rs"]
mod media;
#[path = "errors/messages.rs"]
mod messages;
#[path = "errors/mls.rs"]
mod mls;

use std::collections::BTreeSet;

use book::{Book, error_enums, missing, sources, variants};

/// Variants that were there when this was written, so that a parser that finds none cannot pass.
const FEWEST_VARIANTS: usize = 120;

#[test]
fn every_variant_of_every_error_is_provoked() {
    let books = [
        frames::key(),
        frames::counter_store(),
        frames::encrypt(),
        frames::decrypt(),
        media::seal(),
        media::codec(),
        media::rtp(),
        media::legacy_encrypt(),
        media::legacy_decrypt(),
        mls::mls_keys(),
        messages::message(),
        call::session(),
        call::state(),
        call::sas(),
        call::passphrase(),
    ];
    let sources = sources();
    let (mut total, mut provoked) = (0, 0);
    for book in &books {
        let source = &sources[book.file];
        assert_eq!(missing(book, source), Vec::<String>::new(), "{}", book.name);
        total += variants(source, book.name).len();
        provoked += book.provoked.len();
        println!("{}: {} provoked", book.name, book.provoked.len());
    }
    println!("{provoked} of {total} variants provoked");
    assert!(total >= FEWEST_VARIANTS, "only {total} variants were found");

    // `ErrorClass` sorts errors and is none.
    let known: BTreeSet<_> = books.iter().map(|book| book.name.to_owned()).collect();
    let found: BTreeSet<_> = sources.values().flat_map(|source| error_enums(source)).collect();
    assert_eq!(known, found, "every error enum of the source has its book");
}

#[test]
fn a_variant_that_nobody_provokes_is_found() {
    let source = "
/// Doc.
#[derive(Clone, Debug, Error)]
#[non_exhaustive]
pub enum NewError {
    /// One.
    #[error(\"one\")]
    One,
    /// Two.
    #[error(
        \"two {len}\"
    )]
    Two {
        /// Doc.
        len: usize,
    },
    #[error(transparent)]
    Three(#[from] KeyError),
}

#[derive(Debug)]
pub enum NoError {
    Four,
}
";
    assert_eq!(error_enums(source), ["NewError"]);
    assert_eq!(variants(source, "NewError"), ["One", "Two", "Three"]);
    let mut book = Book::of("new.rs", "NewError");
    book.provoked.insert("One".into());
    assert_eq!(missing(&book, source), ["Two is never provoked", "Three is never provoked"]);
    book.cannot("Two", "of a reason");
    book.provoked.extend(["Three".to_owned(), "Four".to_owned()]);
    assert_eq!(missing(&book, source), ["Four is no variant"]);
    book.provoked.remove("Four");
    book.cannot("Three", "it can");
    assert_eq!(missing(&book, source), ["Three can be provoked, after all"]);
}
