import { encodeBase64url, utf8 } from '@tollgate/core';
import { deriveKey } from './keyring.js';
import type { Primitives } from './primitives/primitives.js';
import type { NumberKeys } from './store.js';
import { DAY_MS } from './text-rules.js';

/** How long one key hashes numbers and networks. Two epochs back are looked up: 90 days is the longest memory. */
const EPOCH_MS = 30 * DAY_MS;

type Purpose = 'number' | 'network';

/** Hashes of numbers and networks: HMAC-SHA-256 under a subkey of `hashSecret` for each 30 days, 16 bytes as base64url. */
export class EpochKeys {
  readonly #hashSecret: Uint8Array;
  readonly #primitives: Primitives;
  #subkeys: { readonly epoch: number; readonly number: Promise<Uint8Array[]>; readonly network: Promise<Uint8Array[]> };

  constructor(hashSecret: Uint8Array, primitives: Primitives) {
    this.#hashSecret = hashSecret;
    this.#primitives = primitives;
    this.#subkeys = this.#derive(0);
  }

  async number(e164: string, nowMs: number): Promise<NumberKeys> {
    const text = utf8(e164);
    const subkeys = await this.#at(nowMs).number;
    const names = await Promise.all(subkeys.map(async (key) => nameOf(await this.#primitives.hmacSha256(key, text))));
    return names as [string, string, string];
  }

  async network(network: string, nowMs: number): Promise<string> {
    const [subkey] = await this.#at(nowMs).network;
    return nameOf(await this.#primitives.hmacSha256(subkey!, utf8(network)));
  }

  #at(nowMs: number) {
    const epoch = Math.floor(nowMs / EPOCH_MS);
    if (epoch !== this.#subkeys.epoch) this.#subkeys = this.#derive(epoch);
    return this.#subkeys;
  }

  #derive(epoch: number) {
    const subkey = (purpose: Purpose, ago: number) =>
      deriveKey(this.#hashSecret, `${purpose} ${epoch - ago}`, this.#primitives);
    return {
      epoch,
      number: Promise.all([subkey('number', 0), subkey('number', 1), subkey('number', 2)]),
      network: Promise.all([subkey('network', 0)]),
    };
  }
}

function nameOf(mac: Uint8Array): string {
  return encodeBase64url(mac.subarray(0, 16));
}
