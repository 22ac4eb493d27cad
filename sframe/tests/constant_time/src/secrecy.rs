//! Tells Valgrind which bytes are secret.
//!
//! Memcheck follows uninitialised bytes, bit by bit, through all that is computed from them, and
//! reports every branch and every address that depends on one. Secrets are marked as
//! uninitialised, so it reports what depends on a secret.

use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};

use anyhow::{Result, ensure};
use crabgrind::memcheck::{self, MemState};
use crabgrind::valgrind::{RunningMode, running_mode};

/// Whether marks are made at all: without them no case may have a report.
static MARKING: AtomicBool = AtomicBool::new(true);

/// Verdicts on tags, and on points of low order, since the start.
static VERDICTS: AtomicU32 = AtomicU32::new(0);

/// Bytes that were found to have come from secrets.
static TRACED: AtomicU32 = AtomicU32::new(0);

/// Fails where nobody would see a report.
pub(crate) fn must_be_watched() -> Result<()> {
    ensure!(crabgrind::VALGRIND_AVAILABLE, "built without the feature `valgrind`: proves nothing");
    ensure!(cfg!(constant_time), "built without `--cfg constant_time`: ciphertext stays secret");
    ensure!(running_mode() != RunningMode::Native, "not run by Valgrind: proves nothing");
    Ok(())
}

/// Makes [`secret`] mark nothing from now on.
pub(crate) fn mark_nothing() {
    MARKING.store(false, Relaxed);
}

/// From here on the bytes are secret, and all that is computed from them.
pub(crate) fn secret(bytes: &mut [u8]) {
    if MARKING.load(Relaxed) {
        // Outside of Valgrind it is an error, and marks nothing.
        let _native = memcheck::mark_memory(
            bytes.as_mut_ptr().cast_const().cast(),
            bytes.len(),
            MemState::Undefined,
        );
    }
}

/// Makes secret bytes, none of them zero.
pub(crate) fn secret_bytes<const N: usize>(seed: u8) -> [u8; N] {
    let mut bytes = std::array::from_fn(|at| (at as u8).wrapping_mul(37).wrapping_add(seed) | 1);
    secret(&mut bytes);
    bytes
}

/// From here on everybody may know the bytes: the one place where secrets are declassified.
pub(crate) fn public(bytes: &[u8]) {
    let _native = memcheck::mark_memory(bytes.as_ptr().cast(), bytes.len(), MemState::Defined);
}

/// From here on everybody may know the number.
pub(crate) fn public_number(number: usize) -> usize {
    let bytes = number.to_ne_bytes();
    public(&bytes);
    usize::from_ne_bytes(std::hint::black_box(bytes))
}

/// Says that the bytes have come from secret ones, as Valgrind sees it. Were the trace of a secret
/// lost on the way, nothing that depends on it would be reported. Then makes them public.
#[track_caller]
pub(crate) fn traced(bytes: &[u8]) {
    let mut bits = vec![0; bytes.len()];
    // Without Valgrind the request succeeds and finds nothing marked; Callgrind does not know it.
    let watched = running_mode() != RunningMode::Native
        && memcheck::vbits(bytes.as_ptr().cast(), &mut bits).is_ok();
    if watched && MARKING.load(Relaxed) {
        let lost = bits.iter().filter(|&&bits| bits == 0).count();
        assert_eq!(lost, 0, "{lost} of {} bytes do not depend on a secret", bytes.len());
        TRACED.fetch_add(bytes.len() as u32, Relaxed);
    }
    public(bytes);
}

/// Notes that the code just run had to say yes or no to something secret, so often.
pub(crate) fn verdicts(count: u32) {
    VERDICTS.fetch_add(count, Relaxed);
}

/// Gives the verdicts since the start.
pub(crate) fn all_verdicts() -> u32 {
    VERDICTS.load(Relaxed)
}

/// Gives how many bytes were found to have come from secrets since the start.
pub(crate) fn all_traced() -> u32 {
    TRACED.load(Relaxed)
}
