// The signalling protocol of Janus over a WebSocket: a session, and handles of its plugins.
// Runs in the page and in Node; https://janus.conf.meetecho.com/docs/rest.html describes it.

/** Janus forgets a session that is silent for 60 seconds. */
const KEEPALIVE_MS = 25_000;

/** What Janus says at once or never: it works on every request in a queue of its own. */
const ANSWER_MS = 15_000;

/** An error that Janus or one of its plugins answered with. */
export class JanusError extends Error {
  constructor(code, reason) {
    super(`Janus refused (${code}): ${reason}`);
    this.name = 'JanusError';
    this.code = code;
  }
}

/** One session: a connection to Janus and what hangs on it. Sends `closed` when it is over. */
export class JanusSession extends EventTarget {
  #socket;
  #id = 0;
  #handles = new Map();
  #pending = new Map();
  #count = 0;
  #keepalive;
  #closed = false;

  /**
   * Opens a session on a WebSocket with the subprotocol `janus-protocol`.
   *
   * @param {WebSocket} socket one that is open or opening
   */
  static async open(socket) {
    const session = new JanusSession(socket);
    await opened(socket);
    session.#id = (await session.request({ janus: 'create' })).data.id;
    session.#keepalive = setInterval(() => {
      session.request({ janus: 'keepalive' }).catch(() => session.close());
    }, KEEPALIVE_MS);
    session.#keepalive.unref?.();
    return session;
  }

  constructor(socket) {
    super();
    this.#socket = socket;
    socket.addEventListener('message', (event) => this.#receive(JSON.parse(event.data)));
    socket.addEventListener('close', () => this.#over());
    socket.addEventListener('error', () => this.#over());
  }

  /** Attaches to a plugin, such as `janus.plugin.videoroom`. */
  async attach(plugin) {
    const { data } = await this.request({ janus: 'attach', plugin });
    const handle = new JanusHandle(this, data.id);
    this.#handles.set(data.id, handle);
    return handle;
  }

  /** Sends a request and waits for its answer; to a plugin's message an `ack` is none. */
  request(message) {
    const transaction = `t${++this.#count}`;
    const session = this.#id === 0 ? {} : { session_id: this.#id };
    return new Promise((resolve, reject) => {
      if (this.#socket.readyState !== 1) {
        reject(new Error('the connection to Janus is closed'));
        return;
      }
      const timer = setTimeout(() => {
        this.#pending.delete(transaction);
        reject(new Error(`Janus did not answer "${message.janus}" in ${ANSWER_MS / 1000} s`));
      }, ANSWER_MS);
      const ackIsAnswer = message.janus !== 'message';
      this.#pending.set(transaction, { resolve, reject, timer, ackIsAnswer });
      this.#socket.send(JSON.stringify({ ...message, ...session, transaction }));
    });
  }

  /** Closes the connection; Janus then ends what hangs on it. */
  close() {
    this.#socket.close();
    this.#over();
  }

  #receive(message) {
    const failure = failureOf(message);
    const waiting = this.#pending.get(message.transaction);
    if (waiting && (message.janus !== 'ack' || waiting.ackIsAnswer)) {
      this.#pending.delete(message.transaction);
      clearTimeout(waiting.timer);
      failure ? waiting.reject(failure) : waiting.resolve(message);
    } else if (message.sender !== undefined) {
      this.#handles.get(message.sender)?.receive(message);
    } else if (message.janus === 'timeout') {
      this.close();
    }
  }

  #over() {
    clearInterval(this.#keepalive);
    for (const { reject, timer } of this.#pending.values()) {
      clearTimeout(timer);
      reject(new Error('the connection to Janus was closed'));
    }
    this.#pending.clear();
    this.#handles.clear();
    if (!this.#closed) {
      this.#closed = true;
      this.dispatchEvent(new Event('closed'));
    }
  }
}

/**
 * A handle of a plugin. Sends `message` (with `data` and `jsep`) for what the plugin says
 * unasked, and the events of the connection by their names: `webrtcup`, `media`, `hangup`.
 */
export class JanusHandle extends EventTarget {
  #session;
  #id;

  constructor(session, id) {
    super();
    this.#session = session;
    this.#id = id;
  }

  /** Asks the plugin; gives its answer as `{ data, jsep }`. */
  async ask(body, jsep) {
    const message = { janus: 'message', handle_id: this.#id, body, ...(jsep && { jsep }) };
    const answer = await this.#session.request(message);
    return { data: answer.plugindata?.data ?? {}, jsep: answer.jsep };
  }

  /** Passes on an ICE candidate of this side; without one, says that it was the last. */
  trickle(candidate) {
    const sent = candidate ? candidate.toJSON() : { completed: true };
    const message = { janus: 'trickle', handle_id: this.#id, candidate: sent };
    // Whether it arrived shows when the connection comes up or does not.
    this.#session.request(message).catch(() => {});
  }

  /** Gives the handle back to Janus. */
  async detach() {
    await this.#session.request({ janus: 'detach', handle_id: this.#id });
  }

  /** Takes a message that the session received for this handle. */
  receive(message) {
    const event = new Event(message.janus === 'event' ? 'message' : message.janus);
    this.dispatchEvent(Object.assign(event, { data: message.plugindata?.data ?? message, jsep: message.jsep }));
  }
}

function failureOf(message) {
  if (message.janus === 'error') return new JanusError(message.error.code, message.error.reason);
  const data = message.plugindata?.data;
  return data?.error_code ? new JanusError(data.error_code, data.error) : null;
}

function opened(socket) {
  return new Promise((resolve, reject) => {
    if (socket.readyState === 1) resolve();
    socket.addEventListener('open', resolve);
    socket.addEventListener('close', () => reject(new Error('Janus cannot be reached')));
    socket.addEventListener('error', () => reject(new Error('Janus cannot be reached')));
  });
}
