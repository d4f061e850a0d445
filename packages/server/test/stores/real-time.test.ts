import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { EVERY_KIND } from '../support/stores.js';
import { Desk } from './support/desk.js';

describe.each(EVERY_KIND)("$name by the machine's own clock", (kind) => {
  it('waits less for a number the later it is asked, and grants for 120 s from now', async () => {
    const test = await kind.create({ isRealTime: true });
    onTestFinished(() => test.close());
    const desk = new Desk(test);
    const asked = { number: 'n' };
    const beforeMs = desk.nowMs;
    const result = await desk.admit(asked);
    const afterMs = desk.nowMs;
    const { heldUntilMs } = result as Extract<typeof result, { kind: 'granted' }>;
    // A millisecond either way: clocks are read in whole ones.
    expect(heldUntilMs).toBeGreaterThanOrEqual(beforeMs + 120_000 - 1);
    expect(heldUntilMs).toBeLessThanOrEqual(afterMs + 120_000 + 1);

    let leastMs = 30_000 + 1;
    for (let turn = 0; turn < 3; turn++) {
      await sleep(20);
      const askedMs = desk.nowMs;
      const spaced = await desk.admit(asked);
      const { waitMs } = spaced as Extract<typeof spaced, { kind: 'spaced' }>;
      expect(waitMs).toBeLessThan(leastMs);
      expect(waitMs).toBeLessThanOrEqual(heldUntilMs - 90_000 - askedMs + 1);
      leastMs = waitMs;
    }
    expect(await desk.holds()).toEqual({ exposed: 100, untrusted: 100, all: 100 });
  });
});
