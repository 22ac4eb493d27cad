//! Device identities: the key by which others know this device.

use frameseal::call::{DeviceIdentity, IdentityKey};

use crate::boundary::{Args, boundary};
use crate::call::random;
use crate::failure::Failure;
use crate::handle;
use crate::result::frameseal_result;

/// The identity of a device: an Ed25519 key (RFC 8032). Any number of threads may use it at a time.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct frameseal_identity {
    /// The handle; zero is none.
    pub id: u64,
}

impl frameseal_identity {
    /// Copies the identity, since the engine keeps one of its own.
    pub(crate) fn copy(self) -> Result<DeviceIdentity, Failure> {
        handle::share(self.id, |identity: &DeviceIdentity| {
            Ok(DeviceIdentity::import(&identity.export()))
        })
    }

    /// Gives a handle to a copy.
    pub(crate) fn of(identity: &DeviceIdentity) -> Result<Self, Failure> {
        Self::insert(DeviceIdentity::import(&identity.export()))
    }

    fn insert(identity: DeviceIdentity) -> Result<Self, Failure> {
        Ok(Self { id: handle::insert(identity)? })
    }
}

/// Takes a public key of 32 bytes.
pub(crate) fn key(
    args: &Args<'_>,
    what: &'static str,
    pointer: *const u8,
    len: usize,
) -> Result<IdentityKey, Failure> {
    Ok(IdentityKey::new(args.array(what, pointer, len)?))
}

/// Makes a new identity: once a device, then stored (`frameseal_identity_export`).
///
/// From any thread. Gives `FRAMESEAL_RESULT_NO_RANDOMNESS`, `FRAMESEAL_RESULT_TOO_MANY_HANDLES`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_identity_generate(
    out: *mut frameseal_identity,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.output("out", out)?;
        let identity = DeviceIdentity::generate(&mut random::system()?);
        out.write(frameseal_identity::insert(identity)?);
        Ok(())
    })
}

/// Takes the seed of 32 bytes that `frameseal_identity_export` gave. Wipe it after use.
///
/// From any thread. Gives `FRAMESEAL_RESULT_WRONG_LENGTH`, `FRAMESEAL_RESULT_TOO_MANY_HANDLES`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_identity_import(
    seed: *const u8,
    seed_len: usize,
    out: *mut frameseal_identity,
) -> frameseal_result {
    boundary!(|args| {
        let seed = zeroize::Zeroizing::new(args.array("seed", seed, seed_len)?);
        let out = args.output("out", out)?;
        out.write(frameseal_identity::insert(DeviceIdentity::import(&seed))?);
        Ok(())
    })
}

/// Writes the seed of an identity, 32 bytes, which is a secret: store it where secrets belong on
/// the platform, and wipe `out` after use.
///
/// From any thread, any number at a time. Gives `FRAMESEAL_RESULT_BUFFER_TOO_SMALL`,
/// `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_identity_export(
    identity: frameseal_identity,
    out: *mut u8,
    out_size: usize,
    out_len: *mut usize,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.bytes_out("out", out, out_size)?;
        let out_len = args.output("out_len", out_len)?;
        let len = handle::share(identity.id, |identity: &DeviceIdentity| {
            out.copy_from(&*identity.export())
        })?;
        out_len.write(len);
        Ok(())
    })
}

/// Writes the public key of an identity, 32 bytes.
///
/// From any thread, any number at a time. Fails as `frameseal_identity_export`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_identity_key(
    identity: frameseal_identity,
    out: *mut u8,
    out_size: usize,
    out_len: *mut usize,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.bytes_out("out", out, out_size)?;
        let out_len = args.output("out_len", out_len)?;
        let len = handle::share(identity.id, |identity: &DeviceIdentity| {
            out.copy_from(identity.key().as_bytes())
        })?;
        out_len.write(len);
        Ok(())
    })
}

/// Frees and wipes an identity. Sessions and states that were made with it keep theirs. Zero is
/// ignored.
///
/// From any thread. Gives `FRAMESEAL_RESULT_STALE_HANDLE`, `FRAMESEAL_RESULT_WRONG_KIND`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_identity_free(identity: frameseal_identity) -> frameseal_result {
    boundary!(|_args| handle::remove::<DeviceIdentity>(identity.id))
}
