import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MEMORY_KIND, REDIS_KINDS } from '../support/stores.js';
import { PACE_NAMES, programsFor, runOn, runsOf } from './support/properties.js';

describe.each(REDIS_KINDS)('$name and memory', (kind) => {
  it.each(PACE_NAMES)('answer one program alike, and then hold the same, within %s', async (pace) => {
    await fc.assert(
      fc.asyncProperty(programsFor(kind, pace), async (program) => {
        const expected = await runOn(MEMORY_KIND, program, { isOnGrid: true });
        const found = await runOn(kind, program, { isOnGrid: true });
        expect(found.answers).toEqual(expected.answers);
        expect(found.readings).toEqual(expected.readings);
      }),
      runsOf(kind),
    );
  });
});
