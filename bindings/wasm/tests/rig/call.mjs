// A call between two pages: negotiation, waiting until it flows, and figures.
//
//   const call = await connect({ server, from: chromium, to: firefox, codec: 'AV1' });
//   await call.flows();
//   const rows = await call.measure(3);
//   await call.close();

/**
 * Opens a page in each browser and connects them; both send unless `oneWay`.
 *
 * @param {object} options
 * @param {{origin: string}} options.server which serves the rig under `/rig`.
 * @param {Browser} options.from
 * @param {Browser} options.to may be the same one.
 * @param {string} [options.codec]
 * @param {boolean} [options.oneWay] only `from` sends.
 * @param {object} [options.hook] `{ module, options }` for both sides, or `{ from, to }` with one each.
 * @param {object} [options.camera]
 * @param {object[]} [options.encodings] of `from`.
 * @param {boolean} [options.layers]
 * @param {boolean} [options.rtx]
 * @param {boolean} [options.video] false for a call of sound alone.
 * @param {boolean} [options.oneProfile] both pages are tabs of one profile and share its storage.
 */
export async function connect({
  server, from, to, codec = 'VP8', oneWay = false, hook, camera, encodings, layers, rtx, video = true, oneProfile = false,
}) {
  const url = `${server.origin}/rig/pages/call.html`;
  const first = await from.newPage(url);
  const pages = [first, await to.newPage(url, oneProfile ? { beside: first } : {})];
  const call = new Call(pages, codec, oneWay || layers === true);
  try {
    await call.connect({ hook, camera, encodings, layers, rtx, video });
  } catch (error) {
    error.message += `\n${call.log()}`;
    await call.close();
    throw error;
  }
  return call;
}

/** Who is who in a call. */
const IDS = [3, 8];

class Call {
  #options;

  constructor(pages, codec, oneWay) {
    this.pages = pages;
    this.codec = codec;
    this.oneWay = oneWay;
  }

  get from() {
    return this.pages[0];
  }

  get to() {
    return this.pages[1];
  }

  async connect({ hook, camera, encodings, layers, rtx, video }) {
    for (const [index, page] of this.pages.entries()) {
      const other = this.pages[1 - index];
      await page.expose('toPeer', async (message) => {
        await other.evaluate((message) => side.fromPeer(message), message);
      });
    }
    this.#options = this.pages.map((_, index) => {
      const sends = index === 0 || !this.oneWay;
      return {
        id: IDS[index],
        peer: IDS[1 - index],
        codec: this.codec,
        video: sends && video,
        audio: sends,
        camera,
        encodings: index === 0 || layers ? encodings : undefined,
        layers,
        rtx,
        hook: hook?.module ? hook : [hook?.from, hook?.to][index],
      };
    });
    await this.#open(0);
    await this.#open(1);
    await this.#negotiate();
  }

  /** Reloads the page of `side`, 'from' or 'to', and calls again; the other page stays. */
  async reload(side) {
    const index = side === 'from' ? 0 : 1;
    await this.pages[index].reload();
    await this.#open(index);
    await this.pages[1 - index].evaluate(() => side.dial());
    await this.#negotiate();
  }

  /** Negotiates another codec while the call goes on. */
  async changeCodec(codec) {
    const offer = await this.from.evaluate((codec) => side.offerCodec(codec), codec);
    const answer = await this.to.evaluate((sdp, codec) => side.answerCodec(sdp, codec), offer, codec);
    await this.from.evaluate((sdp) => side.acceptCodec(sdp), answer);
    this.codec = codec;
  }

  /** Has the hook of a side, 'from' or 'to', do something. */
  async command(side, ...words) {
    return this[side].evaluate((...words) => globalThis.side.command(...words), ...words);
  }

  async #open(index) {
    const page = this.pages[index];
    const { codecs } = await page.evaluate((options) => side.open(options), this.#options[index]);
    if (!codecs.includes(this.codec)) {
      throw new MissingCodec(`${page.browser.name} ${page.browser.version} has no ${this.codec}, only ${codecs.join(', ')}`);
    }
  }

  async #negotiate() {
    const offer = await this.from.evaluate(() => side.offer());
    const answer = await this.to.evaluate((sdp) => side.answer(sdp), offer);
    await this.from.evaluate((sdp) => side.accept(sdp), answer);
  }

  /** Waits until every side that should sees and hears the other; says what is missing if not. */
  async flows(seconds = 40) {
    const receivers = this.oneWay ? [this.to] : this.pages;
    const end = Date.now() + seconds * 1000;
    for (;;) {
      const flowing = await Promise.all(receivers.map((page) => page.evaluate(() => side.flows())));
      if (flowing.every(Boolean)) return;
      if (Date.now() > end) {
        const reports = await this.reports();
        for (const report of reports) report.hook = report.hook?.brief;
        throw new Error(`after ${seconds} s the call does not flow: ${JSON.stringify(reports)}\n${this.log()}`);
      }
      await sleep(50);
    }
  }

  /**
   * Measures for some seconds; one row for each direction. A third of the way through, `during` is
   * called and waited for, if that takes longer.
   */
  async measure(seconds, during) {
    await Promise.all(this.pages.map((page) => page.evaluate(() => side.reset())));
    await sleep((seconds * 1000) / 3);
    await Promise.all([during?.(), sleep((seconds * 2000) / 3)]);
    const [from, to] = await this.reports();
    const rows = [row(this.codec, this.from, from, this.to, to)];
    if (!this.oneWay) rows.push(row(this.codec, this.to, to, this.from, from));
    return rows;
  }

  async reports() {
    return Promise.all(this.pages.map((page) => page.evaluate(() => side.report())));
  }

  log() {
    return this.pages.map((page) => page.report()).join('\n');
  }

  async close() {
    for (const page of this.pages) await page.close();
  }
}

/** A browser cannot send and receive a codec; `reason` says which. */
export class MissingCodec extends Error {
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

function row(codec, sender, sent, receiver, received) {
  const find = (report, type, kind) => report.streams.filter((stream) => stream.type === type && stream.kind === kind);
  return {
    codec,
    from: sender.browser.name,
    to: receiver.browser.name,
    sent: find(sent, 'outbound-rtp', 'video'),
    received: find(received, 'inbound-rtp', 'video'),
    audioSent: find(sent, 'outbound-rtp', 'audio'),
    audioReceived: find(received, 'inbound-rtp', 'audio'),
    seen: received.seen,
    heard: received.heard,
    hooks: { sender: sent.hook, receiver: received.hook },
  };
}

function sleep(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
