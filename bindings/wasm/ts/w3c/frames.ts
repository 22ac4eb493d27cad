// What goes through a stream: encoded frames of WebRTC, or bytes.

import { isOf } from './webidl.js';

/** An RTCEncodedVideoFrame or an RTCEncodedAudioFrame. */
export interface EncodedFrame {
  data: ArrayBuffer;
  getMetadata(): { mimeType?: string };
}

/** What may be written. Bytes come out as an ArrayBuffer, a frame as itself with other data. */
export type SFrameChunk = EncodedFrame | BufferSource;

/** What a stream does with the bytes of a chunk; null drops the chunk. */
export type Process = (bytes: Uint8Array, chunk: SFrameChunk) => Promise<Uint8Array | null>;

/** Makes the two ends of a stream. A chunk of another type errors both with a TypeError. */
export function frameStream(process: Process): TransformStream<SFrameChunk, SFrameChunk> {
  const transformer: Transformer<SFrameChunk, SFrameChunk> = {
    async transform(chunk, controller) {
      if (isEncodedFrame(chunk)) {
        const data = await process(new Uint8Array(chunk.data), chunk);
        if (data === null) return;
        chunk.data = ownBuffer(data);
        controller.enqueue(chunk);
      } else {
        const data = await process(bytesOf(chunk), chunk);
        if (data !== null) controller.enqueue(ownBuffer(data));
      }
    },
  };
  // One frame may be ready before it is asked for: a write then settles when its frame has been
  // processed, even if nobody reads yet.
  return new TransformStream(transformer, { highWaterMark: 1 }, { highWaterMark: 1 });
}

/** Gives the codec of a frame, such as `video/VP8`; empty when the browser does not say. */
export function mimeTypeOf(chunk: SFrameChunk): string {
  return isEncodedFrame(chunk) ? (chunk.getMetadata().mimeType ?? '') : '';
}

function isEncodedFrame(chunk: unknown): chunk is EncodedFrame {
  return isOf(chunk, 'RTCEncodedVideoFrame') || isOf(chunk, 'RTCEncodedAudioFrame');
}

function bytesOf(chunk: unknown): Uint8Array {
  const view = ArrayBuffer.isView(chunk);
  const buffer = view ? chunk.buffer : chunk;
  if (!isOf(buffer, 'ArrayBuffer')) {
    throw new TypeError(
      'a chunk must be an RTCEncodedVideoFrame, an RTCEncodedAudioFrame, or bytes that are not shared',
    );
  }
  return view
    ? new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    : new Uint8Array(chunk as ArrayBuffer);
}

/** Gives an ArrayBuffer with these bytes and no others. */
function ownBuffer(bytes: Uint8Array): ArrayBuffer {
  const { buffer, byteLength } = bytes;
  return buffer instanceof ArrayBuffer && buffer.byteLength === byteLength
    ? buffer
    : bytes.slice().buffer;
}
