//! The deployed formats of LiveKit, Jitsi, GetStream and Discord. Legacy: an app names the format,
//! and nothing falls back to it.

use frameseal::interop::{
    LegacyDecryptError, LegacyEncryptError, dave, getstream, jframe, livekit,
};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::{Zeroize, Zeroizing};

use crate::failure::{failure, refused};
use crate::room::{self, HEADROOM, Outcome, Room};
use crate::{random, words};

/// What one key of a format is made of.
enum Material {
    LiveKit(livekit::KeyMaterial),
    JFrame(jframe::KeyMaterial),
    GetStream(getstream::Key),
    Dave(dave::SenderSecret),
}

impl Material {
    /// Takes the key of a format, and wipes its bytes. `material` says what they are: `bytes`, a
    /// `passphrase`, or what WebCrypto derived by `PBKDF2` or `HKDF`.
    fn new(format: &str, material: &str, key: &mut [u8]) -> Result<Self, JsValue> {
        let made = match (format, material) {
            ("livekit", "bytes") => {
                livekit::KeyMaterial::raw(key).map(Self::LiveKit).map_err(refused)
            }
            ("livekit", "passphrase") => {
                livekit::KeyMaterial::passphrase(&*key).map(Self::LiveKit).map_err(refused)
            }
            ("livekit", "PBKDF2") => Self::derived(livekit::Derivation::Pbkdf2, key),
            ("livekit", "HKDF") => Self::derived(livekit::Derivation::Hkdf, key),
            ("jframe", "bytes") => jframe::KeyMaterial::new(key).map(Self::JFrame).map_err(refused),
            ("getstream", "bytes") => {
                getstream::Key::new(key).map(Self::GetStream).map_err(refused)
            }
            ("dave", "bytes") => dave::SenderSecret::new(key).map(Self::Dave).map_err(refused),
            ("livekit" | "jframe" | "getstream" | "dave", _) => {
                Err(failure("NoFormat", "this format has no passphrases; give bytes"))
            }
            _ => Err(no_format(format)),
        };
        key.zeroize();
        made
    }

    fn derived(derivation: livekit::Derivation, bits: &[u8]) -> Result<Self, JsValue> {
        let bits = Zeroizing::new(words::array("a derived key", bits)?);
        Ok(Self::LiveKit(livekit::KeyMaterial::derived(derivation, &bits)))
    }
}

fn no_format(format: &str) -> JsValue {
    let message = format!("{format} is none of livekit, jframe, getstream and dave");
    failure("NoFormat", &message)
}

/// Encrypts one participant's frames in a deployed format.
#[wasm_bindgen]
pub struct LegacyEncryptor(Sender);

enum Sender {
    LiveKit(livekit::Encryptor),
    JFrame(jframe::Encryptor),
    GetStream(getstream::Encryptor),
    Dave(Box<dave::Encryptor>),
}

#[wasm_bindgen]
impl LegacyEncryptor {
    /// Makes an encryptor with a key, whose bytes are wiped, under an index where the format has
    /// one. Its counters live as long as this worker, and go on when the key is set again. Where a
    /// key is used longer than that, GetStream's random prefix and LiveKit's and Jitsi's SSRCs and
    /// timestamps keep nonces apart; Discord's format has nothing that does.
    ///
    /// # Errors
    /// Codes `NoFormat`, `BaseKeyTooShort`, `WrongLength`, `FieldTooWide`.
    #[wasm_bindgen(constructor)]
    pub fn new(format: &str, material: &str, index: u8, key: &mut [u8]) -> Result<Self, JsValue> {
        let counters = frameseal::MemoryCounters::of_this_process;
        Ok(Self(match Material::new(format, material, key)? {
            Material::LiveKit(material) => Sender::LiveKit(
                livekit::Encryptor::with_counters(&material, index, counters()).map_err(refused)?,
            ),
            Material::JFrame(material) => Sender::JFrame(
                jframe::Encryptor::with_counters(&material, index, counters()).map_err(refused)?,
            ),
            Material::GetStream(key) => {
                let prefix = random::bytes()?;
                let made = getstream::Encryptor::with_counters(&key, index, prefix, counters());
                Sender::GetStream(made.map_err(refused)?)
            }
            Material::Dave(secret) => {
                let made = dave::Encryptor::with_counters(secret, counters());
                Sender::Dave(Box::new(made.map_err(refused)?))
            }
        }))
    }

    /// Goes one step further, in LiveKit's and Jitsi's formats.
    ///
    /// # Errors
    /// Code `NoFormat` in the others.
    pub fn ratchet(&mut self) -> Result<(), JsValue> {
        match &mut self.0 {
            Sender::LiveKit(sender) => sender.ratchet().map_err(refused),
            Sender::JFrame(sender) => sender.ratchet().map_err(refused),
            Sender::GetStream(_) | Sender::Dave(_) => {
                Err(failure("NoFormat", "this format has no ratchet; change the key"))
            }
        }
    }

    /// Encrypts the `len` bytes in the room, and gives an outcome. `ssrc` and `timestamp` are
    /// those of the frame, for LiveKit's and Jitsi's nonces.
    pub fn seal(&mut self, codec: u32, len: usize, ssrc: u32, timestamp: u32) -> u32 {
        room::with(|room| {
            let Some(codec) = words::codec(codec) else {
                return room.refuse(Outcome::Usage, "this format needs a codec");
            };
            let most = livekit::max_len(codec, len)
                .max(getstream::max_len(codec, len))
                .max(jframe::max_len(len))
                .max(dave::Encryptor::max_len(len));
            room.make_out(most);
            let Room { buf, out, .. } = room;
            let Some(frame) = buf.get(HEADROOM..HEADROOM.saturating_add(len)) else {
                return room.refuse(Outcome::Usage, "the frame is not in the room");
            };
            let sealed = match &mut self.0 {
                Sender::LiveKit(sender) => {
                    sender.encrypt(codec, frame, livekit::Stream { ssrc, timestamp }, out)
                }
                Sender::JFrame(sender) => {
                    jframe::FrameKind::of(codec, frame).map_err(LegacyEncryptError::from).and_then(
                        |kind| sender.encrypt(kind, frame, jframe::Stream { ssrc, timestamp }, out),
                    )
                }
                Sender::GetStream(sender) => sender.encrypt(codec, frame, out),
                Sender::Dave(sender) => sender.encrypt(codec, frame, out),
            };
            match sealed {
                Ok(len) => {
                    room.set_result(0..len, true);
                    Outcome::Done as u32
                }
                Err(error) => {
                    let outcome = match error {
                        LegacyEncryptError::Codec(_) | LegacyEncryptError::TooShort { .. } => {
                            Outcome::Codec
                        }
                        LegacyEncryptError::KeyUsedUp => Outcome::KeyUsedUp,
                        LegacyEncryptError::Counters(_) => Outcome::Counters,
                        LegacyEncryptError::NoKey => Outcome::KeyMissing,
                        _ => Outcome::Usage,
                    };
                    room.refuse(outcome, error)
                }
            }
        })
    }
}

/// Decrypts one participant's frames in a deployed format.
#[wasm_bindgen]
pub struct LegacyDecryptor(Receiver);

enum Receiver {
    LiveKit(livekit::Decryptor),
    JFrame(jframe::Decryptor),
    GetStream(getstream::Decryptor),
    /// One key, made with it.
    Dave(Option<Box<dave::Decryptor>>),
}

#[wasm_bindgen]
impl LegacyDecryptor {
    /// Makes a decryptor without keys.
    ///
    /// # Errors
    /// Code `NoFormat`.
    #[wasm_bindgen(constructor)]
    pub fn new(format: &str) -> Result<Self, JsValue> {
        Ok(Self(match format {
            "livekit" => Receiver::LiveKit(livekit::Decryptor::new()),
            "jframe" => Receiver::JFrame(jframe::Decryptor::new()),
            "getstream" => Receiver::GetStream(getstream::Decryptor::new()),
            "dave" => Receiver::Dave(None),
            _ => return Err(no_format(format)),
        }))
    }

    /// Sets the key of an index, and wipes its bytes.
    ///
    /// # Errors
    /// Codes `BaseKeyTooShort`, `WrongLength`, `FieldTooWide`, `NoFormat`.
    #[wasm_bindgen(js_name = setKey)]
    pub fn set_key(&mut self, material: &str, index: u8, key: &mut [u8]) -> Result<(), JsValue> {
        let format = match &self.0 {
            Receiver::LiveKit(_) => "livekit",
            Receiver::JFrame(_) => "jframe",
            Receiver::GetStream(_) => "getstream",
            Receiver::Dave(_) => "dave",
        };
        match (&mut self.0, Material::new(format, material, key)?) {
            (Receiver::LiveKit(receiver), Material::LiveKit(material)) => {
                receiver.set_key(index, &material)
            }
            (Receiver::JFrame(receiver), Material::JFrame(material)) => {
                receiver.set_key(index, &material)
            }
            (Receiver::GetStream(receiver), Material::GetStream(key)) => {
                receiver.set_key(index, &key)
            }
            (Receiver::Dave(receiver), Material::Dave(secret)) => {
                dave::Decryptor::new(secret).map(|made| *receiver = Some(Box::new(made)))
            }
            _ => return Err(no_format(format)),
        }
        .map_err(refused)
    }

    /// Removes the key of an index. Says whether there was one.
    #[wasm_bindgen(js_name = removeKey)]
    pub fn remove_key(&mut self, index: u8) -> bool {
        match &mut self.0 {
            Receiver::LiveKit(receiver) => receiver.remove_key(index),
            Receiver::JFrame(receiver) => receiver.remove_key(index),
            Receiver::GetStream(receiver) => receiver.remove_key(index),
            Receiver::Dave(receiver) => receiver.take().is_some(),
        }
    }

    /// Sets what ends the frames that LiveKit's server makes itself.
    #[wasm_bindgen(js_name = setSifTrailer)]
    pub fn set_sif_trailer(&mut self, trailer: &[u8]) {
        if let Receiver::LiveKit(receiver) = &mut self.0 {
            receiver.set_sif_trailer(trailer);
        }
    }

    /// Takes note of the time, in milliseconds from any fixed point.
    pub fn advance(&mut self, now: f64) {
        match &mut self.0 {
            Receiver::LiveKit(receiver) => receiver.advance(words::time(now)),
            Receiver::JFrame(receiver) => receiver.advance(words::time(now)),
            Receiver::GetStream(_) | Receiver::Dave(_) => {}
        }
    }

    /// Decrypts the `len` bytes in the room, and gives an outcome. `kind` is 0 for audio, 1 for a
    /// key frame, 2 for another; LiveKit needs the codec, Jitsi the kind.
    pub fn open(&mut self, codec: u32, kind: u8, len: usize) -> u32 {
        room::with(|room| {
            room.make_out(len);
            let Room { buf, out, .. } = room;
            let Some(frame) = buf.get(HEADROOM..HEADROOM.saturating_add(len)) else {
                return room.refuse(Outcome::Usage, "the frame is not in the room");
            };
            let opened = match &mut self.0 {
                Receiver::LiveKit(receiver) => match words::codec(codec) {
                    Some(codec) => receiver.decrypt(codec, frame, out).map(|opened| match opened {
                        livekit::Decrypted::Opened(len)
                        | livekit::Decrypted::ServerInjected(len) => len,
                        livekit::Decrypted::Empty => 0,
                    }),
                    None => return room.refuse(Outcome::Usage, "this format needs a codec"),
                },
                Receiver::JFrame(receiver) => {
                    let kind = match kind {
                        0 => jframe::FrameKind::Audio,
                        1 => jframe::FrameKind::Key,
                        _ => jframe::FrameKind::Delta,
                    };
                    receiver.decrypt(kind, frame, out)
                }
                Receiver::GetStream(receiver) => receiver.decrypt(frame, out),
                Receiver::Dave(Some(receiver)) => receiver.decrypt(frame, out),
                Receiver::Dave(None) => Err(LegacyDecryptError::UnknownKey { index: 0 }),
            };
            match opened {
                Ok(len) => {
                    room.set_result(0..len, true);
                    room.set_kid(0);
                    Outcome::Done as u32
                }
                Err(error) => {
                    room.set_kid(u64::MAX);
                    let outcome = match error {
                        LegacyDecryptError::UnknownKey { index } => {
                            room.set_kid(index.into());
                            Outcome::KeyMissing
                        }
                        LegacyDecryptError::Key(_) => Outcome::KeyId,
                        LegacyDecryptError::Replayed => Outcome::Replay,
                        LegacyDecryptError::Authentication => Outcome::Authentication,
                        LegacyDecryptError::BufferTooSmall { .. } => Outcome::Usage,
                        _ => Outcome::Syntax,
                    };
                    room.refuse(outcome, error)
                }
            }
        })
    }
}
