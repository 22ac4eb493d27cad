// A room of Janus's videoroom plugin: sends one's own tracks, receives those of all others.
//
// One connection sends; another receives everybody, and is negotiated anew when people come
// and go. Janus reuses the lines of those who left, so whose frames a receiver gets can change.

const PLUGIN = 'janus.plugin.videoroom';
const NO_SUCH_FEED = 428;
/** Characters: longer descriptions of participants come from nobody here. */
const MAX_DISPLAY = 500;

/**
 * Who is in a room and what they send. Events:
 * * `feed` (`feed`): somebody sends; `feedgone` (`feed`): not any more.
 * * `track` (`feed`, `track`): a track is that feed's from now on; without a feed, nobody's.
 * * `failed` (`reason`): the call is over without anybody having left.
 */
export class VideoRoom extends EventTarget {
  /** Feeds by Janus's id: `{ id, description, streams }`. */
  feeds = new Map();
  /** Janus's id of this participant. */
  id;
  #session;
  #room;
  #prepare;
  #publisher;
  #sending;
  #subscriber;
  #receiving;
  #subscribed = new Set();
  #owners = new Map();
  #streams = [];
  #work = Promise.resolve();
  #over = false;

  /**
   * @param {import('./janus.mjs').JanusSession} session
   * @param {string} room
   * @param {{ sender(sender: RTCRtpSender): void,
   *   receiver(receiver: RTCRtpReceiver, feed: object | undefined): void }} prepare is called
   *   for each sender before anything is sent, and for each receiver as soon as it is there
   *   and whenever it is given to another feed
   */
  constructor(session, room, prepare) {
    super();
    this.#session = session;
    this.#room = room;
    this.#prepare = prepare;
    session.addEventListener('closed', () => this.#fail('The connection to the operator is lost.'));
  }

  /**
   * Joins and sends a stream.
   *
   * @param {object} description what the others are told of this participant
   * @param {MediaStream} stream
   */
  async join(description, stream) {
    this.#publisher = await this.#session.attach(PLUGIN);
    this.#publisher.addEventListener('message', ({ data }) => this.#hear(data));
    this.#publisher.addEventListener('hangup', ({ data }) => this.#fail(`The operator hung up: ${data.reason}.`));
    const display = JSON.stringify(description);
    const { data } = await this.#publisher.ask({ request: 'join', ptype: 'publisher', room: this.#room, display });
    this.id = data.id;

    this.#sending = this.#connection(this.#publisher);
    for (const track of stream.getTracks()) {
      const { sender } = this.#sending.addTransceiver(track, { direction: 'sendonly', streams: [stream] });
      this.#prepare.sender(sender);
    }
    await this.#sending.setLocalDescription();
    const { jsep } = await this.#publisher.ask({ request: 'publish' }, offered(this.#sending));
    await this.#sending.setRemoteDescription(jsep);
    this.#hear(data);
  }

  /** Says goodbye and closes both connections. */
  async leave() {
    this.#over = true;
    await this.#publisher?.ask({ request: 'leave' }).catch(() => {});
    this.#sending?.close();
    this.#receiving?.close();
    this.#session.close();
  }

  /** What the two connections count, for tests: `{ sending, receiving }`. */
  async statistics() {
    const of = async (connection) => [...((await connection?.getStats())?.values() ?? [])];
    return { sending: await of(this.#sending), receiving: await of(this.#receiving) };
  }

  #hear(data) {
    for (const { id, display, streams } of data.publishers ?? []) {
      const known = this.feeds.get(id);
      const feed = Object.assign(known ?? { id, description: described(display) }, { streams });
      this.feeds.set(id, feed);
      if (!known) this.#tell('feed', { feed });
    }
    for (const gone of [data.unpublished, data.leaving]) {
      const feed = this.feeds.get(gone);
      if (!feed) continue;
      this.feeds.delete(gone);
      this.#tell('feedgone', { feed });
    }
    if (data.leaving === 'ok' || data.videoroom === 'destroyed') this.#fail('The operator ended the call.');
    this.#queue(() => this.#subscribe());
  }

  async #subscribe() {
    const wanted = [];
    for (const feed of this.feeds.values()) {
      for (const { type, mid, disabled } of feed.streams) {
        if (type === 'data' || disabled || this.#subscribed.has(`${feed.id} ${mid}`)) continue;
        wanted.push({ feed: feed.id, mid });
      }
    }
    if (wanted.length === 0) return;
    let answer;
    try {
      if (this.#subscriber) {
        answer = await this.#subscriber.ask({ request: 'update', subscribe: wanted });
      } else {
        const subscriber = await this.#session.attach(PLUGIN);
        answer = await subscriber.ask({ request: 'join', ptype: 'subscriber', room: this.#room, streams: wanted });
        this.#subscriber = subscriber;
        this.#receiving = this.#connection(subscriber);
        this.#receiving.addEventListener('track', ({ transceiver }) => this.#assign(transceiver));
        // Janus takes out by itself what those who left had sent, and offers anew.
        subscriber.addEventListener('message', (it) => this.#queue(() => this.#negotiate(it)));
      }
    } catch (error) {
      // Whoever left meanwhile: Janus says so next, and the others are asked for again.
      if (error.code === NO_SUCH_FEED) return;
      throw error;
    }
    for (const { feed, mid } of wanted) this.#subscribed.add(`${feed} ${mid}`);
    await this.#negotiate(answer);
  }

  async #negotiate({ data, jsep }) {
    if (data.streams) {
      this.#streams = data.streams;
      this.#subscribed = new Set(data.streams.filter((it) => it.feed_id).map((it) => `${it.feed_id} ${it.feed_mid}`));
    }
    if (!jsep) return;
    await this.#receiving.setRemoteDescription(jsep);
    for (const transceiver of this.#receiving.getTransceivers()) this.#assign(transceiver);
    await this.#receiving.setLocalDescription();
    await this.#subscriber.ask({ request: 'start' }, offered(this.#receiving));
  }

  /** Gives a receiver to the feed whose frames arrive at it, unless it has it. */
  #assign({ mid, receiver }) {
    const stream = this.#streams.find((it) => it.mid === mid && it.feed_id && it.active !== false);
    const feed = this.feeds.get(stream?.feed_id);
    if (this.#owners.has(mid) && this.#owners.get(mid) === feed) return;
    this.#owners.set(mid, feed);
    // Also one that is nobody's by now: what is prepared too late is not prepared at all.
    this.#prepare.receiver(receiver, feed);
    this.#tell('track', { feed, track: receiver.track });
  }

  #connection(handle) {
    const connection = new RTCPeerConnection({ iceServers: [], bundlePolicy: 'max-bundle' });
    connection.addEventListener('icecandidate', ({ candidate }) => handle.trickle(candidate));
    connection.addEventListener('connectionstatechange', () => {
      if (connection.connectionState === 'failed') this.#fail('No connection for media came up, or it broke.');
    });
    return connection;
  }

  /** Negotiations go one after the other. */
  #queue(work) {
    this.#work = this.#work.then(() => !this.#over && work()).catch((error) => this.#fail(error.message));
  }

  #fail(reason) {
    if (this.#over) return;
    this.#over = true;
    this.#sending?.close();
    this.#receiving?.close();
    this.#session.close();
    this.#tell('failed', { reason });
  }

  #tell(name, details) {
    this.dispatchEvent(Object.assign(new Event(name), details));
  }
}

function offered(connection) {
  const { type, sdp } = connection.localDescription;
  return { type, sdp };
}

/** Reads what somebody says of themselves; it came through the operator and can be anything. */
function described(display) {
  try {
    const { name, member, usesTestPicture } = JSON.parse(String(display).slice(0, MAX_DISPLAY));
    return { name: String(name ?? 'Somebody').slice(0, 64), member: String(member), usesTestPicture: usesTestPicture === true };
  } catch {
    return { name: 'Somebody', member: '', usesTestPicture: false };
  }
}
