// What the keys of a room of LiveKit's are to its encryption.

import type { Room } from 'livekit-client';

/** Data that go through LiveKit's data channel, sealed. */
export interface SealedData {
  payload: Uint8Array<ArrayBuffer>;
  iv: Uint8Array<ArrayBuffer>;
  keyIndex: number;
}

/** Where the keys of a room come from. */
export interface RoomKeys {
  /** Called once, before the room connects. */
  start(room: Room): void;
  /** Gives what an identity's frames are `from`; undefined while nobody's frames are that identity's. */
  ownerOf(identity: string): string | undefined;
  seal(data: Uint8Array<ArrayBuffer>): Promise<SealedData>;
  open(sealed: SealedData, identity: string): Promise<Uint8Array<ArrayBuffer>>;
}

/** Listens to an emitter of LiveKit's, whose event names are enums that exist only in its code. */
export function on(emitter: object, event: string, listener: (...about: never[]) => void): void {
  (emitter as { on(event: string, listener: (...about: never[]) => void): void }).on(event, listener);
}
