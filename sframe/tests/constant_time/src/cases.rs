//! Everything that is done with secrets.

use frameseal::CryptoProvider;

pub(crate) mod controls;
mod envelope;
mod exchange;
mod frames;
mod interop;
mod keys;
#[path = "../../samples/mod.rs"]
mod samples;

/// One thing done with secrets.
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) run: Box<dyn Fn()>,
}

impl Case {
    fn new(name: impl Into<String>, run: impl Fn() + 'static) -> Self {
        Self { name: name.into(), run: Box::new(run) }
    }
}

/// Every case but the controls.
pub(crate) fn all() -> Vec<Case> {
    [keys::all(), frames::all(), exchange::all(), envelope::all(), interop::all()]
        .into_iter()
        .flatten()
        .collect()
}

fn providers() -> impl Iterator<Item = &'static CryptoProvider> {
    CryptoProvider::ALL.iter().copied()
}
