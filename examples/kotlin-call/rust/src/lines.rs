//! The lines between host and participants: `Lines.kt` says what they mean.

use frameseal::{ErrorClass, KeyId};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(crate) enum Order {
    Message { bytes: String },
    Begin,
    Rotate,
    Mute,
    Report,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
pub(crate) enum Said {
    Ready { port: u16 },
    Message { bytes: String },
    Sees { names: Vec<String> },
    Report(Report),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Report {
    pub(crate) language: String,
    pub(crate) id: String,
    pub(crate) code: String,
    pub(crate) names: Vec<String>,
    pub(crate) sent: Vec<String>,
    pub(crate) video_keys: usize,
    pub(crate) opened: Vec<Opened>,
    pub(crate) refused: Refused,
    pub(crate) packets_sent: u64,
    pub(crate) packets_received: u64,
}

#[derive(Serialize)]
pub(crate) struct Opened {
    pub(crate) from: String,
    pub(crate) label: String,
    pub(crate) frame: String,
}

#[derive(Clone, Copy, Default, Serialize)]
pub(crate) struct Refused {
    pub(crate) authentication: u32,
    pub(crate) replay: u32,
    pub(crate) key: u32,
    pub(crate) syntax: u32,
}

impl Refused {
    pub(crate) fn count(&mut self, class: ErrorClass) {
        *match class {
            ErrorClass::Authentication => &mut self.authentication,
            ErrorClass::Replay => &mut self.replay,
            ErrorClass::KeyId => &mut self.key,
            _ => &mut self.syntax,
        } += 1;
    }
}

/// Names a frame under its key.
pub(crate) fn fingerprint(kid: KeyId, frame: &[u8]) -> String {
    let digest = Sha256::new().chain_update(kid.as_u64().to_be_bytes()).chain_update(frame);
    hex::encode(digest.finalize())
}
