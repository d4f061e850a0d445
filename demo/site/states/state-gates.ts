import { randomBytes } from 'node:crypto';
import { createGate, type Gate } from '@tollgate/server';
import { STAND_IN_ACCOUNT } from '../../stand-in/credentials.js';
import { type State } from './state.js';

/** Gates of test sites, each made when its page is first asked for. They text nobody: their permits are thrown away. */
export class StateGates {
  readonly #origin: string;
  readonly #gates = new Map<string, Gate>();

  constructor(origin: string) {
    this.#origin = origin;
  }

  of({ name, gate: site = 'test-pass', p }: State): Gate {
    const known = this.#gates.get(name);
    if (known) return known;
    const gate = createGate({
      site,
      testKeys: true,
      secrets: [{ kid: 'k1', secret: randomBytes(32) }],
      hashSecret: randomBytes(32),
      origins: [this.#origin],
      actions: ['signup'],
      countries: { US: { perDayUsd: 20 } },
      elsewhere: { perDayUsd: 20 },
      cap: { hourUsd: 25, dayUsd: 100, monthUsd: 2_600 },
      stepUp: ['email', 'inbound'],
      inbound: { number: STAND_IN_ACCOUNT.from, actions: ['signup'] },
      log: () => undefined,
      ...(p !== undefined && { work: { p, k: 8 } }),
    });
    this.#gates.set(name, gate);
    return gate;
  }

  async close(): Promise<void> {
    await Promise.all([...this.#gates.values()].map((gate) => gate.close()));
  }
}
