// What came of a frame: the numbers of `src/room.rs`.

export const Outcome = {
  Done: 0,
  Authentication: 1,
  KeyID: 2,
  KeyMissing: 3,
  Syntax: 4,
  Replay: 5,
  Codec: 6,
  Counters: 7,
  KeyUsedUp: 8,
  Usage: 9,
  Here: 10,
} as const;

/** Why a frame did not go on. */
export type Reason =
  /** There is no key to send with, or the worker has just started: nothing goes in the clear. */
  | 'notReady'
  /** No bytes: what encoders and networks make of a dropped frame. */
  | 'empty'
  /** The AEAD refused it: forged, damaged, or another key. */
  | 'authentication'
  /** No usable key for its KID. */
  | 'keyID'
  /** Not a frame of this format. */
  | 'syntax'
  /** Opened before, or too old to tell. */
  | 'replay'
  /** The transform was set too late and the browser ignores it: the track was stopped. */
  | 'bypassed'
  /** Authentic, and from somebody else than the track is said to be from. */
  | 'wrongSender'
  /** Not of the codec that was negotiated, or of one that is not supported. */
  | 'codec'
  /** Counters could not be reserved in the database. */
  | 'counters'
  /** The key has encrypted as much as it safely may. */
  | 'keyUsedUp'
  /** A mistake in this package or in how it is used. */
  | 'usage';

const REASONS: readonly Reason[] = [
  'usage', 'authentication', 'keyID', 'keyID', 'syntax', 'replay', 'codec', 'counters',
  'keyUsedUp', 'usage', 'usage',
];

export function reasonOf(outcome: number): Reason {
  return REASONS[outcome] ?? 'usage';
}
