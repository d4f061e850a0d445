import type { GateOptions } from '@tollgate/server';
import type { BookedRequest } from '@tollgate/server/lab';

/** A site whose pool of the United States never runs out within a bench, and whose pool of Germany does at once. */
export const MONEY_OPTIONS: GateOptions = {
  site: 'bench',
  secrets: [{ kid: 'k', secret: 's'.repeat(32) }],
  hashSecret: 'h'.repeat(32),
  origins: ['app:bench'],
  actions: ['signup'],
  countries: { US: { perDayUsd: 10_000_000 }, DE: { perDayUsd: 50 } },
  elsewhere: 'refuse',
  cap: { hourUsd: 10_000_000, dayUsd: 20_000_000, monthUsd: 600_000_000 },
  stepUp: ['email'],
  log: () => undefined,
};

/**
 * The n-th request whose token is booked as right: its own number, device, challenge and address. `admitted` go to 5,600
 * blocks of the United States, the others to one range in Germany, which is full after a few.
 */
export function bookedRequest(n: number, kind: 'admitted' | 'refused'): BookedRequest {
  return {
    facts: {
      action: 'signup',
      origin: 'app:bench',
      ip: `10.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`,
      headers: {},
    },
    destination: kind === 'admitted' ? american(n) : german(n),
    device: bytesOf(n, 32),
    challengeId: bytesOf(n, 16),
  };
}

function american(n: number) {
  const block = `${200 + (n % 700)}${2 + (Math.floor(n / 700) % 8)}`;
  return { e164: `+1${block}${String((n * 7_919) % 1_000_000).padStart(6, '0')}`, callingCode: '1', country: 'US' };
}

function german(n: number) {
  return { e164: `+491511234${String(n % 10_000).padStart(4, '0')}`, callingCode: '49', country: 'DE' };
}

function bytesOf(n: number, length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  new DataView(bytes.buffer).setUint32(0, n);
  return bytes;
}
