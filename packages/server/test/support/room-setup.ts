import { primitives } from '#primitives';
import { checkFacts } from '../../src/facts.js';
import { createGateContext, type GateContext } from '../../src/gate-context.js';
import { type GateOptions, resolveOptions } from '../../src/options.js';
import { placeOf, readPhone } from '../../src/phone-number.js';
import type { Asked } from '../../src/room.js';
import type { BoundedMeter, Limit } from '../../src/store.js';
import { limit, meter, siteMeter } from '../stores/support/choices.js';
import { facts, TestClock, testOptions } from './test-gate.js';

/** A text costs $0.10, Germany has $4 a day and $1 an hour, known numbers a quarter of the cap. */
export function openContext(overrides: Partial<GateOptions> = {}): GateContext {
  const options = testOptions({
    prices: { asOf: '2026-01-01', smsUsd: { '49': 0.1, '998': 0.1 } },
    countries: { DE: { perDayUsd: 4 } },
    cap: { hourUsd: 4, dayUsd: 16, monthUsd: 480 },
    clock: new TestClock().read,
    ...overrides,
  });
  return createGateContext(resolveOptions(options), primitives);
}

/** What a text to this number asks, of somebody whom nothing speaks against, from a network whose AS is known. */
export function textTo(phone: string, change: Partial<Asked> = {}): Asked {
  const checked = checkFacts(facts(undefined, { phone }));
  const number = readPhone(phone);
  if ('wrong' in checked || !number.ok) throw new Error('no facts of a text');
  const text = { channel: 'sms', microUsd: 100_000, textMicroUsd: 100_000 } as const;
  const from = { network: 'n', asn: 64_500, standing: 'clear' } as const;
  return { ...text, ...from, facts: checked, destination: placeOf(number.value), ...change };
}

/** The site's meter under the cap of `openContext`. */
export const SITE = siteMeter([
  limit('all', 'hour', 4_000_000),
  limit('all', 'day', 16_000_000),
  limit('all', 'month', 480_000_000),
]);

/** Those of the network and AS of `textTo`, which count texts. */
export function networkMeters(limits: readonly Limit[] = []): readonly BoundedMeter[] {
  const use = { unit: 'texts', windows: ['hour'], keepsHistory: false } as const;
  return ['network:n', 'as:64500'].map((name) => meter(name, limits, use));
}

/** A meter of money, and what it may have: out in an hour and in a day, not trusted in an hour and in a day. */
export function bounds(name: string, most: readonly [number, number, number, number], more: readonly Limit[] = []) {
  const [outHour, outDay, hour, day] = most;
  const out = [limit('exposed', 'hour', outHour), limit('exposed', 'day', outDay)];
  return meter(name, [...out, limit('untrusted', 'hour', hour), limit('untrusted', 'day', day), ...more]);
}
