// Every implementation that is measured. Its module runs inside a worker and exports `start()`;
// `identity.mjs` says what that gives back.

/** What an implementation is compared as. */
export const Role = {
  /** What the targets are about. */
  ours: 'ours',
  /** What deployed systems ship. */
  peer: 'peer',
  /** What nobody can be faster than: the streams alone, or the browser's own AES-GCM alone. */
  floor: 'floor',
};

/** Whose cost is taken off the others' in a call. */
export const BASELINE = 'identity';

export const IMPLEMENTATIONS = [
  { name: 'frameseal', role: Role.ours, seals: true },
  { name: 'livekit', role: Role.peer, seals: true },
  { name: 'getstream', role: Role.peer, seals: true },
  { name: 'webcrypto', role: Role.floor, seals: true },
  { name: 'identity-transform', role: Role.floor, seals: false },
  { name: BASELINE, role: Role.floor, seals: false },
].map((implementation) => ({ ...implementation, module: `/implementations/${implementation.name}.mjs` }));
