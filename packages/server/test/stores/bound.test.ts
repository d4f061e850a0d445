import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVERY_KIND } from '../support/stores.js';
import { DAY_MS, HOUR_MS, limit, only, WINDOWS } from './support/choices.js';
import { openDesk } from './support/desk.js';
import { expectBound, expectReadings } from './support/bounds.js';
import { runsOf, PACE_NAMES, programsFor, runOn } from './support/properties.js';

describe.each(EVERY_KIND)('the bound in $name, whatever is claimed, refused, reported or left lying', (kind) => {
  it.each(PACE_NAMES)('holds in every interval, within %s', async (pace) => {
    await fc.assert(
      fc.asyncProperty(programsFor(kind, pace), async (program) => {
        const { book } = await runOn(kind, program, {
          look: (seen, readings) => expectReadings(seen, readings, kind.slackMs),
        });
        expectBound(book, kind.slackMs);
      }),
      runsOf(kind),
    );
  });

  it('gives all room back once every window has passed: nothing is lost on the way', async () => {
    await fc.assert(
      fc.asyncProperty(programsFor(kind, 'hours'), async (program) => {
        const { readings } = await runOn(kind, [...program, { do: 'pass', ms: 33 * DAY_MS }]);
        for (const windows of readings) {
          for (const window of WINDOWS) expect(windows[window]).toEqual({ exposed: 0, untrusted: 0, all: 0 });
        }
      }),
      runsOf(kind),
    );
  });

  it('holds at the edge of a bucket: a window is full until its last millisecond', async () => {
    for (const late of [0, 1, 299_999, 300_000, HOUR_MS - 1]) {
      const desk = await openDesk(kind);
      const choices = only(limit('all', 'hour', 800));
      desk.pass(late);
      for (let turn = 0; turn < 8; turn++) await desk.sent({}, choices);
      desk.almostPass(HOUR_MS);
      expect(await desk.admit({ microUsd: 1 }, choices)).toMatchObject({ kind: 'full' });
    }
  });

  it("leaves a pool as it is by another's use", async () => {
    await fc.assert(
      fc.asyncProperty(programsFor(kind, 'hours'), async (program) => {
        const options = { isShared: false, isOnGrid: true };
        const together = await runOn(kind, program, options);
        for (const pool of [0, 1]) {
          const alone = await runOn(kind, program, { ...options, onlyPool: pool });
          expect(together.answers[pool]).toEqual(alone.answers[pool]);
        }
      }),
      runsOf(kind),
    );
  });
});
