//! Sees every heap block that this thread takes and gives back, C code's included: the test
//! binary defines `malloc` and its family itself and forwards to glibc.
#![allow(dead_code, unused_imports)] // each test binary uses its part
#![allow(clippy::indexing_slicing, clippy::cast_possible_truncation, missing_docs)]
#![allow(clippy::undocumented_unsafe_blocks)]

/// Says whether the hook works here, and prints why not.
pub(crate) fn hooked() -> bool {
    let hooked = cfg!(all(target_os = "linux", target_env = "gnu", not(sanitized)));
    if !hooked {
        println!(
            "skipped: only glibc lets a test forward malloc, and no sanitizer may be in its place"
        );
    }
    hooked
}

#[cfg(all(target_os = "linux", target_env = "gnu", not(sanitized)))]
pub(crate) use glibc::{allocations, freed_with, live_bytes, with_blocks_up_to, without_memory};

#[cfg(not(all(target_os = "linux", target_env = "gnu", not(sanitized))))]
pub(crate) use elsewhere::{
    allocations, freed_with, live_bytes, with_blocks_up_to, without_memory,
};

#[cfg(not(all(target_os = "linux", target_env = "gnu", not(sanitized))))]
mod elsewhere {
    pub(crate) fn allocations() -> u64 {
        0
    }
    pub(crate) fn live_bytes() -> i64 {
        0
    }
    pub(crate) fn freed_with(_: &[(String, Vec<u8>)], act: impl FnOnce()) -> Vec<String> {
        act();
        Vec::new()
    }
    pub(crate) fn without_memory<T>(act: impl FnOnce() -> T) -> T {
        act()
    }
    pub(crate) fn with_blocks_up_to<T>(_: i64, act: impl FnOnce() -> T) -> T {
        act()
    }
}

#[cfg(all(target_os = "linux", target_env = "gnu", not(sanitized)))]
mod glibc {
    use std::cell::Cell;
    use std::ffi::{c_int, c_void};
    use std::ptr;

    type Needles = &'static [(String, Vec<u8>)];

    // Neither is made lazily nor dropped, so the hook may use them at any time.
    thread_local! {
        static ALLOCATIONS: Cell<u64> = const { Cell::new(0) };
        static LIVE: Cell<i64> = const { Cell::new(0) };
        static LARGEST: Cell<i64> = const { Cell::new(i64::MAX) };
        static NEEDLES: Cell<Needles> = const { Cell::new(&[]) };
        static HITS: Cell<u128> = const { Cell::new(0) };
    }

    /// Counts the blocks that this thread has ever taken.
    pub(crate) fn allocations() -> u64 {
        ALLOCATIONS.get()
    }

    /// Gives the bytes that this thread has taken and not given back.
    pub(crate) fn live_bytes() -> i64 {
        LIVE.get()
    }

    /// Runs `act` while this thread gets no more blocks.
    pub(crate) fn without_memory<T>(act: impl FnOnce() -> T) -> T {
        with_blocks_up_to(-1, act)
    }

    /// Runs `act` while this thread gets no block of more than so many bytes.
    pub(crate) fn with_blocks_up_to<T>(bytes: i64, act: impl FnOnce() -> T) -> T {
        LARGEST.set(bytes);
        let done = act();
        LARGEST.set(i64::MAX);
        done
    }

    /// Runs `act` and names the `secrets` found in blocks that it gave back.
    pub(crate) fn freed_with(secrets: &[(String, Vec<u8>)], act: impl FnOnce()) -> Vec<String> {
        assert!(secrets.len() <= 128, "one bit each");
        let needles: Needles = Box::leak(secrets.to_vec().into_boxed_slice());
        HITS.set(0);
        NEEDLES.set(needles);
        act();
        NEEDLES.set(&[]);
        let hit = |at: &usize| HITS.get() >> at & 1 == 1;
        (0..needles.len()).filter(hit).map(|at| needles[at].0.clone()).collect()
    }

    unsafe extern "C" {
        fn __libc_malloc(size: usize) -> *mut c_void;
        fn __libc_calloc(count: usize, size: usize) -> *mut c_void;
        fn __libc_memalign(align: usize, size: usize) -> *mut c_void;
        fn __libc_free(block: *mut c_void);
        fn malloc_usable_size(block: *mut c_void) -> usize;
        fn memmem(hay: *const c_void, len: usize, needle: *const u8, n: usize) -> *const c_void;
    }

    fn taken(block: *mut c_void) -> *mut c_void {
        if size_of_block(block) > LARGEST.get() {
            // SAFETY: it was just made, and nobody has it.
            unsafe { __libc_free(block) };
            return ptr::null_mut();
        }
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        LIVE.set(LIVE.get() + size_of_block(block));
        block
    }

    fn size_of_block(block: *mut c_void) -> i64 {
        // SAFETY: null or a block of glibc's that was not given back.
        unsafe { malloc_usable_size(block) as i64 }
    }

    fn secrets_in(block: *mut c_void) -> u128 {
        let mut hits = 0;
        for (at, (_, needle)) in NEEDLES.get().iter().enumerate() {
            let len = size_of_block(block) as usize;
            // SAFETY: all of a block's usable bytes may be read.
            if !unsafe { memmem(block, len, needle.as_ptr(), needle.len()) }.is_null() {
                hits |= 1 << at;
            }
        }
        hits
    }

    // SAFETY of all that follow: the contracts are those of C, and glibc does the work.

    #[unsafe(no_mangle)]
    unsafe extern "C" fn malloc(size: usize) -> *mut c_void {
        taken(unsafe { __libc_malloc(size) })
    }

    #[unsafe(no_mangle)]
    unsafe extern "C" fn calloc(count: usize, size: usize) -> *mut c_void {
        taken(unsafe { __libc_calloc(count, size) })
    }

    #[unsafe(no_mangle)]
    unsafe extern "C" fn memalign(align: usize, size: usize) -> *mut c_void {
        taken(unsafe { __libc_memalign(align, size) })
    }

    #[unsafe(no_mangle)]
    unsafe extern "C" fn aligned_alloc(align: usize, size: usize) -> *mut c_void {
        taken(unsafe { __libc_memalign(align, size) })
    }

    #[unsafe(no_mangle)]
    unsafe extern "C" fn posix_memalign(out: *mut *mut c_void, align: usize, size: usize) -> c_int {
        const ENOMEM: c_int = 12;
        let block = taken(unsafe { __libc_memalign(align, size) });
        unsafe { *out = block };
        if block.is_null() { ENOMEM } else { 0 }
    }

    /// Always moves the block: whether one can grow where it lies is the allocator's mood.
    #[unsafe(no_mangle)]
    unsafe extern "C" fn realloc(old: *mut c_void, size: usize) -> *mut c_void {
        let new = taken(unsafe { __libc_malloc(size) });
        if !new.is_null() && !old.is_null() {
            let len = size.min(size_of_block(old) as usize);
            unsafe { ptr::copy_nonoverlapping(old.cast::<u8>(), new.cast::<u8>(), len) };
            unsafe { free(old) };
        }
        new
    }

    /// Looks into the block and then clears it, so that nothing stale is found in the next one
    /// at its place.
    #[unsafe(no_mangle)]
    unsafe extern "C" fn free(block: *mut c_void) {
        if block.is_null() {
            return;
        }
        let len = size_of_block(block);
        HITS.set(HITS.get() | secrets_in(block));
        LIVE.set(LIVE.get() - len);
        unsafe { ptr::write_bytes(block.cast::<u8>(), 0, len as usize) };
        unsafe { __libc_free(block) };
    }
}
