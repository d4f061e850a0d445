import { findPuzzle, type PuzzleRow } from '@tollgate/core';
import { Alerts } from './alerts.js';
import { Allowances } from './allowances.js';
import { deadline } from './deadline.js';
import { EpochKeys } from './epoch-keys.js';
import { GuardedStore } from './guarded-store.js';
import { HistoryCache } from './history-cache.js';
import { createKeyring, deriveKey, type Keyring, secretBytes } from './keyring.js';
import { createMemoryStore } from './memory-store/memory-store.js';
import { type Later, later as byTimer, MeterWatch } from './meter-watch.js';
import type { ResolvedOptions } from './options.js';
import { type NumberPolicy, REFUSE_ALL } from './phone-number.js';
import { PoolBook } from './pool-book.js';
import { createPriceTable, type PriceTable } from './prices/price-table.js';
import type { Primitives } from './primitives/primitives.js';
import { ProofMemo } from './proof-memo.js';
import { ROOM_RULES, type RoomRules } from './room-rules.js';
import type { Store, StoredControls } from './store.js';
import { ALLOW_ALL } from './test-site.js';
import { TrustedLine } from './trusted-line.js';

/** What every part of one gate works with. */
export interface GateContext {
  readonly options: ResolvedOptions;
  readonly primitives: Primitives;
  readonly keyring: Keyring;
  readonly numberPolicy: NumberPolicy;
  readonly prices: PriceTable;
  /** The pools in force, and what the operator changed at run time. */
  readonly book: Pick<PoolBook, keyof PoolBook>;
  /** What meters allow. */
  readonly allowances: Allowances;
  readonly histories: HistoryCache;
  /** What meters held a moment ago. */
  readonly watch: MeterWatch;
  /** Ends what was waited for long enough. */
  readonly deadline: Later;
  readonly alerts: Alerts;
  readonly trustedLine: TrustedLine;
  readonly store: Store;
  readonly proofs: ProofMemo;
  /** Hashes of numbers and networks, by epoch. */
  readonly epochKeys: EpochKeys;
  /** A keyed hash under `hashSecret` for what lives minutes, 22 characters of base64url; each purpose has its own key. */
  keyedHash(purpose: 'idempotency' | 'parked' | 'inbound', text: string): Promise<string>;
  /** Takes over the controls that the store has. */
  adopt(stored: StoredControls): void;
  nowSec(): number;
  /** The puzzle's row of this name, or `undefined`. */
  findPuzzle(alg: string): PuzzleRow | undefined;
}

/** What a laboratory puts in place of a gate's own parts. */
export interface Seams {
  readonly rules?: RoomRules | undefined;
  readonly puzzle?: PuzzleRow | undefined;
  readonly later?: Later | undefined;
}

export function createGateContext(
  options: ResolvedOptions,
  primitives: Primitives,
  { rules = ROOM_RULES, puzzle, later }: Seams = {},
): GateContext {
  const { clock } = options;
  const prices = createPriceTable(options.prices);
  const hashSecret = secretBytes(options.hashSecret);
  const hashKeys = {
    idempotency: deriveKey(hashSecret, 'idempotency', primitives),
    parked: deriveKey(hashSecret, 'parked', primitives),
    inbound: deriveKey(hashSecret, 'inbound', primitives),
  };
  const book = new PoolBook(options, prices, rules);
  const alerts = new Alerts(options.onAlert, clock, rules);
  const store = storeOf(options, book, alerts);
  const histories = new HistoryCache();
  const nowSec = () => Math.floor(clock() / 1_000);
  return {
    options,
    primitives,
    keyring: createKeyring(options.secrets, primitives),
    numberPolicy: options.testSite ? ALLOW_ALL : { ...REFUSE_ALL, ...options.numberTypes },
    prices,
    book,
    allowances: new Allowances(rules),
    histories,
    watch: new MeterWatch({
      store,
      clock,
      later: later ?? byTimer,
      onRead: (meter, { days }) => {
        if (days.length > 0) histories.learn({ [meter]: days }, clock());
      },
    }),
    deadline: later ?? deadline,
    alerts,
    trustedLine: new TrustedLine({ store, book, alerts, clock }),
    proofs: new ProofMemo(),
    store,
    epochKeys: new EpochKeys(hashSecret, primitives),
    keyedHash: async (purpose, text) => {
      const mac = await primitives.hmacSha256Text(await hashKeys[purpose], text);
      return mac.slice(0, 22);
    },
    adopt: (stored) => {
      const fault = book.adopt(stored, nowSec());
      if (fault === undefined) return;
      alerts.tell({
        kind: 'pools-exceed-cap',
        message: `pools as changed at run time do not fit this process: ${fault}`,
      });
    },
    nowSec,
    findPuzzle: (alg) => (alg === puzzle?.alg ? puzzle : findPuzzle(alg)),
  };
}

/**
 * The process's own memory needs no guard: it is there, and it is the only one that the cap is spent from. In shadow mode it
 * does: what it has no room for goes out all the same, and under the same cap.
 */
function storeOf(options: ResolvedOptions, book: PoolBook, alerts: Alerts): Store {
  const { store, clock, storeTimeoutMs, onStoreFailure, mode } = options;
  if (!store && mode === 'enforce') return createMemoryStore({ clock });
  const mayGoOn = onStoreFailure === 'allow';
  const fallback = mayGoOn || mode !== 'enforce' ? createMemoryStore({ clock }) : undefined;
  const message = 'the store does not answer: texts go out under the limits of each process alone';
  return new GuardedStore(store ?? createMemoryStore({ clock }), {
    cap: book.pools.cap,
    clock,
    timeoutMs: storeTimeoutMs,
    fallback,
    isForShadowOnly: !mayGoOn,
    onFallback: () => {
      alerts.tell({ kind: 'store-degraded', message });
    },
  });
}
