//! For bindings of other languages in the same library: objects of the engine that C's functions
//! know too, by a handle, and errors as C tells them.

use std::fmt;
use std::mem::ManuallyDrop;
use std::ops::Deref;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use frameseal::{Decryptor, Encryptor, KeyId};

use crate::decryptor::frameseal_decryptor;
use crate::encryptor::frameseal_encryptor;
use crate::error::frameseal_error_class;
use crate::failure::Failure;
use crate::result::frameseal_result;
use crate::{callback, fork, handle};

/// Any error of the engine, or of a handle, as C tells it.
#[derive(Clone, Copy, Debug)]
pub struct Refusal(Failure);

impl Refusal {
    /// Gives what C's functions give.
    pub fn result(&self) -> frameseal_result {
        self.0.result()
    }

    /// Gives whose fault it is.
    pub fn class(&self) -> frameseal_error_class {
        self.0.class()
    }

    /// Gives the KID it is about.
    pub fn kid(&self) -> Option<KeyId> {
        self.0.kid()
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for Refusal {}

#[allow(private_bounds)] // every error of the engine that there is
impl<E> From<E> for Refusal
where
    Failure: From<E>,
{
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

/// From the first call on, children of this process are noticed; there it refuses: a child would use
/// nonces twice. C's functions do so by themselves.
///
/// # Errors
/// [`Refusal`] in such a child.
pub fn watch_fork() -> Result<(), Refusal> {
    Ok(fork::watch()?)
}

/// Runs a function of the app, from inside which calls that would have to wait are refused. Gives
/// nothing when it panicked, or when this process is a forked child, also one that the function itself
/// made; in a child no function of the app is run.
pub fn call_app<R>(f: impl FnOnce() -> R) -> Option<R> {
    callback::ask(|| catch_unwind(AssertUnwindSafe(f)).ok()).flatten()
}

/// Says whether this thread is inside a function of the app.
pub fn is_in_callback() -> bool {
    callback::is_running()
}

/// Something of the engine that a forked child does not let go of: it could wait there for a lock whose
/// holder is a thread of its parent.
#[derive(Debug)]
pub struct Kept<T>(ManuallyDrop<T>);

impl<T> Kept<T> {
    /// Keeps it.
    pub fn new(what: T) -> Self {
        Self(ManuallyDrop::new(what))
    }
}

impl<T> Deref for Kept<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> Drop for Kept<T> {
    fn drop(&mut self) {
        if fork::check().is_ok() {
            // SAFETY: it is not used after this.
            unsafe { ManuallyDrop::drop(&mut self.0) };
        }
    }
}

/// An encryptor that C's functions know. It goes from C's table when this is dropped, but in a forked
/// child.
#[derive(Debug)]
pub struct SharedEncryptor {
    encryptor: Kept<Arc<Encryptor>>,
    handle: frameseal_encryptor,
}

impl SharedEncryptor {
    /// Gives an encryptor a handle.
    ///
    /// # Errors
    /// [`Refusal`] with too many objects, and in a forked child.
    pub fn new(encryptor: Arc<Encryptor>) -> Result<Self, Refusal> {
        let id = handle::insert(Arc::clone(&encryptor))?;
        Ok(Self { encryptor: Kept::new(encryptor), handle: frameseal_encryptor { id } })
    }

    /// Gives the encryptor, to seal with.
    ///
    /// # Errors
    /// As [`watch_fork`].
    pub fn get(&self) -> Result<&Arc<Encryptor>, Refusal> {
        watch_fork()?;
        Ok(&self.encryptor)
    }

    /// Gives the encryptor, to ask it something: nothing may be sealed with it.
    pub fn peek(&self) -> &Encryptor {
        &self.encryptor
    }

    /// Gives what C passes to functions that take encryptors.
    pub fn handle(&self) -> frameseal_encryptor {
        self.handle
    }
}

impl Drop for SharedEncryptor {
    fn drop(&mut self) {
        if fork::check().is_ok() {
            // Whoever made up the handle and freed it was there before.
            let _ = handle::remove::<Arc<Encryptor>>(self.handle.id);
        }
    }
}

/// A decryptor that C's functions know. It goes from C's table when this is dropped, but in a forked
/// child.
#[derive(Debug)]
pub struct SharedDecryptor(frameseal_decryptor);

impl SharedDecryptor {
    /// Gives a decryptor a handle.
    ///
    /// # Errors
    /// [`Refusal`] with too many objects, and in a forked child.
    pub fn new(decryptor: Decryptor) -> Result<Self, Refusal> {
        Ok(Self(frameseal_decryptor::adopt(decryptor)?))
    }

    /// Runs something that needs the decryptor alone; waits for frames that are being opened.
    ///
    /// # Errors
    /// [`Refusal`] after a panic inside, where waiting would be for itself, and in a forked child.
    pub fn with<R>(&self, f: impl FnOnce(&mut Decryptor) -> R) -> Result<R, Refusal> {
        watch_fork()?;
        Ok(self.0.with(|decryptor| Ok(f(decryptor)))?)
    }

    /// Gives what C passes to functions that take decryptors.
    pub fn handle(&self) -> frameseal_decryptor {
        self.0
    }
}

impl Drop for SharedDecryptor {
    fn drop(&mut self) {
        if fork::check().is_ok() {
            // Whoever made up the handle and freed it was there before.
            let _ = self.0.remove();
        }
    }
}
