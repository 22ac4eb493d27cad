//! Another Rust library in the same program, with a std of its own.

/// Counts the letters of a number; a panic on the way is caught.
#[unsafe(no_mangle)]
pub extern "C" fn other_letters(number: u32) -> usize {
    let text = format!("{number}");
    std::panic::set_hook(Box::new(|_| {}));
    let caught = std::panic::catch_unwind(|| assert!(number < 10, "panics in the other library"));
    text.len() + usize::from(caught.is_err())
}
