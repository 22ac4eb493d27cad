//! Where C's pointers become slices, and where panics stop.
//!
//! This is the only file that follows a pointer which C gave. What can be checked is: null,
//! lengths beyond any object, numbers that no enum has, buffers that overlap. What cannot (that a
//! pointer is valid for its length, and that nobody else writes there meanwhile) is the contract of
//! the C functions.

use std::marker::PhantomData;
use std::mem::MaybeUninit;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::NonNull;
use std::slice;

use crate::failure::{Failure, Misuse};
use crate::fork;
use crate::result::frameseal_result;

/// Runs the body of a C function. A panic becomes a result.
macro_rules! boundary {
    (|$args:ident| $body:expr) => {
        // SAFETY: whoever calls a C function keeps to what its documentation asks for.
        unsafe { $crate::boundary::run(|$args: &$crate::boundary::Args<'_>| $body) }
    };
}
pub(crate) use boundary;

/// # Safety
/// Every pointer that `f` hands to [`Args`] is null or valid, for as long as `f` runs, for the
/// length that comes with it.
#[inline]
pub(crate) unsafe fn run(f: impl FnOnce(&Args<'_>) -> Result<(), Failure>) -> frameseal_result {
    // Objects that a panic may have left half done are poisoned (handle.rs); outputs are written
    // last.
    match catch_unwind(AssertUnwindSafe(|| fork::check().and_then(|()| f(&Args(PhantomData))))) {
        Ok(Ok(())) => frameseal_result::Ok,
        Ok(Err(failure)) => failure.report(),
        Err(panic) => {
            // Dropping what was thrown could throw again.
            std::mem::forget(panic);
            Failure::from(Misuse::Panicked).report()
        }
    }
}

/// Proof that a C function's contract holds for the pointers it was given; they are valid for
/// `'a`.
pub(crate) struct Args<'a>(PhantomData<&'a ()>);

impl<'a> Args<'a> {
    /// Takes bytes that are only read.
    #[inline]
    pub(crate) fn bytes(
        &self,
        what: &'static str,
        pointer: *const u8,
        len: usize,
    ) -> Result<&'a [u8], Failure> {
        self.items(what, pointer, len)
    }

    /// Takes an array that is only read.
    #[inline]
    pub(crate) fn items<T: Copy>(
        &self,
        what: &'static str,
        pointer: *const T,
        len: usize,
    ) -> Result<&'a [T], Failure> {
        if pointer.is_null() {
            return if len == 0 { Ok(&[]) } else { Err(Misuse::Null { what }.into()) };
        }
        check_size::<T>(what, pointer, len)?;
        // SAFETY: not null, aligned, not longer than an object can be; the rest is the contract.
        Ok(unsafe { slice::from_raw_parts(pointer, len) })
    }

    /// Takes bytes that are only read, as many as the type has.
    pub(crate) fn array<const N: usize>(
        &self,
        what: &'static str,
        pointer: *const u8,
        len: usize,
    ) -> Result<[u8; N], Failure> {
        let bytes = self.bytes(what, pointer, len)?;
        bytes.try_into().map_err(|_| Misuse::WrongLength { what, len, want: N }.into())
    }

    /// Takes a text.
    pub(crate) fn text(
        &self,
        what: &'static str,
        pointer: *const u8,
        len: usize,
    ) -> Result<&'a str, Failure> {
        let bytes = self.bytes(what, pointer, len)?;
        std::str::from_utf8(bytes).map_err(|_| Misuse::NotUtf8 { what }.into())
    }

    /// Takes a struct that is only read; null is none.
    #[inline]
    pub(crate) fn optional<T: Copy>(
        &self,
        what: &'static str,
        pointer: *const T,
    ) -> Result<Option<T>, Failure> {
        if pointer.is_null() {
            return Ok(None);
        }
        check_size::<T>(what, pointer, 1)?;
        // SAFETY: not null, aligned; the rest is the contract.
        Ok(Some(unsafe { pointer.read() }))
    }

    /// Takes the place of an output.
    #[inline]
    pub(crate) fn output<T: Copy>(
        &self,
        what: &'static str,
        pointer: *mut T,
    ) -> Result<Output<'a, T>, Failure> {
        check_size::<T>(what, pointer, 1)?;
        let pointer = NonNull::new(pointer).ok_or(Misuse::Null { what })?;
        Ok(Output { pointer, lifetime: PhantomData })
    }

    /// Takes the place of an output that the caller may do without.
    #[inline]
    pub(crate) fn optional_output<T: Copy>(
        &self,
        what: &'static str,
        pointer: *mut T,
    ) -> Result<Option<Output<'a, T>>, Failure> {
        if pointer.is_null() { Ok(None) } else { self.output(what, pointer).map(Some) }
    }

    /// Takes a buffer for output.
    #[inline]
    pub(crate) fn bytes_out(
        &self,
        what: &'static str,
        pointer: *mut u8,
        size: usize,
    ) -> Result<Buffer<'a, u8>, Failure> {
        self.items_out(what, pointer, size)
    }

    /// Takes an array for output.
    #[inline]
    pub(crate) fn items_out<T: Copy>(
        &self,
        what: &'static str,
        pointer: *mut T,
        size: usize,
    ) -> Result<Buffer<'a, T>, Failure> {
        if pointer.is_null() && size != 0 {
            return Err(Misuse::Null { what }.into());
        }
        check_size::<T>(what, pointer, size)?;
        let pointer = NonNull::new(pointer).unwrap_or(NonNull::dangling());
        Ok(Buffer { pointer, size, lifetime: PhantomData })
    }

    /// Takes a frame that is worked on where it lies. It must have been written before.
    #[inline]
    pub(crate) fn in_place(
        &self,
        what: &'static str,
        pointer: *mut u8,
        size: usize,
    ) -> Result<InPlace<'a>, Failure> {
        Ok(InPlace(self.items_out(what, pointer, size)?))
    }
}

#[inline]
fn check_size<T>(what: &'static str, pointer: *const T, len: usize) -> Result<(), Failure> {
    let size = len.checked_mul(size_of::<T>()).filter(|&size| isize::try_from(size).is_ok());
    let end = size.and_then(|size| pointer.addr().checked_add(size));
    if end.is_none() {
        return Err(Misuse::LengthTooLarge { what, len }.into());
    }
    if align_of::<T>() > 1 && !pointer.addr().is_multiple_of(align_of::<T>()) {
        return Err(Misuse::Unaligned { what }.into());
    }
    Ok(())
}

/// Where one output goes. Nothing of it is read.
#[derive(Clone, Copy)]
pub(crate) struct Output<'a, T> {
    pointer: NonNull<T>,
    lifetime: PhantomData<&'a mut T>,
}

impl<T: Copy> Output<'_, T> {
    #[inline]
    pub(crate) fn write(self, value: T) {
        // SAFETY: not null and aligned; that it may be written is the contract.
        unsafe { self.pointer.write(value) }
    }
}

/// Where bytes or items of an output go. Nothing of it is read before it is written.
#[derive(Clone, Copy)]
pub(crate) struct Buffer<'a, T> {
    pointer: NonNull<T>,
    size: usize,
    lifetime: PhantomData<&'a mut [T]>,
}

impl<'a, T: Copy> Buffer<'a, T> {
    pub(crate) fn size(&self) -> usize {
        self.size
    }

    /// Replaces one item, of which `f` is given what C wrote there.
    pub(crate) fn update(&self, n: usize, f: impl FnOnce(T) -> T) {
        if n < self.size {
            // SAFETY: n is below the size, for which the buffer is valid, and C has written it. No
            // reference is made, so that `f` may write through pointers in it.
            unsafe {
                let item = self.pointer.add(n);
                item.write(f(item.read()));
            }
        }
    }

    /// Copies all of `items`, or nothing when the buffer is too small.
    pub(crate) fn copy_from(&self, items: &[T]) -> Result<usize, Failure> {
        let (needed, available) = (items.len(), self.size);
        if needed > available {
            return Err(Misuse::BufferTooSmall { needed, available }.into());
        }
        for (n, &item) in items.iter().enumerate() {
            // SAFETY: n is below the size, for which the buffer is valid; no reference to it is
            // made, so that `items` may be anything.
            unsafe { self.pointer.add(n).write(item) }
        }
        Ok(needed)
    }
}

impl<'a> Buffer<'a, u8> {
    /// Refuses to share bytes with an input.
    #[inline]
    pub(crate) fn apart_from(self, input: &[u8]) -> Result<Self, Failure> {
        let (start, end) = (self.pointer.addr().get(), input.as_ptr().addr());
        let overlaps = start < end.wrapping_add(input.len()) && end < start.wrapping_add(self.size);
        // Nothing overlaps with what has no bytes.
        if overlaps && self.size > 0 && !input.is_empty() {
            return Err(Misuse::Overlap.into());
        }
        Ok(self)
    }

    /// Gives the bytes to write to. Reading them before gives nothing that C has not given.
    ///
    /// Callers have checked that the buffer is apart from every input.
    #[inline]
    pub(crate) fn writable(self) -> &'a mut [u8] {
        // SAFETY: valid by contract, and apart from every other slice of this call. C hands out
        // memory that it may not have written; reading such bytes is defined once they have come
        // across the language boundary, where no compiler sees that they were not.
        unsafe { slice::from_raw_parts_mut(self.pointer.as_ptr(), self.size) }
    }

    /// Gives the bytes, zeroed.
    pub(crate) fn zeroed(self) -> &'a mut [u8] {
        // SAFETY: valid by contract.
        let bytes = unsafe {
            slice::from_raw_parts_mut(self.pointer.as_ptr().cast::<MaybeUninit<u8>>(), self.size)
        };
        bytes.fill(MaybeUninit::new(0));
        self.writable()
    }
}

/// A frame in C's buffer that is sealed or opened where it lies.
pub(crate) struct InPlace<'a>(Buffer<'a, u8>);

impl<'a> InPlace<'a> {
    #[inline]
    pub(crate) fn apart_from(self, input: &[u8]) -> Result<&'a mut [u8], Failure> {
        self.0.apart_from(input).map(Buffer::writable)
    }
}
