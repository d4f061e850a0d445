import { encodeBase64url, utf8 } from '@tollgate/core';
import { createKeyring, deriveKey, type Keyring, secretBytes } from './keyring.js';
import { createMemoryStore } from './memory-store/memory-store.js';
import type { ResolvedOptions } from './options.js';
import { type NumberPolicy, REFUSE_ALL } from './phone-number.js';
import { createPools, type Pools } from './pools.js';
import { createPriceTable, type PriceTable } from './prices/price-table.js';
import type { Primitives } from './primitives/primitives.js';
import { ProofMemo } from './proof-memo.js';
import type { Store } from './store.js';

/** What every part of one gate works with. */
export interface GateContext {
  readonly options: ResolvedOptions;
  readonly primitives: Primitives;
  readonly keyring: Keyring;
  readonly numberPolicy: NumberPolicy;
  readonly prices: PriceTable;
  readonly pools: Pools;
  readonly store: Store;
  readonly proofs: ProofMemo;
  /** A keyed hash under `hashSecret`, 16 bytes as base64url; each purpose has its own key. */
  keyedHash(purpose: 'number' | 'idempotency', text: string): Promise<string>;
  nowSec(): number;
}

export function createGateContext(options: ResolvedOptions, primitives: Primitives): GateContext {
  const prices = createPriceTable(options.prices);
  const hashSecret = secretBytes(options.hashSecret);
  const hashKeys = {
    number: deriveKey(hashSecret, 'number', primitives),
    idempotency: deriveKey(hashSecret, 'idempotency', primitives),
  };
  return {
    options,
    primitives,
    keyring: createKeyring(options.secrets, primitives),
    numberPolicy: { ...REFUSE_ALL, ...options.numberTypes },
    prices,
    pools: createPools(options, prices),
    proofs: new ProofMemo(),
    store: options.store ?? createMemoryStore({ clock: options.clock }),
    keyedHash: async (purpose, text) => {
      const mac = await primitives.hmacSha256(await hashKeys[purpose], utf8(text));
      return encodeBase64url(mac.subarray(0, 16));
    },
    nowSec: () => Math.floor(options.clock() / 1_000),
  };
}
