import { Redis } from 'ioredis';
import { createLabGate } from '../../src/lab.js';
import { createRedisStore } from '../../src/redis.js';
import { defineSender } from '../../src/sender.js';
import type { Store } from '../../src/store.js';
import { testOptions } from './test-gate.js';

/** Where a process dies: before or after the store has answered, around each step of one text. */
export type DyingPoint =
  | 'before admit'
  | 'after admit'
  | 'before claim'
  | 'after claim'
  | 'before send'
  | 'after send'
  | 'before settle'
  | 'after settle'
  | 'never';

/** What a test tells this process: text once, and die there. */
export interface TextingOrder {
  readonly port: number;
  readonly providerUrl: string;
  readonly dies: DyingPoint;
}

const SITE = 'shop';

// A process of its own, started by a test: a power cut at one point of admit, claim, send, settle.
process.once('message', (order: TextingOrder) => void textOnce(order).then(() => process.exit(0)));
process.send?.('ready');

async function textOnce({ port, providerUrl, dies }: TextingOrder): Promise<void> {
  const reach = (point: DyingPoint) => {
    if (point === dies) process.kill(process.pid, 'SIGKILL');
  };
  const client = new Redis({ port, host: '127.0.0.1' });
  const store = dying(createRedisStore({ client, site: SITE }), reach);
  const gate = createLabGate(testOptions({ site: SITE, store }));
  const send = defineSender({
    name: 'test',
    channels: ['sms'],
    segments: () => 1,
    send: async () => {
      reach('before send');
      await fetch(providerUrl, { method: 'POST' });
      reach('after send');
    },
  });
  const verdict = await gate.judge({
    facts: { action: 'signup', origin: 'app:shop', ip: '203.0.113.7', headers: {} },
    destination: { e164: '+4915112345678', callingCode: '49', country: 'DE' },
    device: new Uint8Array(32),
    challengeId: new Uint8Array(16),
  });
  if (verdict.kind !== 'allow') throw new Error(`allow expected, got ${verdict.code}`);
  process.send?.(verdict.permit.id);
  await send(verdict.permit, '');
}

/** The store, with a point to die at before and after each of the three calls that a text makes. */
function dying(store: Store, reach: (point: DyingPoint) => void): Store {
  const around = <Given extends unknown[], Result>(
    name: 'admit' | 'claim' | 'settle',
    call: (...given: Given) => Promise<Result>,
  ) => {
    return async (...given: Given) => {
      reach(`before ${name}`);
      const result = await call(...given);
      reach(`after ${name}`);
      return result;
    };
  };
  return Object.assign(Object.create(store) as Store, {
    open: () => store.open(),
    admit: around('admit', (...given: Parameters<Store['admit']>) => store.admit(...given)),
    claim: around('claim', (...given: Parameters<Store['claim']>) => store.claim(...given)),
    settle: around('settle', (...given: Parameters<Store['settle']>) => store.settle(...given)),
  });
}
