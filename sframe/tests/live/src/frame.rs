//! Frames and what a system did with them.

use serde_json::{Value, json};

/// An encoded frame as WebRTC hands it to a worker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    /// The frame's bytes.
    pub data: Vec<u8>,
    /// `"key"`, `"delta"` or `"empty"` on video; nothing on audio.
    pub kind: Option<&'static str>,
    /// The synchronization source.
    pub ssrc: u32,
    /// The RTP timestamp.
    pub timestamp: u32,
    /// The RTP payload type, where the metadata has one.
    pub payload_type: Option<u8>,
    /// The MIME type, such as `video/H264`, where the metadata has one.
    pub mime_type: Option<&'static str>,
}

impl Frame {
    /// Makes an audio frame of SSRC 1 at RTP time 0.
    pub fn audio(data: impl Into<Vec<u8>>) -> Self {
        let data = data.into();
        Self { data, kind: None, ssrc: 1, timestamp: 0, payload_type: None, mime_type: None }
    }

    /// Makes a video frame of SSRC 1 at RTP time 0; `kind` is `"key"` or `"delta"`.
    pub fn video(kind: &'static str, data: impl Into<Vec<u8>>) -> Self {
        Self { kind: Some(kind), ..Self::audio(data) }
    }

    /// Sets the SSRC and the RTP timestamp.
    #[must_use]
    pub fn at(self, ssrc: u32, timestamp: u32) -> Self {
        Self { ssrc, timestamp, ..self }
    }

    /// Sets the MIME type of the metadata.
    #[must_use]
    pub fn mime(self, mime_type: &'static str) -> Self {
        Self { mime_type: Some(mime_type), ..self }
    }

    /// The same frame with other bytes, as an operator forwards it.
    #[must_use]
    pub fn with(&self, data: impl Into<Vec<u8>>) -> Self {
        Self { data: data.into(), ..self.clone() }
    }

    pub(crate) fn json(&self) -> Value {
        let mut json = json!({
            "data": hex::encode(&self.data),
            "ssrc": self.ssrc,
            "timestamp": self.timestamp,
        });
        if let Some(kind) = self.kind {
            json["type"] = kind.into();
        }
        if let Some(payload_type) = self.payload_type {
            json["payloadType"] = payload_type.into();
        }
        if let Some(mime_type) = self.mime_type {
            json["mimeType"] = mime_type.into();
        }
        json
    }
}

/// What a system did with one frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It passed on these bytes.
    Passed(Vec<u8>),
    /// It dropped the frame and goes on with the next.
    Dropped,
    /// Its transform threw, for this reason: this and every later frame of the track is lost.
    Broken(String),
}

impl Outcome {
    /// The bytes that were passed on.
    ///
    /// # Panics
    ///
    /// When the frame was not passed on.
    #[track_caller]
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Passed(bytes) => bytes,
            other => panic!("the frame was not passed on: {other:?}"),
        }
    }

    pub(crate) fn from_json(json: &Value) -> Self {
        if let Some(data) = json["data"].as_str() {
            return Self::Passed(hex::decode(data).unwrap());
        }
        let reason = json["dropped"].as_str().unwrap_or_else(|| panic!("no outcome: {json}"));
        if json["broken"] == true { Self::Broken(reason.to_owned()) } else { Self::Dropped }
    }
}
