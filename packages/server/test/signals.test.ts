import fc from 'fast-check';
import { readSignals, SIGNAL_NAMES, type Signals } from '@tollgate/core';
import { describe, expect, it } from 'vitest';
import type { Gate } from '../src/gate.js';
import { base64url } from './support/raw-wire.js';
import { freshPhone } from './support/phones.js';
import { createTestGate, DE_PHONE, facts, OTHER_DE_PHONE } from './support/test-gate.js';
import { Visitor } from './support/visitor.js';

const STRICTNESS = ['allow', 'work', 'delay', 'step-up', 'deny'];
const count = fc.integer({ min: 0, max: 1_000_000 });
const reading = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof(
    fc.record({ v: value }),
    fc.record({ e: fc.constantFrom('failed', 'timeout', 'unsupported', 'blocked', 'off') }),
  );
const sources = {
  visitor: reading(
    fc.record({
      id: fc.uint8Array({ minLength: 8, maxLength: 8 }).map((id) => base64url(id)),
      confidence: fc.double({ min: 0, max: 1, noNaN: true }).map((share) => share + 0),
    }),
  ),
  bot: reading(fc.record({ bot: fc.boolean() })),
  languages: reading(fc.array(fc.constantFrom('de-DE', 'en', 'x'.repeat(35)), { maxLength: 8 })),
  timeZone: reading(fc.constantFrom('Europe/Berlin', 'UTC')),
  cores: reading(fc.integer({ min: 1, max: 1_024 })),
  touch: reading(fc.integer({ min: 0, max: 255 })),
  webdriver: reading(fc.boolean()),
  interactions: reading(fc.record({ keys: count, pointer: count, pastes: count })),
  pageMs: reading(fc.integer({ min: 0, max: 2 ** 31 })),
};
const signals = fc
  .record(sources, { requiredKeys: [], noNullPrototype: true })
  .filter((value) => readSignals(value) !== undefined) as fc.Arbitrary<Signals>;

/** The reasons begin with the tier where the text is allowed. */
async function judge(
  gate: Gate,
  visitor: Visitor,
  { phone, reported = {} }: { phone: string; reported?: Signals },
): Promise<{ kind: string; reasons: readonly string[] }> {
  const { kind, reasons } = await gate.admit(facts(await visitor.token({ phone }, { signals: reported }), { phone }));
  return { kind, reasons };
}

describe('what a browser says of itself', () => {
  it('is known to this test source by source', () => {
    expect(Object.keys(sources)).toEqual(SIGNAL_NAMES);
  });

  it('never opens a better tier or verdict than saying nothing', async () => {
    const { gate, clock } = createTestGate({ work: { p: 1, k: 1 } });
    const [quiet, talking] = [await Visitor.at(gate), await Visitor.at(gate)];
    await fc.assert(
      fc.asyncProperty(signals, async (reported) => {
        clock.advanceSec(7_200);
        const silent = await judge(gate, quiet, { phone: DE_PHONE });
        const told = await judge(gate, talking, { phone: OTHER_DE_PHONE, reported });
        expect(silent).toEqual({ kind: 'allow', reasons: ['tier-cold'] });
        expect(STRICTNESS.indexOf(told.kind)).toBeGreaterThanOrEqual(STRICTNESS.indexOf(silent.kind));
        expect(['tier-cold', 'tier-flagged']).toContain(told.reasons[0]);
      }),
      { numRuns: 150 },
    );
  });

  it('never opens a pool that is full', async () => {
    const prices = { asOf: '2026-01-01', smsUsd: { '49': 0.1 } };
    const { gate } = createTestGate({ work: { p: 1, k: 1 }, prices, countries: { DE: { perDayUsd: 4 } } });
    // 90 % of the five texts of an hour.
    for (let text = 0; text < 4; text++) {
      const stranger = await judge(gate, await Visitor.at(gate), { phone: freshPhone() });
      expect(stranger.kind).toBe('allow');
    }
    const visitor = await Visitor.at(gate);
    await fc.assert(
      fc.asyncProperty(signals, async (reported) => {
        const { kind, reasons } = await judge(gate, visitor, { phone: freshPhone(), reported });
        // Whoever is flagged is not asked to wait.
        expect(['delay pool-busy', 'step-up pool-exhausted']).toContain(`${kind} ${reasons[0]!}`);
        expect(reasons.slice(1)).toEqual(['pool:DE', 'exposed', 'hour']);
      }),
      { numRuns: 60 },
    );
  });
});
