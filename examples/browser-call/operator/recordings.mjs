// What the operator recorded, and what it can make of it with the tools that belong to its
// server: janus-pp-rec makes files that players take, ffmpeg decodes them.

import { spawn } from 'node:child_process';
import { open, readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';

/** `videoroom-<room>-user-<participant>-<microseconds>-<kind>-<line>.mjr`, as Janus names them. */
const NAME = /^videoroom-(.+)-user-(.+)-(\d+)-(audio|video)-(\d+)\.mjr$/;

/** Bytes in front of each packet of a recording. */
const PACKET_HEADER = 10;

/** Standard error of a tool that is kept for an error message. */
const KEPT_OUTPUT = 4000;

/** Lists the recordings of a folder, the oldest first. */
export async function recordings(folder) {
  const found = [];
  for (const name of await readdir(folder).catch(() => [])) {
    const parts = NAME.exec(name);
    if (!parts) continue;
    const file = path.join(folder, name);
    const [, , participant, started, kind] = parts;
    found.push({ file, participant, kind, started: Number(started), bytes: (await stat(file)).size });
  }
  return found.sort((a, b) => a.started - b.started);
}

/**
 * Makes a file that players take from a recording, also from one that still grows: `.webm` from
 * video, `.opus` from audio.
 */
export async function convert(recording, target) {
  await run('janus-pp-rec', ['--disable-colors', recording.file, target]);
  return target;
}

/**
 * Copies the last seconds of a recording: the header and the packets that came in them. Gives null
 * while there are none.
 */
export async function tail(recording, target, seconds) {
  const { bytes, header, packets } = await read(recording);
  const last = packets.at(-1);
  if (!last) return null;
  const first = packets.find(({ milliseconds }) => milliseconds >= last.milliseconds - seconds * 1000);
  const out = await open(target, 'w');
  await out.writev([bytes.subarray(0, header), bytes.subarray(first.at, last.end)]).finally(() => out.close());
  return { ...recording, file: target };
}

/**
 * Gives the last byte of each frame of a recording: of every RTP packet with sound, and of those with
 * the marker that ends a picture.
 */
export async function lastBytes(recording) {
  const { bytes, packets } = await read(recording);
  const found = [];
  for (const { at, end } of packets) {
    const packet = bytes.subarray(at + PACKET_HEADER, end);
    const [isPadded, endsFrame] = [packet[0] & 0x20, recording.kind === 'audio' || packet[1] & 0x80];
    const padding = isPadded ? packet.at(-1) : 0;
    if (endsFrame && padding < packet.length) found.push(packet.at(-1 - padding));
  }
  return found;
}

/**
 * Reads a recording: a header and then packets, each after `MEET`, four bytes of milliseconds and
 * two of length.
 */
async function read({ file }) {
  const bytes = await readFile(file);
  const packets = [];
  // Janus writes the header when the first packet comes.
  if (bytes.length < 10) return { bytes, header: bytes.length, packets };
  const header = 10 + bytes.readUInt16BE(8);
  for (let at = header; at + PACKET_HEADER <= bytes.length; ) {
    const end = at + PACKET_HEADER + bytes.readUInt16BE(at + 8);
    if (bytes.toString('latin1', at, at + 4) !== 'MEET') throw new Error(`${file} has no packet at ${at}`);
    if (end > bytes.length) break; // it is being written
    packets.push({ at, end, milliseconds: bytes.readUInt32BE(at + 4) });
    at = end;
  }
  return { bytes, header, packets };
}

/**
 * Decodes the pictures of a file as far as ffmpeg can.
 *
 * @param {(pixels: Buffer) => void} each is called with each picture, RGB, in the given size
 * @returns how many lines ffmpeg complained in
 */
export async function decodePictures(file, { width, height }, each) {
  const size = width * height * 3;
  let rest = Buffer.alloc(0);
  const words = ['-i', file, '-an', '-fps_mode', 'passthrough', '-vf', `scale=${width}:${height}`];
  const complaints = await run('ffmpeg', ['-v', 'error', ...words, '-f', 'rawvideo', '-pix_fmt', 'rgb24', '-'], (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (; rest.length >= size; rest = rest.subarray(size)) each(rest.subarray(0, size));
  }, { mayFail: true });
  return complaints.split('\n').filter((line) => line !== '').length;
}

/** Decodes the sound of a file as far as ffmpeg can: 48 000 samples a second, −1 to 1. */
export async function decodeSound(file) {
  const chunks = [];
  const words = ['-i', file, '-vn', '-ac', '1', '-ar', '48000', '-f', 'f32le', '-'];
  const complaints = await run('ffmpeg', ['-v', 'error', ...words], (chunk) => chunks.push(chunk), { mayFail: true });
  const bytes = Buffer.concat(chunks);
  const samples = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length - (bytes.length % 4)));
  return { samples, complaints: complaints.split('\n').filter((line) => line !== '').length };
}

/** Runs a tool; gives its standard error. */
function run(tool, words, take = () => {}, { mayFail = false } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(tool, words, { stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stdout.on('data', take);
    child.stderr.setEncoding('utf8').on('data', (text) => (said += text));
    child.on('error', (error) => {
      reject(error.code === 'ENOENT' ? new Error(`${tool} is not installed. On Debian: apt install janus-tools ffmpeg`) : error);
    });
    child.on('close', (code) => {
      if (code === 0 || mayFail) resolve(said);
      else reject(new Error(`${tool} ${words.join(' ')} ended with ${code}:\n${said.slice(-KEPT_OUTPUT)}`));
    });
  });
}
