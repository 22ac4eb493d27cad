//! What a handle can stand for.

use std::sync::Arc;

use frameseal::{Encryptor, SenderKey};

use crate::counter_store::Counters;
use crate::decryptor::Opener;

/// An object that C has a handle to.
pub(crate) trait Handled: Sized {
    const KIND: &'static str;

    fn into_object(self) -> Object;
    fn from_ref(object: &Object) -> Option<&Self>;
    fn from_mut(object: &mut Object) -> Option<&mut Self>;
}

macro_rules! objects {
    ($($kind:literal $variant:ident($type:ty),)*) => {
        /// Every kind of object, so that a handle of the wrong kind is told from the right one.
        pub(crate) enum Object {
            $($variant($type),)*
        }

        impl Object {
            pub(crate) fn kind(&self) -> &'static str {
                match self {
                    $(Self::$variant(_) => $kind,)*
                }
            }
        }

        $(impl Handled for $type {
            const KIND: &'static str = $kind;

            fn into_object(self) -> Object {
                Object::$variant(self)
            }

            #[inline]
            fn from_ref(object: &Object) -> Option<&Self> {
                match object {
                    Object::$variant(object) => Some(object),
                    _ => None,
                }
            }

            #[inline]
            fn from_mut(object: &mut Object) -> Option<&mut Self> {
                match object {
                    Object::$variant(object) => Some(object),
                    _ => None,
                }
            }
        })*
    };
}

// Those that are large are boxed, so that a slot of the table is small.
objects! {
    "counter store" Counters(Arc<Counters>),
    "encryptor" Encryptor(Arc<Encryptor>),
    "decryptor" Decryptor(Box<Opener>),
    "sender key" SenderKey(Box<SenderKey>),
}
