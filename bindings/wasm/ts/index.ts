// The npm package `frameseal`, as a page sees it.

export { Call } from './call.js';
export { FrameSealError } from './engine/error.js';
export type { Reason } from './engine/outcome.js';
export { CallEvent, ChatEvent, FrameSealEvent } from './events.js';
export type { CallEvents, FrameSealEvents } from './events.js';
export { FrameSeal } from './frameseal.js';
export type { AttachedStatistics } from './frameseal.js';
export type {
  Bytes, Epoch, FrameSealOptions, JoinCall, LegacyKey, ReceiveKey, ReceiverOptions, SendKey, SenderKey,
  SenderOptions,
} from './options.js';
export type {
  Code, Comparison, Format, LegacyFormat, MediaKind, Member, Statistics, TrackStatistics,
} from './protocol.js';
