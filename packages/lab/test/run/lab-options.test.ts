import { describe, expect, it } from 'vitest';
import { DEFENCES } from '../../src/defences/defence-table.js';
import { readLabOptions, REPORT_SEEDS, TUNING_SEEDS } from '../../src/run/lab-options.js';
import { jobsOf } from '../../src/run/plan.js';
import { tuningJobs, VARIATIONS } from '../../src/run/tune.js';
import { TAPES } from '../../src/tapes/tape-table.js';

describe('the command line', () => {
  it('without a word plays everything on the seeds that are reported', () => {
    expect(readLabOptions([])).toEqual({
      isTuning: false,
      seeds: REPORT_SEEDS,
      tapes: TAPES,
      defences: DEFENCES,
      bots: 'forged',
      out: 'lab-report',
    });
  });

  it('tunes on other seeds than it reports', () => {
    expect(readLabOptions(['tune'])).toMatchObject({ isTuning: true, seeds: TUNING_SEEDS });
    expect(TUNING_SEEDS.filter((seed) => REPORT_SEEDS.includes(seed))).toEqual([]);
  });

  it('plays what it names', () => {
    const options = readLabOptions(['--seeds', '3,3,1', '--tapes', 'trickle', '--defences', 'nothing,limits']);
    expect(options.seeds).toEqual([3, 1]);
    expect(jobsOf(options)).toHaveLength(4);
    expect(tuningJobs(options.tapes, options.seeds)).toHaveLength(2 * VARIATIONS.length);
  });

  it.each([
    [['--seeds', '1,x'], '--seeds must be'],
    [['--seeds=-1'], '--seeds must be'],
    [['--seeds', '1.5'], '--seeds must be'],
    [['--seeds', Array.from({ length: 65 }, (_, at) => at).join()], 'at most 64'],
    [['--tapes', 'nonesuch'], 'unknown tape "nonesuch"'],
    [['--defences', 'hope'], 'unknown defence "hope"'],
    [['--bots', 'polite'], '--bots must be'],
    [['attack'], 'unknown command "attack"'],
    [['--fast'], "'--fast'"],
  ])('refuses %j', (args, message) => {
    expect(() => readLabOptions(args)).toThrow(RangeError);
    expect(() => readLabOptions(args)).toThrow(message);
  });

  it('knows each tape, defence and variation by one name', () => {
    for (const rows of [TAPES, DEFENCES, VARIATIONS]) {
      expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
    }
  });
});
