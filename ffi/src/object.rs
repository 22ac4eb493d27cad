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
    "counter store" CounterStore(Store),
    "encryptor" Encryptor(Arc<Encryptor>),
    "decryptor" Decryptor(Box<Opener>),
    "sender key" SenderKey(Box<SenderKey>),
    "mls keys" MlsKeys(Box<Keys>),
    "reassembler" Reassembler(Box<Stream>),
    "livekit encryptor" LivekitEncryptor(Box<livekit::Encryptor>),
    "livekit decryptor" LivekitDecryptor(Box<livekit::Decryptor>),
    "jframe encryptor" JframeEncryptor(Box<jframe::Encryptor>),
    "jframe decryptor" JframeDecryptor(Box<jframe::Decryptor>),
    "dave encryptor" DaveEncryptor(Box<dave::Encryptor>),
    "dave decryptor" DaveDecryptor(Box<dave::Decryptor>),
    "getstream encryptor" GetstreamEncryptor(Arc<getstream::Encryptor>),
    "getstream decryptor" GetstreamDecryptor(Box<getstream::Decryptor>),
    "identity" Identity(DeviceIdentity),
    "call secret" CallSecret(CallSecret),
    "session" Session(Box<Joined>),
    "call state" CallState(Arc<CallState>),
}
