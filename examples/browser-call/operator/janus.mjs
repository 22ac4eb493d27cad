// The operator's media server: Debian's Janus with its videoroom plugin, its recorder on.
//
// Nothing here knows of encryption, and Janus is not told of any. It forwards what it gets and
// writes it down.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import WebSocket from 'ws';

import { JanusError, JanusSession } from '../page/janus.mjs';

/** Janus answers a second after its start; ten on a busy machine. */
const START_MS = 20_000;
/** After this it is killed: it takes a second to end, more with many calls. */
const STOP_MS = 10_000;
/** One room holds this many people: each of them gets a picture of every other. */
const MAX_PUBLISHERS = 12;
/** Bits a second for each picture: enough for 640 × 360. */
const BITRATE = 1_000_000;
/** Seconds between key frames: a recording can be cut that often. */
const KEY_FRAME_SECONDS = 5;

/** The only address that media arrive at: what runs here is for this machine alone. */
const MEDIA_ADDRESS = '127.0.0.1';

const ROOM_EXISTS = 427;

/** A running Janus, and what it records. */
export class Operator {
  /** The folder with the configuration, the log and the recordings; gone after `stop`. */
  folder;
  #process;
  #session;
  #videoroom;
  #adminKey;
  #log = '';

  /** Starts Janus and waits until it answers. */
  static async start() {
    const operator = new Operator();
    operator.folder = await mkdtemp(path.join(tmpdir(), 'browser-call-'));
    try {
      await operator.#start();
    } catch (error) {
      await operator.stop();
      throw error;
    }
    return operator;
  }

  /** The socket that Janus listens on with its WebSocket interface. */
  get socketPath() {
    return path.join(this.folder, 'janus.sock');
  }

  /** The process id of Janus. */
  get pid() {
    return this.#process.pid;
  }

  /** The last lines that Janus printed. */
  get log() {
    return this.#log;
  }

  /** The folder that the recordings of a room go to. */
  recordingsOf(room) {
    return path.join(this.folder, 'recordings', room);
  }

  /** Makes a room that is recorded, unless it is there. */
  async openRoom(room) {
    const request = {
      request: 'create',
      admin_key: this.#adminKey,
      room,
      description: room,
      is_private: true,
      publishers: MAX_PUBLISHERS,
      bitrate: BITRATE,
      fir_freq: KEY_FRAME_SECONDS,
      audiocodec: 'opus',
      videocodec: 'vp8',
      notify_joining: false,
      record: true,
      rec_dir: this.recordingsOf(room),
    };
    await mkdir(request.rec_dir, { recursive: true });
    try {
      await this.#videoroom.ask(request);
    } catch (error) {
      if (!(error instanceof JanusError && error.code === ROOM_EXISTS)) throw error;
    }
  }

  /** Ends Janus and deletes the folder. */
  async stop() {
    this.#session?.close();
    const janus = this.#process;
    if (janus && janus.exitCode === null && janus.signalCode === null) {
      const ended = once(janus, 'exit');
      janus.kill('SIGTERM');
      const timer = setTimeout(() => janus.kill('SIGKILL'), STOP_MS);
      await ended;
      clearTimeout(timer);
    }
    await rm(this.folder, { recursive: true, force: true });
  }

  async #start() {
    this.#adminKey = crypto.randomUUID();
    const config = await writeConfiguration(this.folder, this.socketPath, this.#adminKey);
    const words = ['--configs-folder', config, '--config', path.join(config, 'janus.jcfg')];
    // The kernel ends Janus when this process is gone, however it went.
    this.#process = spawn('setpriv', ['--pdeathsig', 'TERM', '--', 'janus', ...words], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const failed = new Promise((_, reject) => {
      this.#process.on('error', reject);
      this.#process.on('exit', (code, signal) => {
        reject(new Error(`janus ended with ${code ?? signal}:\n${this.#log}`));
      });
    });
    failed.catch(() => {}); // also when nobody waits any more
    for (const stream of [this.#process.stdout, this.#process.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        this.#log = (this.#log + text).slice(-20_000);
      });
    }
    await Promise.race([this.#untilItAnswers(), failed]);
    this.#videoroom = await this.#session.attach('janus.plugin.videoroom');
  }

  async #untilItAnswers() {
    for (const end = Date.now() + START_MS; ; ) {
      try {
        const socket = new WebSocket(`ws+unix:${this.socketPath}:/`, 'janus-protocol');
        this.#session = await JanusSession.open(socket);
        return;
      } catch (error) {
        if (Date.now() > end) throw new Error(`${error.message} after ${START_MS / 1000} s:\n${this.#log}`);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  }
}

async function writeConfiguration(folder, socketPath, adminKey) {
  const libraries = await janusLibraries();
  for (const kind of ['config', 'plugins', 'transports', 'none', 'recordings']) {
    await mkdir(path.join(folder, kind));
  }
  // Janus loads whatever its folders hold: these hold one plugin and one transport.
  for (const library of ['plugins/libjanus_videoroom.so', 'transports/libjanus_websockets.so']) {
    await symlink(path.join(libraries, library), path.join(folder, library));
  }
  const config = path.join(folder, 'config');
  const write = (name, sections) => writeFile(path.join(config, name), jcfg(sections), { mode: 0o600 });
  await write('janus.jcfg', {
    general: {
      configs_folder: config,
      plugins_folder: path.join(folder, 'plugins'),
      transports_folder: path.join(folder, 'transports'),
      events_folder: path.join(folder, 'none'),
      loggers_folder: path.join(folder, 'none'),
      debug_level: 3,
      debug_colors: false,
      hide_dependencies: true,
    },
    nat: { ice_enforce_list: MEDIA_ADDRESS },
  });
  await write('janus.transport.websockets.jcfg', {
    general: { json: 'compact', ws: true, ws_unix: socketPath, wss: false },
    admin: { admin_ws: false, admin_wss: false },
  });
  await write('janus.plugin.videoroom.jcfg', {
    general: { admin_key: adminKey, string_ids: true, events: false },
  });
  return config;
}

/** Finds the folder of Debian's Janus: `/usr/lib/x86_64-linux-gnu/janus`, for example. */
async function janusLibraries() {
  for (const architecture of await readdir('/usr/lib')) {
    const libraries = path.join('/usr/lib', architecture, 'janus');
    const plugins = await readdir(path.join(libraries, 'plugins')).catch(() => []);
    if (plugins.includes('libjanus_videoroom.so')) return libraries;
  }
  throw new Error('Janus is not installed. On Debian: apt install janus janus-tools ffmpeg');
}

/** Writes a configuration as libconfig reads it. */
function jcfg(sections) {
  const value = (it) => (typeof it === 'string' ? JSON.stringify(it) : String(it));
  return Object.entries(sections)
    .map(([name, entries]) => {
      const lines = Object.entries(entries).map(([key, it]) => `  ${key} = ${value(it)}`);
      return `${name}: {\n${lines.join('\n')}\n}\n`;
    })
    .join('\n');
}
