// SFrame (RFC 9605) once more, over WebCrypto, written from the text to check the streams against.

/** The suites by their names: number, hash, bytes of AES key, HMAC key and tag. */
export const SUITES = {
  AES_128_CTR_HMAC_SHA256_80: { id: 1, hash: 'SHA-256', aes: 16, mac: 32, tag: 10 },
  AES_128_CTR_HMAC_SHA256_64: { id: 2, hash: 'SHA-256', aes: 16, mac: 32, tag: 8 },
  AES_128_CTR_HMAC_SHA256_32: { id: 3, hash: 'SHA-256', aes: 16, mac: 32, tag: 4 },
  AES_128_GCM_SHA256_128: { id: 4, hash: 'SHA-256', aes: 16, mac: 0, tag: 16 },
  AES_256_GCM_SHA512_128: { id: 5, hash: 'SHA-512', aes: 32, mac: 0, tag: 16 },
  AES_256_CTR_HMAC_SHA512_80: { id: 6, hash: 'SHA-512', aes: 32, mac: 64, tag: 10 },
  AES_256_CTR_HMAC_SHA512_64: { id: 7, hash: 'SHA-512', aes: 32, mac: 64, tag: 8 },
  AES_256_CTR_HMAC_SHA512_32: { id: 8, hash: 'SHA-512', aes: 32, mac: 64, tag: 4 },
};

const SALT_LEN = 12;

/** One base key under one KID. */
export class Reference {
  /** Derives key and salt from bytes (section 4.4.2). */
  static async of(suiteName, kid, baseKey) {
    const suite = SUITES[suiteName];
    const base = await crypto.subtle.importKey('raw', baseKey, 'HKDF', false, ['deriveBits']);
    const derive = async (label, len) => {
      const info = join(new TextEncoder().encode(label), integer(kid, 8), integer(BigInt(suite.id), 2));
      const algorithm = { name: 'HKDF', hash: suite.hash, salt: new Uint8Array(0), info };
      return new Uint8Array(await crypto.subtle.deriveBits(algorithm, base, len * 8));
    };
    const key = await derive('SFrame 1.0 Secret key ', suite.aes + suite.mac);
    const salt = await derive('SFrame 1.0 Secret salt ', SALT_LEN);
    const name = suite.mac === 0 ? 'AES-GCM' : 'AES-CTR';
    const aes = await crypto.subtle.importKey('raw', key.subarray(0, suite.aes), name, false, ['encrypt', 'decrypt']);
    const mac = suite.mac === 0 ? null : await crypto.subtle.importKey(
      'raw', key.subarray(suite.aes), { name: 'HMAC', hash: suite.hash }, false, ['sign'],
    );
    return new Reference(suite, kid, aes, mac, salt);
  }

  constructor(suite, kid, aes, mac, salt) {
    Object.assign(this, { suite, kid, aes, mac, salt });
  }

  async seal(counter, plaintext) {
    const aad = header(this.kid, counter);
    return join(aad, await this.#encrypt(this.#nonce(counter), aad, plaintext));
  }

  /** Gives KID, counter and plaintext; throws when the tag is wrong. */
  async open(sframe) {
    const { kid, counter, length } = parse(sframe);
    if (kid !== this.kid) throw new Error(`KID ${kid} where ${this.kid} was expected`);
    const [nonce, aad, body] = [this.#nonce(counter), sframe.subarray(0, length), sframe.subarray(length)];
    return { kid, counter, plaintext: await this.#decrypt(nonce, aad, body) };
  }

  async #encrypt(nonce, aad, plaintext) {
    if (this.mac === null) return new Uint8Array(await crypto.subtle.encrypt(this.#gcm(nonce, aad), this.aes, plaintext));
    const ciphertext = new Uint8Array(await crypto.subtle.encrypt(this.#ctr(nonce), this.aes, plaintext));
    return join(ciphertext, await this.#tag(nonce, aad, ciphertext));
  }

  async #decrypt(nonce, aad, body) {
    if (this.mac === null) return new Uint8Array(await crypto.subtle.decrypt(this.#gcm(nonce, aad), this.aes, body));
    const end = body.length - this.suite.tag;
    const ciphertext = body.subarray(0, end);
    const tag = await this.#tag(nonce, aad, ciphertext);
    if (String(tag) !== String(body.subarray(end))) throw new Error('the tag is wrong');
    return new Uint8Array(await crypto.subtle.decrypt(this.#ctr(nonce), this.aes, ciphertext));
  }

  /** Section 4.5.1. */
  async #tag(nonce, aad, ciphertext) {
    const lengths = [aad.length, ciphertext.length, this.suite.tag].map((len) => integer(BigInt(len), 8));
    const signed = await crypto.subtle.sign('HMAC', this.mac, join(...lengths, nonce, aad, ciphertext));
    return new Uint8Array(signed, 0, this.suite.tag);
  }

  #nonce(counter) {
    const bytes = integer(counter, SALT_LEN);
    return this.salt.map((byte, index) => byte ^ bytes[index]);
  }

  #gcm(nonce, aad) {
    return { name: 'AES-GCM', iv: nonce, additionalData: aad, tagLength: 128 };
  }

  #ctr(nonce) {
    return { name: 'AES-CTR', counter: join(nonce, new Uint8Array(4)), length: 32 };
  }
}

/** Writes a header (section 4.3). */
export function header(kid, counter) {
  const [k, kidBytes] = field(kid);
  const [c, counterBytes] = field(counter);
  return join(Uint8Array.of((k << 4) | c), kidBytes, counterBytes);
}

function field(value) {
  if (value < 8n) return [Number(value), new Uint8Array(0)];
  let len = 1;
  while (value >> BigInt(8 * len) > 0n) len += 1;
  return [8 | (len - 1), integer(value, len)];
}

/** Reads a header. */
export function parse(sframe) {
  let length = 1;
  const read = (bits) => {
    if (bits < 8) return BigInt(bits);
    let value = 0n;
    for (let left = (bits & 7) + 1; left > 0; left -= 1) value = (value << 8n) | BigInt(sframe[length++]);
    return value;
  };
  const kid = read(sframe[0] >> 4);
  const counter = read(sframe[0] & 15);
  return { kid, counter, length };
}

function integer(value, len) {
  return Uint8Array.from({ length: len }, (_, index) => Number((value >> BigInt(8 * (len - 1 - index))) & 255n));
}

export function join(...parts) {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let place = 0;
  for (const part of parts) {
    joined.set(part, place);
    place += part.length;
  }
  return joined;
}
