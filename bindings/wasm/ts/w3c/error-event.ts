// The event of a frame that was refused.

import type { SFrameChunk } from './frames.js';
import { type CryptoKeyID } from './options.js';
import { dictionary, enumerated, numeric, shapeAsInterface } from './webidl.js';

const ERROR_TYPES = ['authentication', 'keyID', 'syntax'] as const;

/** Why a frame was refused: not what its sender sealed, no key for its KID, or not an SFrame. */
export type SFrameTransformErrorEventType = (typeof ERROR_TYPES)[number];

/** What an event is made with. */
export interface SFrameTransformErrorEventInit extends EventInit {
  errorType: SFrameTransformErrorEventType;
  /** The chunk as it was written. */
  frame: SFrameChunk;
  /** The KID in the frame's header, when there is no key for it. */
  keyID?: CryptoKeyID | null;
}

/** Tells of a frame that was refused; it is dropped. */
export class SFrameTransformErrorEvent extends Event {
  readonly #errorType: SFrameTransformErrorEventType;
  readonly #keyID: CryptoKeyID | null;
  readonly #frame: SFrameChunk;

  /** @throws TypeError when a required member is missing or of another type. */
  constructor(type: string, eventInitDict: SFrameTransformErrorEventInit) {
    const { errorType, frame, keyID } = dictionary(eventInitDict, 'eventInitDict');
    if (errorType === undefined) throw new TypeError('eventInitDict.errorType is missing');
    if (typeof frame !== 'object' || frame === null)
      throw new TypeError('eventInitDict.frame is not a frame or bytes');
    super(type, eventInitDict);
    this.#errorType = enumerated(errorType, ERROR_TYPES, 'eventInitDict.errorType');
    this.#keyID = keyID === undefined || keyID === null ? null : numeric(keyID);
    this.#frame = frame as SFrameChunk;
  }

  get errorType(): SFrameTransformErrorEventType {
    return this.#errorType;
  }

  get keyID(): CryptoKeyID | null {
    return this.#keyID;
  }

  get frame(): SFrameChunk {
    return this.#frame;
  }
}

shapeAsInterface(SFrameTransformErrorEvent, 'SFrameTransformErrorEvent');
