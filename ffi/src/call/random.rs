//! The system's random numbers.

use getrandom::SysRng;
use getrandom::rand_core::{TryRng, UnwrapErr};
use zeroize::Zeroize;

use crate::failure::{Failure, Misuse};

/// The system's generator, as the engine wants it.
pub(crate) type System = UnwrapErr<SysRng>;

/// Gives the system's generator, once it has shown that it works: the engine has no way to say
/// that it does not. Where it stops working later, the call that needs it panics and is stopped.
pub(crate) fn system() -> Result<System, Failure> {
    let mut probe = [0; 32];
    SysRng.try_fill_bytes(&mut probe).map_err(|_| Misuse::NoRandomness)?;
    probe.zeroize();
    Ok(UnwrapErr(SysRng))
}
