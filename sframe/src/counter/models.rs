//! Every order in which threads take counters. `cargo xtask harden loom` runs these.

use alloc::sync::{Arc, Weak};
use alloc::vec::Vec;
use core::sync::atomic::Ordering::Relaxed;
use std::sync::{Mutex, OnceLock};

use loom::thread;

use super::{CounterStore, Counters, KeyFingerprint, MemoryCounters, flag};
use crate::error::CounterStoreError as Error;
use crate::sync::{AtomicBool, Fault, control, model, model_within};

const KEY: KeyFingerprint = KeyFingerprint([7; 16]);

/// What a store answers.
#[derive(Clone, Copy)]
enum Answer {
    /// The next counters, behind so many that somebody else has.
    Lease(u64),
    Fail,
    /// Counters that were given before.
    Back,
}

/// A store that answers as written down, and then always with the next counters. It says when
/// it is asked by two threads at once.
struct Script {
    answers: &'static [Answer],
    state: Mutex<State>,
    is_asked: AtomicBool,
}

#[derive(Default)]
struct State {
    asked: usize,
    next: u64,
    leases: Vec<(u64, u64)>,
}

impl Script {
    fn new(answers: &'static [Answer]) -> Arc<Self> {
        Arc::new(Self { answers, state: Mutex::default(), is_asked: AtomicBool::new(false) })
    }

    /// Everything that was leased and handed out, in order.
    fn leased_below(&self, end: u64) -> Vec<u64> {
        let leases = self.state.lock().unwrap().leases.clone();
        leases.iter().flat_map(|&(first, end)| first..end).filter(|&one| one < end).collect()
    }
}

impl CounterStore for Script {
    fn lease(&self, _: &KeyFingerprint, count: u64) -> Result<u64, Error> {
        assert!(!self.is_asked.swap(true, Relaxed), "asked by two threads at once");
        thread::yield_now(); // a store takes its time
        let answer = {
            let mut state = self.state.lock().unwrap();
            let answer = self.answers.get(state.asked).copied().unwrap_or(Answer::Lease(0));
            state.asked += 1;
            match answer {
                Answer::Lease(skipped) => {
                    let first = state.next + skipped;
                    let end = first + count;
                    state.next = end;
                    state.leases.push((first, end));
                    Ok(first)
                }
                Answer::Fail => Err(Error::Unavailable),
                Answer::Back => Ok(state.next.saturating_sub(1)),
            }
        };
        self.is_asked.store(false, Relaxed);
        answer
    }
}

/// Lets threads take counters until each has so many answers; gives all of them.
fn take(counters: &Arc<Counters>, threads: usize, each: usize) -> Vec<Result<u64, Error>> {
    let work =
        move |counters: &Counters| -> Vec<_> { (0..each).map(|_| counters.take()).collect() };
    let others: Vec<_> = (1..threads)
        .map(|_| {
            let counters = Arc::clone(counters);
            thread::spawn(move || work(&counters))
        })
        .collect();
    let mut answers = work(counters);
    others.into_iter().for_each(|other| answers.extend(other.join().unwrap()));
    answers
}

fn none_twice(answers: &[Result<u64, Error>]) -> Vec<u64> {
    let mut taken: Vec<_> = answers.iter().filter_map(|answer| answer.ok()).collect();
    taken.sort_unstable();
    assert!(taken.windows(2).all(|two| two[0] < two[1]), "a counter came twice: {taken:?}");
    taken
}

/// No counter comes twice, none is lost inside a lease, and nobody is refused but by the store.
fn check(answers: &'static [Answer], lease: u64, threads: usize, each: usize) {
    let store = Script::new(answers);
    let Ok(counters) = Counters::new(store.clone(), KEY, lease) else {
        panic!("the first answer is a lease")
    };
    let counters = Arc::new(counters);
    let answers = take(&counters, threads, each);
    let taken = none_twice(&answers);
    assert_eq!(taken, store.leased_below(counters.peek()), "lost, or not leased");
    let scripted = store.answers;
    let refusals =
        |what: fn(&Answer) -> bool| scripted.iter().filter(|&answer| what(answer)).count();
    let given = |error| answers.iter().filter(|&&answer| answer == Err(error)).count();
    assert!(given(Error::Unavailable) <= refusals(|answer| matches!(answer, Answer::Fail)));
    assert!(given(Error::WentBack) <= refusals(|answer| matches!(answer, Answer::Back)));
    let refused = given(Error::Unavailable) + given(Error::WentBack);
    assert_eq!(taken.len() + refused, threads * each, "refused for another reason");
}

#[test]
fn two_threads_with_leases_of_one() {
    model_within("two threads, leases of one", 3, || check(&[], 1, 2, 2));
}

#[test]
fn two_threads_with_leases_of_two_and_a_gap() {
    model("two threads, leases of two with a gap", || {
        check(&[Answer::Lease(0), Answer::Lease(5)], 2, 2, 2);
    });
}

#[test]
fn three_threads() {
    model_within("three threads, leases of two", 2, || check(&[], 2, 3, 2));
}

#[test]
fn a_store_that_fails() {
    model("a store that fails once", || {
        check(&[Answer::Lease(0), Answer::Fail, Answer::Lease(1)], 1, 2, 2);
    });
}

#[test]
fn a_store_that_goes_back() {
    model("a store that goes back once", || {
        check(&[Answer::Lease(3), Answer::Back, Answer::Lease(0)], 2, 2, 2);
    });
}

#[test]
fn two_encryptors_over_one_ledger() {
    model("two encryptors over one ledger", || {
        let store: Arc<dyn CounterStore> = Arc::new(MemoryCounters::default());
        let counters = || Counters::new(Arc::clone(&store), KEY, 1).map_err(drop).unwrap();
        let (one, other) = (counters(), counters());
        let take = |counters: &Counters| [(); 3].map(|()| counters.take());
        let there = thread::spawn(move || take(&other));
        let mut answers = take(&one).to_vec();
        answers.extend(there.join().unwrap());
        assert_eq!(none_twice(&answers), [0, 1, 2, 3, 4, 5]);
    });
}

/// A store that takes counters itself, of another key or its own.
struct Greedy {
    store: MemoryCounters,
    asks: OnceLock<Weak<Counters>>,
}

impl CounterStore for Greedy {
    fn lease(&self, key: &KeyFingerprint, count: u64) -> Result<u64, Error> {
        let other = self.asks.get().and_then(Weak::upgrade);
        // Either it gets one, or it is told that there is none to be had now.
        if let Some(Err(error)) = other.map(|other| other.take()) {
            assert_eq!(error, Error::Unavailable);
        }
        self.store.lease(key, count)
    }
}

fn greedy(key: u8) -> (Arc<Greedy>, Arc<Counters>) {
    let store = Arc::new(Greedy { store: MemoryCounters::default(), asks: OnceLock::new() });
    let counters = Counters::new(store.clone(), KeyFingerprint([key; 16]), 1).map_err(drop);
    (store, Arc::new(counters.unwrap()))
}

#[test]
fn stores_that_take_counters_themselves_come_to_an_end() {
    model_within("a store that takes its own counters", 2, || {
        let (store, counters) = greedy(1);
        let _set_once = store.asks.set(Arc::downgrade(&counters));
        none_twice(&take(&counters, 2, 2));
    });
    model_within("two stores that take each other's", 2, || {
        let (one, of_one) = greedy(1);
        let (other, of_other) = greedy(2);
        let _set_once = one.asks.set(Arc::downgrade(&of_other));
        let _set_once = other.asks.set(Arc::downgrade(&of_one));
        let there = thread::spawn(move || {
            none_twice(&[of_other.take(), of_other.take()]);
        });
        none_twice(&[of_one.take(), of_one.take()]);
        there.join().unwrap();
    });
}

#[test]
fn the_lock_without_an_operating_system() {
    model("the lock without an operating system", || {
        let (lock, inside) = (Arc::new(flag::Lock::default()), Arc::new(AtomicBool::new(false)));
        let work = |lock: &flag::Lock, inside: &AtomicBool| {
            let _guard = lock.lock().unwrap();
            // Seen by whoever comes next without an order of its own: the lock's must do.
            assert!(!inside.load(Relaxed), "two are inside");
            inside.store(true, Relaxed);
            inside.store(false, Relaxed);
        };
        let (there_lock, there_inside) = (Arc::clone(&lock), Arc::clone(&inside));
        let there = thread::spawn(move || (0..2).for_each(|_| work(&there_lock, &there_inside)));
        (0..2).for_each(|_| work(&lock, &inside));
        there.join().unwrap();
    });
}

#[test]
fn control_exchanges_that_are_torn() {
    control("counters with torn exchanges", Fault::Torn, &["came twice"], || check(&[], 4, 2, 1));
}
