import {
  type Change,
  type Controls,
  isClosed,
  NO_CONTROLS,
  readControls,
  withPool,
  writeControls,
} from './controls.js';
import {
  type CapMicroUsd,
  createPools,
  demandRoomUnderCap,
  type ElsewhereOption,
  type FormerLimits,
  type PoolOption,
  type PoolOptions,
  type Pools,
} from './pools.js';
import type { PriceTable } from './prices/price-table.js';
import type { RoomRules } from './room-rules.js';
import type { Store, StoredControls } from './store.js';
import { TollgateError } from './tollgate-error.js';

/** How often a change is tried against others at the same moment. */
const TRIES = 25;

/** The pools in force: what the options say, and what the operator changed since, in whichever process. */
export class PoolBook {
  readonly #options: PoolOptions;
  readonly #prices: PriceTable;
  readonly #rules: RoomRules;
  #pools: Pools;
  #controls: Controls = NO_CONTROLS;
  #version = 0;
  /** This process's changes go one after the other; others' may still come between. */
  #changing: Promise<void> = Promise.resolve();

  constructor(options: PoolOptions, prices: PriceTable, rules: RoomRules) {
    this.#options = options;
    this.#prices = prices;
    this.#rules = rules;
    this.#pools = createPools(options, prices, { rules });
    demandRoomUnderCap(this.#pools);
  }

  get pools(): Pools {
    return this.#pools;
  }

  get controls(): Controls {
    return this.#controls;
  }

  /** What all pools may spend together by now: a pool that was lowered counts as before until its window has passed. */
  sumAt(nowSec: number): CapMicroUsd {
    return this.#poolsOf(this.#controls, nowSec).sum;
  }

  /** How many changes are in force here. */
  get version(): number {
    return this.#version;
  }

  isClosed(e164: string, nowSec: number): boolean {
    return isClosed(this.#controls, e164, nowSec);
  }

  /**
   * Takes over what is in force in the store; what was changed is true for every process. Answers what is wrong with
   * it for this one, whose own options may differ: then its pools are more than its cap, which holds all the same.
   */
  adopt(stored: StoredControls, nowSec: number): string | undefined {
    if (stored.version === this.#version) return undefined;
    const controls = readControls(stored);
    const isSame = JSON.stringify(controls.pools) === JSON.stringify(this.#controls.pools);
    this.#controls = controls;
    this.#version = stored.version;
    if (isSame) return undefined;
    try {
      this.#pools = this.#poolsOf(controls, nowSec);
      demandRoomUnderCap(this.#pools);
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  }

  /** Makes a change in the store, for every process; again from the start where somebody else was quicker. */
  change(store: Store, edit: (controls: Controls) => Controls, nowSec: number): Promise<void> {
    const change = this.#changing.then(() => this.#change(store, edit, nowSec));
    this.#changing = change.catch(() => undefined);
    return change;
  }

  async #change(store: Store, edit: (controls: Controls) => Controls, nowSec: number): Promise<void> {
    for (let turn = 0; turn < TRIES; turn++) {
      const next = edit(this.#controls);
      const version = this.#version + 1;
      const text = writeControls(next);
      const stored = await store.control({ version, text });
      this.adopt(stored, nowSec);
      if (stored.version === version && stored.text === text) return;
    }
    throw new TollgateError('store-unavailable', 'the change was not made: others change the controls all the time');
  }

  /** The controls with another option for a pool. Throws as `createGate` does where the pools would not fit the cap. */
  withPool(
    controls: Controls,
    { name, option }: { name: string; option: PoolOption | ElsewhereOption | 'as-configured' },
    change: Change,
  ): Controls {
    const next = withPool(controls, { name, option, former: this.#formerOf(name, change.nowSec) }, change);
    demandRoomUnderCap(this.#poolsOf(next, change.nowSec));
    return next;
  }

  #formerOf(name: string, replacedAtSec: number): readonly FormerLimits[] {
    const pool = this.#pools.all.find((one) => one.name === `pool:${name}`);
    if (!pool) return [];
    const { hourMicroUsd, dayMicroUsd } = pool;
    return [{ name: pool.name, hourMicroUsd, dayMicroUsd, replacedAtSec }];
  }

  #poolsOf(controls: Controls, nowSec: number): Pools {
    return createPools(this.#optionsOf(controls), this.#prices, {
      former: controls.former,
      nowSec,
      rules: this.#rules,
    });
  }

  #optionsOf({ pools }: Controls): PoolOptions {
    const { elsewhere = this.#options.elsewhere, ...countries } = pools as Record<string, PoolOption> & {
      elsewhere?: ElsewhereOption;
    };
    return { cap: this.#options.cap, elsewhere, countries: { ...this.#options.countries, ...countries } };
  }
}
