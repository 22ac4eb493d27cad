// A participant's room options with FrameSeal.

import { LiveKitEncryption } from '/frameseal/adapters/livekit.js';
import { ExternalE2EEKeyProvider } from '/livekit-client/livekit-client.esm.mjs';

/**
 * @param {number} id
 * @param {object} options
 * @param {'transparent' | 'livekit'} [options.format]
 * @param {string} [options.passphrase] for LiveKit's own key provider;
 * @param {object} [options.call] or built-in call keys.
 */
export async function encryption(id, { passphrase, ...options }) {
  if (passphrase !== undefined) {
    options.keyProvider = new ExternalE2EEKeyProvider();
    await options.keyProvider.setKey(passphrase);
  }
  const e2eeManager = new LiveKitEncryption({ ...options, storage: 'memory' });
  participant.e2ee = e2eeManager;
  participant.keyProvider = options.keyProvider;
  return { encryption: { e2eeManager } };
}
