//! What a sanitizer must stop: `cargo xtask harden sanitizers` runs each of these by name.

#[test]
fn use_after_free() {
    let address = std::hint::black_box(Box::into_raw(Box::new([1u8; 64])));
    drop(unsafe { Box::from_raw(address) });
    assert_ne!(unsafe { address.cast::<u8>().read_volatile() }, 2);
}

#[test]
fn leak() {
    for _ in 0..10 {
        std::mem::forget(std::hint::black_box(vec![1u8; 1000]));
    }
}

#[test]
fn data_race() {
    static mut SHARED: u64 = 0;
    let add = || {
        for _ in 0..10_000 {
            unsafe {
                let shared = &raw mut SHARED;
                shared.write_volatile(shared.read_volatile() + 1);
            }
        }
    };
    let threads = [std::thread::spawn(add), std::thread::spawn(add)];
    threads.into_iter().for_each(|thread| thread.join().unwrap());
}
