// Notices media that go past their transform.
//
// Chromium ignores a transform, without an error and for good, that is set in a later task than the
// one in which its sender or receiver appeared: media then go in the clear. A page cannot see that
// directly. But where the browser counts frames and the worker has seen none, it is so.

/** 500 ms between two looks. */
const LOOK_EVERY = 500;

/** 2 looks in a row that find more than the one before, and then it is certain. */
const TIMES = 2;

export class Watch {
  readonly #suspects = new Map<RTCRtpSender | RTCRtpReceiver, { counted: number; times: number }>();
  readonly #bypassed: (about: RTCRtpSender | RTCRtpReceiver) => void;
  #timer: ReturnType<typeof setInterval> | undefined;

  /** `bypassed` is called for what was stopped. */
  constructor(bypassed: (about: RTCRtpSender | RTCRtpReceiver) => void) {
    this.#bypassed = bypassed;
  }

  /** Watches until the worker sees a frame. */
  add(about: RTCRtpSender | RTCRtpReceiver): void {
    this.#suspects.set(about, { counted: 0, times: 0 });
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
    for (const [about, suspect] of [...this.#suspects]) {
      let counted: number;
      try {
        counted = mediaOf(await about.getStats());
      } catch {
        continue; // its connection is closed
      }
      if (!this.#suspects.has(about)) continue; // the worker saw one meanwhile
      suspect.times = counted > suspect.counted ? suspect.times + 1 : 0;
      suspect.counted = counted;
      if (suspect.times < TIMES) continue;
      // And on: what is done with the track afterwards goes the same way.
      suspect.times = 0;
      await stop(about);
      this.#bypassed(about);
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

/** Counts frames of video, and packets of sound. */
function mediaOf(report: RTCStatsReport): number {
  let counted = 0;
  report.forEach(({ type, kind, ...counts }: Counted) => {
    const frames = kind === 'video' ? counts.framesSent ?? counts.framesDecoded : undefined;
    const packets = counts.packetsSent ?? counts.packetsReceived;
    if (type === 'outbound-rtp' || type === 'inbound-rtp') counted += frames ?? packets ?? 0;
  });
  return counted;
}

/** Nothing more in the clear. */
async function stop(about: RTCRtpSender | RTCRtpReceiver): Promise<void> {
  if (about instanceof RTCRtpSender) await about.replaceTrack(null).catch(() => about.track?.stop());
  else about.track.stop();
}
