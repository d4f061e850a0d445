import { randomBytes } from 'node:crypto';
import { createGate, type Gate, type GateOptions } from '@tollgate/server';
import { STAND_IN_ACCOUNT } from './stand-in/credentials.js';

/**
 * The gate of the demo. Its secrets are made at each start and forgotten at its end, so a restart makes every open form
 * reload; a real site keeps them outside its code. `options` replaces whatever a test wants otherwise.
 */
export function createDemoGate(origin: string, options: Partial<GateOptions> = {}): Gate {
  return createGate({
    site: 'demo-shop',
    secrets: [{ kid: 'k1', secret: randomBytes(32) }],
    hashSecret: randomBytes(32),
    origins: [origin],
    actions: ['signup', 'login', 'resend'],
    countries: { US: { perDayUsd: 20 }, GB: { perDayUsd: 20 }, DE: { perDayUsd: 20 } },
    elsewhere: 'refuse',
    // Not less than all pools and the known numbers' quarter together, in an hour, a day and 30 days.
    cap: { hourUsd: 25, dayUsd: 100, monthUsd: 2_600 },
    stepUp: ['email', 'inbound'],
    // The number that it texts from is the one that people may text. For new accounts alone.
    inbound: { number: STAND_IN_ACCOUNT.from, actions: ['signup'] },
    ...options,
  });
}
