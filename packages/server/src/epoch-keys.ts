import { deriveKey } from './keyring.js';
import type { Primitives } from './primitives/primitives.js';
import type { NumberKeys } from './store.js';
import { DAY_MS } from './text-rules.js';

/** How long a number or network has one name. Two epochs back are looked up: 90 days is the longest memory. */
const EPOCH_MS = 30 * DAY_MS;
/** Characters of base64url: 126 bits. */
const NAME_CHARS = 21;

type Purpose = 'number' | 'network';

/**
 * Names of numbers and networks, another one every 30 days: 21 characters of base64url. One HMAC-SHA-256, under a subkey
 * of `hashSecret`, is long enough for the names of two epochs; hashing is a good part of what a decision costs.
 */
export class EpochKeys {
  readonly #hashSecret: Uint8Array;
  readonly #primitives: Primitives;
  #subkeys: {
    readonly pair: number;
    readonly number: readonly [before: Promise<Uint8Array>, now: Promise<Uint8Array>];
    readonly network: Promise<Uint8Array>;
  };

  constructor(hashSecret: Uint8Array, primitives: Primitives) {
    this.#hashSecret = hashSecret;
    this.#primitives = primitives;
    this.#subkeys = this.#derive(0);
  }

  async number(e164: string, nowMs: number): Promise<NumberKeys> {
    const { pair, half } = placeOf(nowMs);
    const [before, now] = this.#at(pair).number;
    const older = await this.#primitives.hmacSha256Text(await before, e164);
    const newer = await this.#primitives.hmacSha256Text(await now, e164);
    if (half === 0) return [nameIn(newer, 0), nameIn(older, 1), nameIn(older, 0)];
    return [nameIn(newer, 1), nameIn(newer, 0), nameIn(older, 1)];
  }

  async network(network: string, nowMs: number): Promise<string> {
    const { pair, half } = placeOf(nowMs);
    const subkey = await this.#at(pair).network;
    return nameIn(await this.#primitives.hmacSha256Text(subkey, network), half);
  }

  #at(pair: number) {
    if (pair !== this.#subkeys.pair) this.#subkeys = this.#derive(pair);
    return this.#subkeys;
  }

  #derive(pair: number) {
    const subkey = (purpose: Purpose, at: number) => deriveKey(this.#hashSecret, `${purpose} ${at}`, this.#primitives);
    return {
      pair,
      number: [subkey('number', pair - 1), subkey('number', pair)],
      network: subkey('network', pair),
    } as const;
  }
}

/** In which pair of epochs a moment is, and in which half of it. */
function placeOf(nowMs: number): { readonly pair: number; readonly half: number } {
  const epoch = Math.floor(nowMs / EPOCH_MS);
  const pair = Math.floor(epoch / 2);
  return { pair, half: epoch - 2 * pair };
}

/** The name of the first or second epoch of a pair. */
function nameIn(mac: string, half: number): string {
  return mac.slice(half * NAME_CHARS, (half + 1) * NAME_CHARS);
}
