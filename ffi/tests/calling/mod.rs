//! Calls C functions as C does, and watches what they write.
#![allow(dead_code)] // each test binary uses its part

use std::ffi::c_void;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use frameseal_ffi::counter_store::{
    frameseal_counter_store, frameseal_counter_store_callbacks, frameseal_counter_store_new,
};
use frameseal_ffi::error::{frameseal_error, frameseal_last_error};
use frameseal_ffi::result::frameseal_result as R;

/// What a call gives that must work.
#[track_caller]
pub(crate) fn ok(result: R) {
    assert_eq!(result, R::Ok);
}

/// Gives what a call writes to its output, and makes sure that it writes only when it says so.
/// The type is one of plain numbers.
#[track_caller]
pub(crate) fn made<T: Copy>(f: impl FnOnce(*mut T) -> R) -> Result<T, R> {
    let mut out = vec![0x5au8; 2 * size_of::<T>() + align_of::<T>()];
    let before = out.clone();
    let offset = out.as_ptr().align_offset(align_of::<T>());
    let place: *mut T = unsafe { out.as_mut_ptr().add(offset) }.cast();
    match f(place) {
        R::Ok => {
            let end = offset + size_of::<T>();
            assert_eq!((&out[..offset], &out[end..]), (&before[..offset], &before[end..]));
            Ok(unsafe { place.read() })
        }
        result => {
            assert_eq!(out, before, "{result:?} wrote to its output");
            Err(result)
        }
    }
}

/// Gives what a call writes to a buffer of `size` bytes. It must not write behind the buffer, and
/// after a failure neither a length nor anything but zeros.
#[track_caller]
pub(crate) fn written(
    size: usize,
    f: impl FnOnce(*mut u8, usize, *mut usize) -> R,
) -> Result<Vec<u8>, R> {
    let mut out = vec![0xa5; size + 16];
    let mut len = usize::MAX;
    let result = f(out.as_mut_ptr(), size, &raw mut len);
    assert!(out[size..].iter().all(|&byte| byte == 0xa5), "written behind the buffer");
    if result == R::Ok {
        assert!(len <= size);
        out.truncate(len);
        Ok(out)
    } else {
        assert_eq!(len, usize::MAX, "{result:?} wrote a length");
        assert!(out.iter().all(|&byte| byte == 0xa5 || byte == 0), "{result:?} wrote bytes");
        Err(result)
    }
}

/// Gives what the last failure of this thread was.
pub(crate) fn last_error() -> frameseal_error {
    made(|out| unsafe { frameseal_last_error(out) }).unwrap()
}

/// Makes a counter store that starts at `count`.
pub(crate) fn start_at(count: u64) -> frameseal_counter_store {
    unsafe extern "C" fn lease(
        context: *mut c_void,
        _key: *const u8,
        count: u64,
        first: *mut u64,
    ) -> u32 {
        let next: &AtomicU64 = unsafe { &*context.cast() };
        unsafe { first.write(next.fetch_add(count, Relaxed)) };
        R::Ok as u32
    }
    unsafe extern "C" fn release(context: *mut c_void) {
        drop(unsafe { Box::from_raw(context.cast::<AtomicU64>()) });
    }
    let context = Box::into_raw(Box::new(AtomicU64::new(count)));
    let callbacks = frameseal_counter_store_callbacks {
        context: context.cast(),
        lease: Some(lease),
        charge: None,
        release: Some(release),
    };
    made(|out| unsafe { frameseal_counter_store_new(&raw const callbacks, out) }).unwrap()
}
