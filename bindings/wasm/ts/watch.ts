// Notices media that go past their transform.
//
// Chromium ignores a transform, without an error and for good, that is set in a later task than the
// one in which its sender or receiver appeared: media then go in the clear. A page cannot see that
// directly. But where the browser counts frames and the worker has seen none, it is so.

/** 500 ms between two looks; at the second that finds the same, it is certain. */
const LOOK_EVERY = 500;

export class Watch {
  readonly #suspects = new Map<RTCRtpSender | RTCRtpReceiver, number>();
  readonly #bypassed: (about: RTCRtpSender | RTCRtpReceiver) => void;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** `bypassed` is called for what was stopped. */
  constructor(bypassed: (about: RTCRtpSender | RTCRtpReceiver) => void) {
    this.#bypassed = bypassed;
  }

  /** Watches until the worker sees a frame. */
  add(about: RTCRtpSender | RTCRtpReceiver): void {
    this.#suspects.set(about, 0);
    this.#timer ??= setInterval(() => void this.#look(), LOOK_EVERY);
  }

  /** The worker has seen a frame, or nobody needs to know any more. */
  clear(about: RTCRtpSender | RTCRtpReceiver): void {
    this.#suspects.delete(about);
    if (this.#suspects.size === 0) this.stop();
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    this.#suspects.clear();
  }

  async #look(): Promise<void> {
    for (const about of [...this.#suspects.keys()]) {
      let flows: boolean;
      try {
        flows = mediaFlow(await about.getStats());
      } catch {
        continue; // its connection is closed
      }
      const times = this.#suspects.get(about);
      if (times === undefined) continue; // the worker saw one meanwhile
      if (!flows) {
        this.#suspects.set(about, 0);
      } else if (times === 0) {
        this.#suspects.set(about, 1);
      } else {
        this.clear(about);
        await stop(about);
        this.#bypassed(about);
      }
    }
  }
}

/** What of the statistics of a stream counts. */
interface Counted {
  readonly type: string;
  readonly kind: string;
  readonly packetsSent?: number;
  readonly packetsReceived?: number;
  readonly framesSent?: number;
  readonly framesDecoded?: number;
}

function mediaFlow(report: RTCStatsReport): boolean {
  let flows = false;
  report.forEach(({ type, kind, ...counts }: Counted) => {
    const frames = kind === 'video' ? counts.framesSent ?? counts.framesDecoded : undefined;
    const packets = counts.packetsSent ?? counts.packetsReceived;
    if (type === 'outbound-rtp' || type === 'inbound-rtp') flows ||= (frames ?? packets ?? 0) > 0;
  });
  return flows;
}

/** Nothing more in the clear. */
async function stop(about: RTCRtpSender | RTCRtpReceiver): Promise<void> {
  if (about instanceof RTCRtpSender) await about.replaceTrack(null).catch(() => {});
  else about.track.stop();
}
