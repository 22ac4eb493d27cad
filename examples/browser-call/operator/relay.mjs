// The operator's post office for key messages: takes them from each participant and gives
// them to one or to all others of the room. It understands none of them and keeps them all.

import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';

import { WebSocketServer } from 'ws';

/** Bytes: a key message of FrameSeal has 16 384 at most, an address 64 and its length one. */
const MAX_MESSAGE = 16_384 + 64 + 1;
/** Bytes that wait for a slow receiver; beyond that its connection is closed. */
const MAX_WAITING = 4_000_000;
const ADDRESS = /^[0-9a-f]{1,64}$/;

/** The rooms' post. */
export class Relay {
  #server = new WebSocketServer({ noServer: true, maxPayload: MAX_MESSAGE });
  #rooms = new Map();
  #folderOf;

  /**
   * What an operator does that is not content with passing on: takes a message, or gives false.
   *
   * @type {(message: { room: string, from: string, to: string, bytes: Buffer }) => boolean}
   */
  interferes = () => false;

  /** @param {(room: string) => string} folderOf where the messages of a room are kept */
  constructor(folderOf) {
    this.#folderOf = folderOf;
  }

  /**
   * Takes over a connection that asks for a WebSocket. Each message of it is a byte with the
   * length of an address, the address, and the message; no address means all others.
   */
  connect(request, socket, head, room, address) {
    if (!ADDRESS.test(address)) {
      socket.destroy();
      return;
    }
    this.#server.handleUpgrade(request, socket, head, (connection) => this.#admit(connection, room, address));
  }

  /** How many key messages a room has seen, and how many bytes. */
  seen(room) {
    const { messages, bytes } = this.#rooms.get(room) ?? { messages: 0, bytes: 0 };
    return { messages, bytes };
  }

  /** Gives a message to one participant. */
  give(room, to, bytes) {
    for (const { connection, address } of this.#rooms.get(room)?.members ?? []) {
      if (address !== to) continue;
      if (connection.bufferedAmount > MAX_WAITING) connection.terminate();
      else connection.send(bytes);
    }
  }

  /** Closes all connections and files. */
  async close() {
    for (const { members, file } of this.#rooms.values()) {
      for (const { connection } of members) connection.terminate();
      await new Promise((resolve) => file.end(resolve));
    }
    this.#server.close();
  }

  #admit(connection, name, address) {
    const room = this.#room(name);
    const member = { connection, address };
    room.members.add(member);
    connection.on('message', (data, isBinary) => {
      const length = data[0];
      if (!isBinary || length === undefined || data.length < 1 + length) {
        connection.close(1008, 'no key message');
        return;
      }
      const to = data.toString('latin1', 1, 1 + length);
      this.#deliver(room, member, to, data.subarray(1 + length));
    });
    connection.on('close', () => room.members.delete(member));
    connection.on('error', () => connection.terminate());
  }

  #deliver(room, from, to, message) {
    room.messages++;
    room.bytes += message.length;
    const kept = { time: Date.now(), from: from.address, to: to || null, message: message.toString('base64') };
    room.file.write(`${JSON.stringify(kept)}\n`);
    if (this.interferes({ room: room.name, from: from.address, to, bytes: message })) return;
    const others = new Set([...room.members].map(({ address }) => address));
    others.delete(from.address);
    if (to === '') others.forEach((it) => this.give(room.name, it, message));
    else if (others.has(to)) this.give(room.name, to, message);
  }

  #room(name) {
    let room = this.#rooms.get(name);
    if (!room) {
      const folder = this.#folderOf(name);
      mkdirSync(folder, { recursive: true });
      const file = createWriteStream(path.join(folder, 'key-messages.jsonl'), { flags: 'a', mode: 0o600 });
      room = { name, members: new Set(), file, messages: 0, bytes: 0 };
      this.#rooms.set(name, room);
    }
    return room;
  }
}
