import { Alerts } from '../alerts.js';
import { EpochKeys } from '../epoch-keys.js';
import type { GateContext } from '../gate-context.js';
import { GATE_STEPS, type GateSteps } from '../gate-steps.js';
import { HistoryCache } from '../history-cache.js';
import { createKeyring, deriveKey, type Keyring } from '../keyring.js';
import { createMemoryStore } from '../memory-store/memory-store.js';
import { MeterWatch } from '../meter-watch.js';
import { isInShadow, type Mode } from '../mode.js';
import { type Destination, REFUSE_ALL } from '../phone-number.js';
import { ProofMemo } from '../proof-memo.js';
import { createRandomBytes } from '../random-bytes.js';
import { TrustedLine } from '../trusted-line.js';
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
  /** The pools of strangers by country, `elsewhere` left out. */
  readonly countries: readonly string[];
  /** The form and the number of a canary that needs none of its own: where there are any, such as are not in shadow. */
  readonly action: string;
  readonly home: Destination;

  constructor(
    readonly real: GateContext,
    readonly steps: GateSteps = GATE_STEPS,
  ) {
    const { primitives, options, book } = real;
    this.countries = countriesOf(book);
    this.action = options.actions.find((action) => !isInShadow(options.mode, { action })) ?? options.actions[0]!;
    this.home = homeOf(this.countries, options.mode);
    this.#keyring = createKeyring([{ kid: 'self-test', secret: this.#random(32) }], primitives);
    const hashSecret = this.#random(32);
    this.#epochKeys = new EpochKeys(hashSecret, primitives);
    this.#hashKey = deriveKey(hashSecret, 'self-test', primitives);
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
      testSite: undefined,
      onAlert: undefined,
      onVerdict: undefined,
      random: this.#random,
      clock,
    };
    const store = createMemoryStore({ clock });
    const book = { ...bookOf(real), isClosed: () => false };
    const alerts = new Alerts(undefined, clock, real.allowances.rules);
    // Member by member: of a new one somebody has to say whether it is the gate's or the sandbox's.
    const context: GateContext = {
      options,
      primitives: real.primitives,
      keyring: this.#keyring,
      numberPolicy: real.options.testSite ? { ...REFUSE_ALL, ...real.options.numberTypes } : real.numberPolicy,
      prices: real.prices,
      book,
      allowances: real.allowances,
      histories: new HistoryCache(),
      watch: new MeterWatch({ store, clock, later: () => () => undefined, onRead: () => undefined }),
      deadline: real.deadline,
      alerts,
      trustedLine: new TrustedLine({ store, book, alerts, clock }),
      store,
      proofs: new ProofMemo(),
      epochKeys: this.#epochKeys,
      keyedHash: async (_, text) => {
        const mac = await real.primitives.hmacSha256Text(await this.#hashKey, text);
        return mac.slice(0, 22);
      },
      adopt: () => undefined,
      nowSec: () => Math.floor(nowMs / 1_000),
      findPuzzle: (alg) => real.findPuzzle(alg),
      ...change,
    };
    return { context, pass: (seconds) => void (nowMs += seconds * 1_000) };
  }

  randomBytes(length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#random(length));
  }
}

function countriesOf({ pools }: GateContext['book']): readonly string[] {
  return pools.all.map(({ name }) => name.replace('pool:', '')).filter((name) => /^[A-Z]{2}$/.test(name));
}

/** The first country's that is read as itself and enforced; else the next best. */
function homeOf(countries: readonly string[], mode: Mode): Destination {
  const homes = countries.map(exampleIn);
  const own = homes.filter(isReadAsItself);
  const enforced = own.find(({ country }) => !isInShadow(mode, { action: '', country }));
  return enforced ?? own[0] ?? homes[0]!;
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
