import { Alerts } from '../alerts.js';
import { EpochKeys } from '../epoch-keys.js';
import type { GateContext } from '../gate-context.js';
import { HistoryCache } from '../history-cache.js';
import { createKeyring, deriveKey, type Keyring } from '../keyring.js';
import { createMemoryStore } from '../memory-store/memory-store.js';
import { MeterWatch } from '../meter-watch.js';
import { isInShadow } from '../mode.js';
import type { Destination } from '../phone-number.js';
import { ProofMemo } from '../proof-memo.js';
import { createRandomBytes } from '../random-bytes.js';
import { exampleIn, isReadAsItself } from './home.js';

/** Work that costs a start nothing. Every second nonce wins, so that there are wrong ones. */
const CHEAP = { p: 2, k: 2 };

/** A gate's parts as one canary meets them, with a clock in its hand. */
export interface Scene {
  readonly context: GateContext;
  pass(seconds: number): void;
}

/**
 * A gate's own rules, pools, prices and code, over secrets, a memory store and a clock of the sandbox's own: nothing that
 * happens in it moves a meter, tells an alert or shows an event of the gate's.
 */
export class Sandbox {
  readonly #keyring: Keyring;
  readonly #epochKeys: EpochKeys;
  readonly #hashKey: Promise<Uint8Array>;
  readonly #random = createRandomBytes();

  constructor(readonly real: GateContext) {
    const { primitives } = real;
    this.#keyring = createKeyring([{ kid: 'self-test', secret: this.#random(32) }], primitives);
    const hashSecret = this.#random(32);
    this.#epochKeys = new EpochKeys(hashSecret, primitives);
    this.#hashKey = deriveKey(hashSecret, 'self-test', primitives);
  }

  /** The pools of strangers by country, `elsewhere` left out. */
  get countries(): readonly string[] {
    return this.real.book.pools.all
      .map(({ name }) => name.replace('pool:', ''))
      .filter((name) => /^[A-Z]{2}$/.test(name));
  }

  /** The form and the number of a canary that needs none of its own: where there are any, such as are not in shadow. */
  get action(): string {
    const { actions, mode } = this.real.options;
    return actions.find((action) => !isInShadow(mode, { action })) ?? actions[0]!;
  }

  get home(): Destination {
    const { mode } = this.real.options;
    const homes = this.countries.map(exampleIn);
    const own = homes.filter(isReadAsItself);
    const enforced = own.find(({ country }) => !isInShadow(mode, { action: '', country }));
    return enforced ?? own[0] ?? homes[0]!;
  }

  /** Fresh parts with an empty store; `change` puts others in their place. */
  scene(change: Partial<GateContext> = {}): Scene {
    const { real } = this;
    let nowMs = real.options.clock();
    const clock = () => nowMs;
    const options = {
      ...real.options,
      work: { ...real.options.work, ...CHEAP },
      mode: 'enforce' as const,
      onAlert: undefined,
      onVerdict: undefined,
      random: this.#random,
      clock,
    };
    const store = createMemoryStore({ clock });
    const context: GateContext = {
      ...real,
      options,
      keyring: this.#keyring,
      book: { ...bookOf(real), isClosed: () => false },
      histories: new HistoryCache(),
      watch: new MeterWatch({ store, clock, later: () => () => undefined, onRead: () => undefined }),
      alerts: new Alerts(undefined, clock, real.allowances.rules),
      store,
      proofs: new ProofMemo(),
      epochKeys: this.#epochKeys,
      keyedHash: async (_, text) => {
        const mac = await real.primitives.hmacSha256Text(await this.#hashKey, text);
        return mac.slice(0, 22);
      },
      adopt: () => undefined,
      nowSec: () => Math.floor(nowMs / 1_000),
      ...change,
    };
    return { context, pass: (seconds) => void (nowMs += seconds * 1_000) };
  }

  randomBytes(length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#random(length));
  }
}

/** The pools in force, by the count of a store in which nothing was changed. */
export function bookOf({ book }: GateContext): GateContext['book'] {
  return {
    pools: book.pools,
    controls: book.controls,
    version: 0,
    isClosed: (e164, nowSec) => book.isClosed(e164, nowSec),
    sumAt: (nowSec) => book.sumAt(nowSec),
    adopt: () => undefined,
    change: () => Promise.resolve(),
    withPool: (controls) => controls,
  };
}
