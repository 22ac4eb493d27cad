//! Files that ffmpeg reads and writes: IVF, Ogg Opus, Annex B.

use std::io::Cursor;

use anyhow::{Context, Result, ensure};
use ogg::{PacketReader, PacketWriteEndInfo, PacketWriter};

use crate::encode::{Codec, Variant};

/// Length of an IVF file header, and of the header of each frame.
const IVF_HEADER: usize = 32;
const IVF_FRAME_HEADER: usize = 12;

/// Frames of an IVF file.
///
/// # Errors
///
/// It is no IVF file, or it ends within a frame.
pub fn read_ivf(bytes: &[u8]) -> Result<Vec<Vec<u8>>> {
    let (header, mut bytes) = bytes.split_at_checked(IVF_HEADER).context("IVF: no header")?;
    ensure!(header.starts_with(b"DKIF"), "not an IVF file");
    let mut frames = Vec::new();
    while let Some((header, rest)) = bytes.split_at_checked(IVF_FRAME_HEADER) {
        let size = u32::from_le_bytes([header[0], header[1], header[2], header[3]]) as usize;
        let (frame, rest) = rest.split_at_checked(size).context("IVF: cut in a frame")?;
        frames.push(frame.to_vec());
        bytes = rest;
    }
    ensure!(bytes.is_empty(), "IVF: cut in a header");
    Ok(frames)
}

/// Packets of an Ogg Opus file, without its two headers.
///
/// # Errors
///
/// It is no Ogg Opus file.
pub fn read_ogg(bytes: &[u8]) -> Result<Vec<Vec<u8>>> {
    let mut reader = PacketReader::new(Cursor::new(bytes));
    let mut packets = Vec::new();
    while let Some(packet) = reader.read_packet()? {
        packets.push(packet.data);
    }
    ensure!(packets.first().is_some_and(|head| head.starts_with(b"OpusHead")), "not Ogg Opus");
    Ok(packets.split_off(2.min(packets.len())))
}

/// Writes frames, sealed or not, into the file that ffmpeg expects for the codec.
///
/// # Errors
///
/// A frame is too large for the format.
pub fn write(variant: &Variant, frames: &[Vec<u8>]) -> Result<Vec<u8>> {
    match variant.codec {
        Codec::H264 | Codec::H265 => Ok(frames.concat()),
        Codec::Vp8 => write_ivf(b"VP80", variant.size, frames),
        Codec::Vp9 => write_ivf(b"VP90", variant.size, frames),
        Codec::Av1 => write_ivf(b"AV01", variant.size, frames),
        Codec::Opus => write_ogg(frames, variant.frame_millis()),
    }
}

fn write_ivf(fourcc: &[u8; 4], size: (u16, u16), frames: &[Vec<u8>]) -> Result<Vec<u8>> {
    let mut out = b"DKIF\0\0\x20\0".to_vec(); // version 0, 32 bytes of header
    out.extend(fourcc);
    out.extend(size.0.to_le_bytes());
    out.extend(size.1.to_le_bytes());
    out.extend(30_u32.to_le_bytes()); // time base: 30 in 1 second
    out.extend(1_u32.to_le_bytes());
    out.extend(u32::try_from(frames.len())?.to_le_bytes());
    out.extend([0; 4]);
    for (time, frame) in (0_u64..).zip(frames) {
        out.extend(u32::try_from(frame.len())?.to_le_bytes());
        out.extend(time.to_le_bytes());
        out.extend(frame);
    }
    Ok(out)
}

fn write_ogg(packets: &[Vec<u8>], millis: u64) -> Result<Vec<u8>> {
    const SERIAL: u32 = 1;
    let mut out = Vec::new();
    let mut writer = PacketWriter::new(&mut out);
    // Version 1, two channels, no samples to skip, 48 kHz, no gain, mapping family 0.
    let head = b"OpusHead\x01\x02\0\0\x80\xbb\0\0\0\0\0".to_vec();
    writer.write_packet(head, SERIAL, PacketWriteEndInfo::EndPage, 0)?;
    let tags = b"OpusTags\x05\0\0\0tests\0\0\0\0".to_vec();
    writer.write_packet(tags, SERIAL, PacketWriteEndInfo::EndPage, 0)?;
    let last = packets.len().saturating_sub(1);
    for (at, packet) in packets.iter().enumerate() {
        let end = match at {
            _ if at == last => PacketWriteEndInfo::EndStream,
            _ if at % 40 == 39 => PacketWriteEndInfo::EndPage,
            _ => PacketWriteEndInfo::NormalPacket,
        };
        let samples = (at as u64 + 1) * millis * 48;
        writer.write_packet(packet.clone(), SERIAL, end, samples)?;
    }
    Ok(out)
}
