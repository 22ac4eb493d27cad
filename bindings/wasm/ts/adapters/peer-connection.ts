// FrameSeal for every track of an RTCPeerConnection, now and later.

import type { FrameSeal } from '../frameseal.js';
import type { ReceiverOptions, SenderOptions } from '../options.js';

export interface PeerConnectionOptions {
  /** Whose frames a receiver's must be, and more: the same for all, or asked for each. */
  readonly receiver?: ReceiverOptions | ((transceiver: RTCRtpTransceiver, streams: readonly MediaStream[]) => ReceiverOptions);
  /** What a sender is for, where not all are what their frames are: screens. */
  readonly sender?: (transceiver: RTCRtpTransceiver) => SenderOptions;
}

/**
 * Seals everything that a connection sends and opens everything that it receives. Call it when the
 * connection is made, before it has tracks.
 *
 * ```js
 * const pc = new RTCPeerConnection();
 * attachPeerConnection(seal, pc, { receiver: { from: peer } });
 * pc.addTrack(track, stream);
 * ```
 * `addTrack` and `addTransceiver` of this connection attach what they make; what the other side
 * makes is attached in `track`, and before an answer to it can be made.
 *
 * Where a transform cannot be set, `addTrack` and `addTransceiver` throw; if that happens where no
 * call of the app's could fail, the connection is closed.
 *
 * @returns A function that attaches nothing more. What is attached stays so.
 */
export function attachPeerConnection(seal: FrameSeal, pc: RTCPeerConnection, options: PeerConnectionOptions = {}): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const seen = new WeakSet<RTCRtpTransceiver>();

  /** Both halves, in the task in which they appear: a later transform is ignored by browsers. */
  const attach = (transceiver: RTCRtpTransceiver, streams: readonly MediaStream[]) => {
    const { receiver = {}, sender } = options;
    seal.attachReceiver(transceiver.receiver, typeof receiver === 'function' ? receiver(transceiver, streams) : receiver);
    if (seen.has(transceiver)) return;
    seal.attachSender(transceiver.sender, sender?.(transceiver) ?? {});
    seen.add(transceiver);
  };
  const attachAll = () => {
    try {
      for (const transceiver of pc.getTransceivers()) {
        if (!seen.has(transceiver)) attach(transceiver, []);
      }
    } catch (error) {
      pc.close();
      throw error;
    }
  };

  const { addTrack, addTransceiver } = pc;
  pc.addTransceiver = (...what) => {
    const transceiver = addTransceiver.apply(pc, what);
    attachAll();
    return transceiver;
  };
  pc.addTrack = (...what) => {
    const sender = addTrack.apply(pc, what);
    attachAll();
    return sender;
  };
  pc.addEventListener('track', ({ transceiver, streams }) => {
    try {
      attach(transceiver, streams);
    } catch (error) {
      pc.close();
      throw error;
    }
  }, { signal });
  // Lines that the other side only wants to receive on have no `track`.
  pc.addEventListener('signalingstatechange', attachAll, { signal });
  attachAll();

  return () => {
    stop.abort();
    pc.addTrack = addTrack;
    pc.addTransceiver = addTransceiver;
  };
}
