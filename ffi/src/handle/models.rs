//! Every order in which threads make, use and free what C has handles to. Loom watches the place
//! of each object: whoever reads or writes it beside a writer, or without having waited for
//! one, fails the model. `cargo xtask harden loom` runs these.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;

use frameseal::call::CallSecret;
use frameseal::{BaseKey, CipherSuite, RatchetBits, SenderKey};
use loom::thread;

use super::{exclude, insert, live, remove, share};
use crate::callback;
use crate::failure::{Failure, Misuse};
use crate::sync::{AtomicBool, AtomicU64, Fault, control, model, model_within};

type Key = Box<SenderKey>;

/// A key that can be told from others by its generation.
fn key(generation: u64) -> Key {
    let (suite, base_key) = (CipherSuite::AES_128_GCM_SHA256_128, BaseKey::new(&[7; 16]));
    let bits = RatchetBits::new(4).unwrap();
    Box::new(SenderKey::new(suite, bits, generation, base_key.unwrap()).unwrap())
}

fn alone(handle: u64) -> Result<u64, Failure> {
    exclude(handle, |key: &mut Key| Ok(key.id().generation))
}

fn shared(handle: u64) -> Result<u64, Failure> {
    share(handle, |key: &Key| Ok(key.id().generation))
}

/// The object as it was made, or nothing.
fn is_or_stale(result: Result<u64, Failure>, generation: u64) {
    match result {
        Ok(found) => assert_eq!(found, generation, "another object"),
        Err(error) => assert!(is(error, &Misuse::Stale)),
    }
}

fn is(error: Failure, expected: &Misuse) -> bool {
    matches!(error, Failure::Misuse(misuse) if misuse == *expected)
}

#[test]
fn a_handle_that_was_told_without_order() {
    model("made here, used there", || {
        let told = Arc::new(AtomicU64::new(0));
        let there = {
            let told = Arc::clone(&told);
            thread::spawn(move || match told.load(Relaxed) {
                0 => {}
                handle => is_or_stale(shared(handle), 7),
            })
        };
        let handle = insert(key(7)).unwrap();
        told.store(handle, Relaxed);
        there.join().unwrap();
        assert_eq!(alone(handle).unwrap(), 7);
        remove::<Key>(handle).unwrap();
    });
}

#[test]
fn two_that_make_objects_at_once() {
    model_within("two make objects", 3, || {
        let first = insert(key(1)).unwrap();
        // The next segment has two slots and is not there yet.
        let there = thread::spawn(|| insert(key(2)).unwrap());
        let third = insert(key(3)).unwrap();
        let second = there.join().unwrap();
        for (handle, generation) in [(first, 1), (second, 2), (third, 3)] {
            assert_eq!(alone(handle).unwrap(), generation);
        }
        assert_eq!(live(), 3);
        [first, second, third].into_iter().for_each(|handle| remove::<Key>(handle).unwrap());
        assert_eq!(live(), 0);
    });
}

#[test]
fn one_at_a_time_until_it_is_freed() {
    for (name, user) in [
        ("one uses, one frees", alone as fn(u64) -> Result<u64, Failure>),
        ("one shares, one frees", shared),
    ] {
        model(name, move || {
            let handle = insert(key(7)).unwrap();
            let user = thread::spawn(move || is_or_stale(user(handle), 7));
            remove::<Key>(handle).unwrap();
            user.join().unwrap();
        });
    }
    model_within("one uses, one shares, one frees", 2, || {
        let handle = insert(key(7)).unwrap();
        let one = thread::spawn(move || is_or_stale(alone(handle), 7));
        let other = thread::spawn(move || is_or_stale(shared(handle), 7));
        remove::<Key>(handle).unwrap();
        assert!(is(alone(handle).unwrap_err(), &Misuse::Stale));
        one.join().unwrap();
        other.join().unwrap();
        assert_eq!(live(), 0);
    });
    model_within("two use, one frees", 1, || {
        let handle = insert(key(7)).unwrap();
        let users = [(); 2].map(|()| thread::spawn(move || is_or_stale(alone(handle), 7)));
        remove::<Key>(handle).unwrap();
        users.into_iter().for_each(|user| user.join().unwrap());
    });
    model_within("two share, one frees", 1, || {
        let handle = insert(key(7)).unwrap();
        let users = [(); 2].map(|()| thread::spawn(move || is_or_stale(shared(handle), 7)));
        remove::<Key>(handle).unwrap();
        users.into_iter().for_each(|user| user.join().unwrap());
    });
}

#[test]
fn freed_once() {
    model_within("two free, one uses", 2, || {
        let handle = insert(key(7)).unwrap();
        let user = thread::spawn(move || is_or_stale(alone(handle), 7));
        let other = thread::spawn(move || remove::<Key>(handle).is_ok());
        let here = remove::<Key>(handle).is_ok();
        assert!(here ^ other.join().unwrap(), "freed twice, or never");
        user.join().unwrap();
        assert_eq!(live(), 0);
    });
}

#[test]
fn a_stale_handle_never_finds_what_came_after() {
    model_within("a slot that is used again for another kind", 3, || {
        let old = insert(key(7)).unwrap();
        let user = thread::spawn(move || {
            is_or_stale(alone(old), 7);
            is_or_stale(shared(old), 7);
        });
        remove::<Key>(old).unwrap();
        let new = insert(CallSecret::new(&[7; 32])).unwrap();
        assert_eq!(super::index_of(new), super::index_of(old));
        user.join().unwrap();
        share(new, |_: &CallSecret| Ok(())).unwrap();
        remove::<CallSecret>(new).unwrap();
    });
    model_within("a slot that is used again for the same kind", 3, || {
        let old = insert(key(7)).unwrap();
        let user = thread::spawn(move || {
            is_or_stale(alone(old), 7);
            assert!(remove::<Key>(old).is_err() || live() == 0, "what came after was freed");
        });
        if remove::<Key>(old).is_ok() {
            let new = insert(key(8)).unwrap();
            assert_eq!(alone(new).unwrap(), 8);
            remove::<Key>(new).unwrap();
        }
        user.join().unwrap();
        assert_eq!(live(), 0);
    });
}

#[test]
fn a_panic_poisons_for_everybody() {
    model_within("a panic while others come", 3, || {
        let handle = insert(key(7)).unwrap();
        let other = thread::spawn(move || match shared(handle) {
            Ok(generation) => assert_eq!(generation, 7),
            Err(error) => assert!(is(error, &Misuse::Poisoned)),
        });
        let panicked = catch_unwind(AssertUnwindSafe(|| {
            share(handle, |_: &Key| -> Result<(), Failure> { resume_unwind(Box::new(())) })
        }));
        assert!(panicked.is_err());
        other.join().unwrap();
        assert!(is(alone(handle).unwrap_err(), &Misuse::Poisoned));
        remove::<Key>(handle).unwrap();
    });
}

#[test]
fn callbacks_that_want_each_others_objects_come_to_an_end() {
    model_within("two callbacks that free each other's objects", 2, || {
        let (one, other) = (insert(key(1)).unwrap(), insert(key(2)).unwrap());
        let inside = |mine: u64, yours: u64| {
            exclude(mine, |_: &mut Key| {
                callback::run(|| match remove::<Key>(yours) {
                    Ok(()) => {}
                    Err(error) => {
                        assert!(is(error, &Misuse::Busy));
                    }
                });
                Ok(())
            })
        };
        let there = thread::spawn(move || match inside(other, one) {
            Ok(()) => {}
            Err(error) => assert!(is(error, &Misuse::Stale)),
        });
        match inside(one, other) {
            Ok(()) => {}
            Err(error) => assert!(is(error, &Misuse::Stale)),
        }
        there.join().unwrap();
    });
}

/// Two that use an object alone.
fn two_alone() {
    let handle = insert(key(7)).unwrap();
    let inside = Arc::new(AtomicBool::new(false));
    let work = move |inside: &AtomicBool| {
        exclude(handle, |key: &mut Key| {
            assert!(!inside.swap(true, Relaxed), "two are inside");
            key.ratchet();
            inside.store(false, Relaxed);
            Ok(())
        })
        .unwrap();
    };
    let there = {
        let inside = Arc::clone(&inside);
        thread::spawn(move || work(&inside))
    };
    work(&inside);
    there.join().unwrap();
}

#[test]
fn one_at_a_time() {
    model("two use, one at a time", two_alone);
}

#[test]
fn control_exchanges_that_are_torn() {
    control(
        "handles with torn exchanges",
        Fault::Torn,
        &["two are inside", "riting to", "ausality"],
        two_alone,
    );
}

#[test]
fn control_nothing_is_ordered() {
    control("handles without orders", Fault::Relaxed, &["ausality"], two_alone);
}
