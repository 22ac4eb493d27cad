//! The system's random numbers.

use getrandom::SysRng;
use getrandom::rand_core::{TryRng, UnwrapErr};
use zeroize::Zeroize;

use crate::error::FrameSealError;

/// The system's generator, as the engine wants it.
pub(crate) type System = UnwrapErr<SysRng>;

/// Gives the system's generator, once it has shown that it works: the engine has no way to say
/// that it does not.
pub(crate) fn system() -> Result<System, FrameSealError> {
    let mut probe = [0; 32];
    SysRng.try_fill_bytes(&mut probe).map_err(|_| {
        FrameSealError::usage("NoRandomness", "the system gave no random numbers; try again")
    })?;
    probe.zeroize();
    Ok(UnwrapErr(SysRng))
}
