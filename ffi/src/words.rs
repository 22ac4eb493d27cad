//! Cipher suites and other numbers that C passes.

use std::ffi::{CStr, c_char};
use std::time::Duration;

use frameseal::{CipherSuite, EpochBits, KidLayout, RatchetBits};

use crate::boundary::boundary;
use crate::failure::{Failure, Misuse};
use crate::handle;
use crate::result::frameseal_result;

/// Cipher suites, by the numbers and names that IANA gave them (RFC 9605 section 8.1).
#[repr(u16)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum frameseal_suite {
    /// AES-128-CTR with HMAC-SHA256, tag of 10 bytes.
    AES_128_CTR_HMAC_SHA256_80 = 1,
    /// AES-128-CTR with HMAC-SHA256, tag of 8 bytes.
    AES_128_CTR_HMAC_SHA256_64 = 2,
    /// AES-128-CTR with HMAC-SHA256, tag of 4 bytes: one forgery in 2^32 tries.
    AES_128_CTR_HMAC_SHA256_32 = 3,
    /// AES-128-GCM, HKDF-SHA256, tag of 16 bytes: what most should use.
    AES_128_GCM_SHA256_128 = 4,
    /// AES-256-GCM, HKDF-SHA512, tag of 16 bytes.
    AES_256_GCM_SHA512_128 = 5,
    /// AES-256-CTR with HMAC-SHA512, tag of 10 bytes.
    AES_256_CTR_HMAC_SHA512_80 = 6,
    /// AES-256-CTR with HMAC-SHA512, tag of 8 bytes.
    AES_256_CTR_HMAC_SHA512_64 = 7,
    /// AES-256-CTR with HMAC-SHA512, tag of 4 bytes: one forgery in 2^32 tries.
    AES_256_CTR_HMAC_SHA512_32 = 8,
}

/// A number that C means to be a `frameseal_suite`. The header calls it that.
pub type SuiteNumber = u16;

pub(crate) fn suite(number: SuiteNumber) -> Result<CipherSuite, Failure> {
    Ok(CipherSuite::try_from(number)?)
}

/// How KIDs are read (RFC 9605 section 5).
#[repr(u8)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum frameseal_layout {
    /// Every KID is a key of its own.
    Plain = 0,
    /// Generation and ratchet step (RFC 9605 section 5.1).
    SenderKeys = 1,
    /// Context, sender index and epoch (RFC 9605 section 5.2).
    Mls = 2,
}

/// A number that C means to be a `frameseal_layout`. The header calls it that.
pub type LayoutNumber = u8;

/// Reads a layout with its bits: R for sender keys, E for MLS.
pub(crate) fn layout(number: LayoutNumber, bits: u8) -> Result<KidLayout, Failure> {
    match number {
        0 if bits == 0 => Ok(KidLayout::Plain),
        0 => {
            Err(Misuse::BadValue { what: "number of bits for plain KIDs", value: bits.into() }
                .into())
        }
        1 => Ok(KidLayout::SenderKeys(RatchetBits::new(bits)?)),
        2 => Ok(KidLayout::Mls(EpochBits::new(bits)?)),
        _ => Err(Misuse::BadValue { what: "frameseal_layout", value: number.into() }.into()),
    }
}

/// What a zero in a configuration means.
pub(crate) fn or_default<T: Default + PartialEq>(value: T, default: T) -> T {
    if value == T::default() { default } else { value }
}

/// What a time in a configuration means.
pub(crate) fn ms_or(ms: u64, default: Duration) -> Duration {
    if ms == 0 { default } else { Duration::from_millis(ms) }
}

/// Gives the version of the library, such as `0.1.0`. The text ends with a zero byte and is never
/// freed. `FRAMESEAL_VERSION` is that of the header.
///
/// From any thread.
#[unsafe(no_mangle)]
pub extern "C" fn frameseal_version() -> *const c_char {
    const VERSION: &CStr =
        match CStr::from_bytes_with_nul(concat!(env!("CARGO_PKG_VERSION"), "\0").as_bytes()) {
            Ok(version) => version,
            Err(_) => c"",
        };
    VERSION.as_ptr()
}

/// Gives how many objects are live, so that a program can look for those it forgot to free.
///
/// From any thread.
#[unsafe(no_mangle)]
pub extern "C" fn frameseal_live_handles() -> usize {
    handle::live()
}

/// Gives the most bytes by which any frame of a suite can grow: 17 of header (RFC 9605 section
/// 4.3) and the tag. `frameseal_encryptor_get_info` knows the KID and is tighter.
///
/// From any thread. Gives `FRAMESEAL_RESULT_UNKNOWN_SUITE`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_suite_max_overhead(
    suite_number: SuiteNumber,
    out: *mut usize,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.output("out", out)?;
        out.write(frameseal::max_overhead(suite(suite_number)?));
        Ok(())
    })
}

/// Gives the length of a suite's keys, Nk (RFC 9605 section 4.5): the bytes to export from an MLS
/// group.
///
/// From any thread. Gives `FRAMESEAL_RESULT_UNKNOWN_SUITE`.
///
/// # Safety
/// As [the crate](crate) says of all functions.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn frameseal_suite_key_len(
    suite_number: SuiteNumber,
    out: *mut usize,
) -> frameseal_result {
    boundary!(|args| {
        let out = args.output("out", out)?;
        out.write(suite(suite_number)?.key_len());
        Ok(())
    })
}

/// Gives the name of a suite as IANA writes it, such as `AES_128_GCM_SHA256_128`; null for a number
/// that is not assigned. The text ends with a zero byte and is never freed.
///
/// From any thread.
#[unsafe(no_mangle)]
pub extern "C" fn frameseal_suite_name(suite_number: SuiteNumber) -> *const c_char {
    let name = match suite_number {
        1 => c"AES_128_CTR_HMAC_SHA256_80",
        2 => c"AES_128_CTR_HMAC_SHA256_64",
        3 => c"AES_128_CTR_HMAC_SHA256_32",
        4 => c"AES_128_GCM_SHA256_128",
        5 => c"AES_256_GCM_SHA512_128",
        6 => c"AES_256_CTR_HMAC_SHA512_80",
        7 => c"AES_256_CTR_HMAC_SHA512_64",
        8 => c"AES_256_CTR_HMAC_SHA512_32",
        _ => return std::ptr::null(),
    };
    name.as_ptr()
}
