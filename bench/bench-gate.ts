import { createGate, type Facts, type Gate, type GateOptions } from '@tollgate/server';
import { createHeadlessClient } from '@tollgate/client/headless';
import { webcrypto } from 'node:crypto';

export const PHONE = '+12025550123';
export const ORIGIN = 'app:bench';

/** A gate whose money never runs out within a bench. */
export function createBenchGate(options: Partial<GateOptions> = {}): Gate {
  return createGate({
    site: 'bench',
    secrets: [{ kid: 'k', secret: 's'.repeat(32) }],
    hashSecret: 'h'.repeat(32),
    origins: [ORIGIN],
    actions: ['signup'],
    countries: { US: { perDayUsd: 100_000 } },
    elsewhere: 'refuse',
    cap: { hourUsd: 200_000, dayUsd: 400_000, monthUsd: 12_000_000 },
    stepUp: ['email'],
    log: () => undefined,
    ...options,
  });
}

export function factsFor(token: string, phone = PHONE): Facts {
  return { token, phone, action: 'signup', origin: ORIGIN, ip: undefined, headers: {} };
}

/** Makes tokens as apps do; each from a device and an address of its own, past their limits. */
export function createTokenMaker(gate: Gate): (phone?: string) => Promise<string> {
  const p256 = { name: 'ECDSA', namedCurve: 'P-256' };
  let count = 0;
  return async (phone = PHONE) => {
    const keyPair = await webcrypto.subtle.generateKey(p256, true, ['sign', 'verify']);
    count += 1;
    const ip = `10.${count >> 16}.${(count >> 8) & 255}.${count & 255}`;
    const client = createHeadlessClient({
      endpoint: 'http://127.0.0.1/tollgate',
      action: 'signup',
      origin: ORIGIN,
      keyPair,
      fetch: (url, init) => gate.handle(new Request(url, init), { ip }),
    });
    return client.token({ phone });
  };
}
