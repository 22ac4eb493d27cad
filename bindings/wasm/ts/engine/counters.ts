// Counters for keys that the app brings: reserved ahead in a database, so that no counter comes
// again after a reload, in another tab, or after a crash (RFC 9605 section 9.1).

import { grantCounters, remainingCounters } from './wasm/frameseal_wasm.js';
import type { MemoryStorage, Storage } from './storage.js';

/** 65 536 counters at a time: some minutes of a call, and what a reload wastes of a key. */
const GRANT = 1n << 16n;

/** With half of them left, more are reserved. */
const LOW = GRANT / 2n;

/** As {@link reserve}, in memory and at once. */
export function take(storage: MemoryStorage, fingerprint: Uint8Array): void {
  if (remainingCounters(fingerprint) >= LOW) return;
  const first = storage.take(fingerprint, GRANT);
  grantCounters(fingerprint, first, first + GRANT);
}

/** Reserves counters of a key, before its encryptor is made. */
export async function reserve(storage: Storage, fingerprint: Uint8Array): Promise<void> {
  if (remainingCounters(fingerprint) >= LOW) return;
  const first = await storage.reserve(fingerprint, GRANT);
  grantCounters(fingerprint, first, first + GRANT);
}
