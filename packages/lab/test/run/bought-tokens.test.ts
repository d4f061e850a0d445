import { describe, expect, it } from 'vitest';
import type { Purchase } from '../../src/attack/attacker.js';
import type { DefenceRow } from '../../src/defences/defence.js';
import { NOTHING } from '../../src/defences/nothing.js';
import { FIXED_CAPTCHA } from '../../src/defences/fixed-captcha.js';
import { REAL_TOLLGATE, TOLLGATE } from '../../src/defences/tollgate.js';
import { runJob } from '../../src/run/run-job.js';
import { overRanges } from '../../src/tapes/targets.js';
import type { Tape } from '../../src/tapes/tape.js';
import { MINUTE_MS } from '../../src/world/durations.js';

/** Four requests with bought tokens, a minute apart, each in a range of its own. */
async function texts(
  defence: DefenceRow,
  bought: Purchase,
): Promise<{ readonly asked: number; readonly sent: number }> {
  const tape: Tape = {
    name: 'bought',
    title: 'Bought tokens',
    kind: 'attack',
    days: 0.1,
    stage(stage) {
      const next = overRanges(stage.random, { countries: ['US'], ranges: 100 });
      const fromMs = stage.day(0);
      stage.attack({ fromMs, untilMs: fromMs + 4 * MINUTE_MS, everyMs: MINUTE_MS, next, bought });
    },
  };
  const { attempts } = await runJob({ tape, defence, seed: 1 });
  return { asked: attempts.length, sent: attempts.filter(({ microUsd }) => microUsd > 0).length };
}

const SOMEBODY_ELSE = '+12015550123';

describe.each([TOLLGATE, REAL_TOLLGATE])('a token whose work somebody else did: $name', (defence) => {
  it('texts the number that it was made for', async () => {
    const { asked, sent } = await texts(defence, { ageMs: MINUTE_MS, uses: 1 });
    expect(asked).toBeGreaterThan(2);
    expect(sent).toBe(asked);
  });

  it('texts no other number', async () => {
    const { asked, sent } = await texts(defence, { madeFor: SOMEBODY_ELSE, ageMs: MINUTE_MS, uses: 1 });
    expect(asked).toBeGreaterThan(2);
    expect(sent).toBe(0);
  });

  it('texts once', async () => {
    const { asked, sent } = await texts(defence, { ageMs: MINUTE_MS, uses: 2 });
    expect(sent).toBe(asked / 2);
  });

  it('texts nobody when it is twenty minutes old', async () => {
    const { asked, sent } = await texts(defence, { ageMs: 20 * MINUTE_MS, uses: 1 });
    expect(asked).toBeGreaterThan(2);
    expect(sent).toBe(0);
  });
});

describe('a token whose work somebody else did', () => {
  it('texts any number behind a captcha', async () => {
    const { asked, sent } = await texts(FIXED_CAPTCHA, { madeFor: SOMEBODY_ELSE, ageMs: MINUTE_MS, uses: 1 });
    expect(sent).toBe(asked);
  });

  it('is not needed where nothing is demanded', async () => {
    const { asked, sent } = await texts(NOTHING, { madeFor: SOMEBODY_ELSE, ageMs: MINUTE_MS, uses: 1 });
    expect(sent).toBe(asked);
  });
});
