//! What a listener is told: in order, by one thread at a time, with nothing locked.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// As many wait at most, for a listener that is stuck. What does not fit stays where it came up, and
/// there are bounds of its own.
const MAX_WAITING: usize = 1024;

/// What is still to be told.
pub(crate) struct Delivery<T>(Mutex<Queue<T>>);

struct Queue<T> {
    waiting: VecDeque<T>,
    /// A thread is telling; it takes along what comes meanwhile.
    is_telling: bool,
}

impl<T> Delivery<T> {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(Queue { waiting: VecDeque::new(), is_telling: false }))
    }

    /// Adds something. The caller holds the lock under which it came up, so that the order is
    /// that of what happened. No more is taken than there is room for.
    pub(crate) fn add(&self, what: impl IntoIterator<Item = T>) {
        let mut queue = self.lock();
        let room = MAX_WAITING.saturating_sub(queue.waiting.len());
        queue.waiting.extend(what.into_iter().take(room));
    }

    /// Tells all there is, unless another thread does, or this one a few calls up. What a listener
    /// throws is its own loss: the others are told all the same.
    pub(crate) fn tell(&self, listener: impl Fn(T)) {
        let mut queue = self.lock();
        if std::mem::replace(&mut queue.is_telling, true) {
            return;
        }
        while let Some(what) = queue.waiting.pop_front() {
            drop(queue);
            let _ = catch_unwind(AssertUnwindSafe(|| listener(what)));
            queue = self.lock();
        }
        queue.is_telling = false;
    }

    fn lock(&self) -> MutexGuard<'_, Queue<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listener_that_calls_back_hears_the_rest_in_order() {
        let (delivery, heard) = (Delivery::new(), Mutex::new(Vec::new()));
        delivery.add([1, 2]);
        delivery.tell(|number| {
            heard.lock().unwrap().push(number);
            if number == 1 {
                delivery.add([3]);
                delivery.tell(|_| panic!("the outer one tells"));
            }
        });
        assert_eq!(*heard.lock().unwrap(), [1, 2, 3]);
    }

    #[test]
    fn what_finds_no_room_stays_where_it_is() {
        let delivery = Delivery::new();
        let mut endless = 0_usize..;
        delivery.add(&mut endless);
        delivery.add(&mut endless);
        let heard = Mutex::new(Vec::new());
        delivery.tell(|number| heard.lock().unwrap().push(number));
        assert_eq!(*heard.lock().unwrap(), (0..MAX_WAITING).collect::<Vec<_>>());
        assert_eq!(endless.next(), Some(MAX_WAITING));
    }

    #[test]
    fn a_listener_that_throws_hears_the_rest() {
        let (delivery, heard) = (Delivery::new(), Mutex::new(Vec::new()));
        delivery.add([1, 2]);
        delivery.tell(|number| {
            assert!(number != 1, "thrown by a listener");
            heard.lock().unwrap().push(number);
        });
        delivery.add([3]);
        delivery.tell(|number| heard.lock().unwrap().push(number));
        assert_eq!(*heard.lock().unwrap(), [2, 3]);
    }
}
