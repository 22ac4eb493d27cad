//! Recordings as `examples/media` has them, cut into frames.

use std::fs::{self, File};
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use frameseal::call::MediaKind;
use ogg::PacketReader;

/// One track: frames as an encoder gives them, one every `frame_length`.
pub(crate) struct Clip {
    pub(crate) kind: MediaKind,
    pub(crate) payload_type: u8,
    pub(crate) ticks_per_frame: u32,
    pub(crate) frame_length: Duration,
    pub(crate) frames: Vec<Vec<u8>>,
}

/// Reads a microphone's and a camera's clip.
pub(crate) fn read(folder: &Path) -> Result<[Clip; 2]> {
    let opus = File::open(folder.join("speech.opus")).context("no examples/media/speech.opus")?;
    let vp8 = fs::read(folder.join("vp8.ivf")).context("no examples/media/vp8.ivf")?;
    Ok([
        Clip {
            kind: MediaKind::Audio,
            payload_type: 111,
            ticks_per_frame: 960, // of 48 000 a second
            frame_length: Duration::from_millis(20),
            frames: opus_packets(opus)?,
        },
        Clip {
            kind: MediaKind::Video,
            payload_type: 96,
            ticks_per_frame: 3600, // of 90 000 a second
            frame_length: Duration::from_millis(40),
            frames: ivf_frames(&vp8).context("examples/media/vp8.ivf is cut short")?,
        },
    ])
}

/// The packets of an Ogg file, behind the two headers of Opus.
fn opus_packets(file: File) -> Result<Vec<Vec<u8>>> {
    let (mut reader, mut packets) = (PacketReader::new(file), Vec::new());
    while let Some(packet) = reader.read_packet()? {
        packets.push(packet.data);
    }
    Ok(packets.split_off(packets.len().min(2)))
}

/// IVF: a header of 32 bytes, then frames behind their size and a time stamp of 8 bytes.
fn ivf_frames(file: &[u8]) -> Option<Vec<Vec<u8>>> {
    let (mut rest, mut frames) = (file.get(32..)?, Vec::new());
    while let Some((size, behind)) = rest.split_first_chunk() {
        let end = usize::try_from(u32::from_le_bytes(*size)).ok()?.checked_add(8)?;
        let (frame, behind) = behind.split_at_checked(end)?;
        frames.push(frame.get(8..)?.to_vec());
        rest = behind;
    }
    Some(frames)
}
