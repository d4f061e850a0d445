import { type BookedRequest, createLabGate, type LabSeams } from '../../src/lab.js';
import type { GateOptions } from '../../src/options.js';
import type { Permit } from '../../src/permit.js';
import { defineSender } from '../../src/sender.js';
import { testOptions } from './test-gate.js';

/** What a text to Germany costs here. */
export const TEXT_MICRO_USD = 100_000;

/** A text to Germany costs a dime, and the whole site may spend two hundred of them an hour. */
const MONEY: Partial<GateOptions> = {
  prices: { asOf: '2026-01-01', smsUsd: { '49': TEXT_MICRO_USD / 1e6 } },
  countries: { DE: { perDayUsd: 52 } },
  cap: { hourUsd: 20, dayUsd: 80, monthUsd: 2_400 },
};

/** A gate and a sender, without proofs and signatures in front: `request` asks for a text and sends it if it may. */
export function openTextingGate(options: Partial<GateOptions>, seams: LabSeams = {}) {
  const own = testOptions({ ...MONEY, ...options });
  const gate = createLabGate(own, seams);
  /** The permits that went out: this test's own book. */
  const sent: string[] = [];
  const send = defineSender({
    name: 'test',
    channels: ['sms'],
    segments: () => 1,
    send: async ({ permitId }) => void sent.push(permitId),
  });
  /** Answers `sent`, or the code it was refused with. */
  const request = async (n: number, known = false): Promise<string> => {
    const verdict = await gate.judge(requestOf(n, known));
    return verdict.kind === 'allow' ? textOr(send, verdict.permit) : verdict.code;
  };
  return { options: own, gate, request, send, sent };
}

async function textOr(send: (permit: Permit, text: string) => Promise<void>, permit: Permit): Promise<string> {
  try {
    await send(permit, '');
    return 'sent';
  } catch (error) {
    return (error as { code: string }).code;
  }
}

/** Each from a number of its own in a range of its own, and from a device of its own. */
export function requestOf(n: number, known: boolean): BookedRequest {
  const device = new Uint8Array(32);
  new DataView(device.buffer).setUint32(0, n);
  return {
    facts: { action: 'signup', origin: 'app:shop', ip: '203.0.113.7', headers: {}, known },
    destination: { e164: `+4915${String(n * 100_003).padStart(9, '0')}`, callingCode: '49', country: 'DE' },
    device,
    challengeId: crypto.getRandomValues(new Uint8Array(16)),
  };
}

/** Requests from one number to another, some at once; answers how many came to what. */
export async function manyRequests(
  request: (n: number) => Promise<string>,
  [first, end]: readonly [first: number, end: number],
  atOnce = 20,
): Promise<ReadonlyMap<string, number>> {
  const codes = new Map<string, number>();
  for (let n = first; n < end; n += atOnce) {
    const answers = await Promise.all(Array.from({ length: Math.min(atOnce, end - n) }, (_, at) => request(n + at)));
    for (const code of answers) codes.set(code, (codes.get(code) ?? 0) + 1);
  }
  return codes;
}
