//! What a handle can stand for.

use std::sync::Arc;

use frameseal::call::{CallSecret, CallState, DeviceIdentity};
use frameseal::interop::{dave, getstream, jframe, livekit};
use frameseal::{Encryptor, SenderKey};

use crate::call::session::Joined;
use crate::counter_store::Store;
use crate::decryptor::Opener;
use crate::mls::Keys;
use crate::rtp::Stream;

/// An object that C has a handle to.
pub(crate) trait Handled: Sized {
    /// The kind's name.
    const KIND: &'static str;
    /// The kind's number, 1 to 255, which is a part of every handle.
    const NUMBER: u64;

    fn into_object(self) -> Object;
    fn from_ref(object: &Object) -> Option<&Self>;
    fn from_mut(object: &mut Object) -> Option<&mut Self>;
}

macro_rules! objects {
    ($($number:literal $kind:literal $variant:ident($type:ty),)*) => {
        /// Every kind of object, so that a handle of the wrong kind is told from the right one.
        pub(crate) enum Object {
            $($variant($type),)*
        }

        /// Gives the name of the kind with a number.
        pub(crate) fn kind(number: u64) -> Option<&'static str> {
            match number {
                $($number => Some($kind),)*
                _ => None,
            }
        }

        $(impl Handled for $type {
            const KIND: &'static str = $kind;
            const NUMBER: u64 = $number;

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
    1 "counter store" CounterStore(Store),
    2 "encryptor" Encryptor(Arc<Encryptor>),
    3 "decryptor" Decryptor(Box<Opener>),
    4 "sender key" SenderKey(Box<SenderKey>),
    5 "mls keys" MlsKeys(Box<Keys>),
    6 "reassembler" Reassembler(Box<Stream>),
    7 "livekit encryptor" LivekitEncryptor(Box<livekit::Encryptor>),
    8 "livekit decryptor" LivekitDecryptor(Box<livekit::Decryptor>),
    9 "jframe encryptor" JframeEncryptor(Box<jframe::Encryptor>),
    10 "jframe decryptor" JframeDecryptor(Box<jframe::Decryptor>),
    11 "dave encryptor" DaveEncryptor(Box<dave::Encryptor>),
    12 "dave decryptor" DaveDecryptor(Box<dave::Decryptor>),
    13 "getstream encryptor" GetstreamEncryptor(Arc<getstream::Encryptor>),
    14 "getstream decryptor" GetstreamDecryptor(Box<getstream::Decryptor>),
    15 "identity" Identity(DeviceIdentity),
    16 "call secret" CallSecret(CallSecret),
    17 "session" Session(Box<Joined>),
    18 "call state" CallState(Arc<CallState>),
}
