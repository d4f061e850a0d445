import { describe, expect, it } from 'vitest';
import type { Sum, Window } from '../../src/store.js';
import { EVERY_KIND } from '../support/stores.js';
import { choice, DAY_MS, limit, meter, only, ROOMY, siteMeter, SUMS, textMeter, WINDOWS } from './support/choices.js';
import { openDesk } from './support/desk.js';

const FULL = choice([meter('pool:FR', [limit('all', 'hour', 0)])], 'warm');

describe.each(EVERY_KIND)('what $name admits', (kind) => {
  it('says so of a redemption that it may have forgotten already, and holds nothing', async () => {
    const desk = await openDesk(kind);
    for (const redeemedUntilMs of [desk.nowMs, desk.nowMs - 1]) {
      expect(await desk.admit({ redeemedUntilMs })).toEqual({ kind: 'forgotten' });
    }
    expect(await desk.holds()).toEqual({ exposed: 0, untrusted: 0, all: 0 });
  });

  it('says so where the clock jumped ahead and back, for it goes by the latest time seen', async () => {
    const desk = await openDesk(kind);
    const before = desk.nowMs;
    desk.pass(DAY_MS);
    await desk.sent();
    desk.test.clock.advanceMs(before - desk.nowMs);
    expect(await desk.admit()).toEqual({ kind: 'forgotten' });
  });

  it('grants for 120 s, and says how full each limit was before', async () => {
    const desk = await openDesk(kind);
    const choices = [
      choice([
        siteMeter([limit('all', 'hour', 1_000), limit('all', 'month', 2_000)]),
        textMeter('network:n', [limit('exposed', 'hour', 20)]),
      ]),
    ];
    await desk.sent({ microUsd: 30 }, choices);
    const result = await desk.admit({ microUsd: 50 }, choices);
    if (result.kind !== 'granted') throw new Error(`granted expected, got ${result.kind}`);
    expect(result.tier).toBe('cold');
    expect(result.rows).toEqual([
      { meter: 'site', unit: 'micro-usd', sum: 'all', window: 'hour', limit: 1_000, used: 30 },
      { meter: 'site', unit: 'micro-usd', sum: 'all', window: 'month', limit: 2_000, used: 30 },
      { meter: 'network:n', unit: 'texts', sum: 'exposed', window: 'hour', limit: 20, used: 1 },
    ]);
    expect(result.heldUntilMs - 120_000).toBeGreaterThanOrEqual(desk.nowMs);
    expect(result.heldUntilMs - 120_000).toBeLessThanOrEqual(desk.nowMs + kind.slackMs);
  });

  it('takes the first choice that is open and has room', async () => {
    const desk = await openDesk(kind);
    const closed = choice([meter('pool:known')], 'known', 'known-number');
    const [roomy] = ROOMY;
    expect(await desk.admit({}, [closed, FULL, roomy!, choice([], 'warm')])).toMatchObject({ tier: 'cold' });
    expect(await desk.admit({}, [choice([], 'warm'), roomy!])).toMatchObject({ tier: 'warm' });
  });

  it('counts a text in the meters of its choice alone', async () => {
    const desk = await openDesk(kind);
    await desk.hold({}, [FULL, choice([meter('pool:DE'), textMeter('network:n')])]);
    expect(await desk.holds('pool:FR')).toEqual({ exposed: 0, untrusted: 0, all: 0 });
    expect(await desk.holds('pool:DE')).toEqual({ exposed: 100, untrusted: 100, all: 100 });
    expect(await desk.holds('network:n')).toEqual({ exposed: 1, untrusted: 1, all: 1 });
  });

  it('is closed where no choice is open, and where there is none', async () => {
    const desk = await openDesk(kind);
    const choices = [choice([], 'known', 'known-number'), choice([], 'warm', 'warm-device')];
    expect(await desk.admit({}, choices)).toEqual({ kind: 'closed' });
    expect(await desk.admit({}, [])).toEqual({ kind: 'closed' });
  });

  it('names the first full row of the last open choice, and holds nothing', async () => {
    const desk = await openDesk(kind);
    const last = choice([
      siteMeter([limit('all', 'hour', 1_000)]),
      meter('pool:DE', [limit('exposed', 'hour', 100), limit('exposed', 'day', 99), limit('untrusted', 'day', 98)]),
      textMeter('range:1', [limit('all', 'hour', 0)]),
    ]);
    const closed = choice([meter('pool:known', [limit('all', 'hour', 0)])], 'known', 'known-number');
    expect(await desk.admit({}, [FULL, last, closed])).toEqual({
      kind: 'full',
      tier: 'cold',
      row: { meter: 'pool:DE', unit: 'micro-usd', sum: 'exposed', window: 'day', limit: 99, used: 0 },
      histories: {},
    });
    expect(await desk.holds('site')).toEqual({ exposed: 0, untrusted: 0, all: 0 });
  });

  it('needs every limit of a choice to hold, of every meter in it', async () => {
    const desk = await openDesk(kind);
    const broad = limit('all', 'hour', 10_000);
    const narrow = limit('all', 'hour', 99);
    for (const meters of [
      [meter('a', [narrow]), meter('b', [broad])],
      [meter('a', [broad]), meter('b', [narrow])],
      [meter('a', [broad, narrow])],
    ]) {
      expect(await desk.admit({}, [choice(meters)])).toMatchObject({ kind: 'full', row: { limit: 99, used: 0 } });
    }
  });

  it.each(SUMS.flatMap((sum) => WINDOWS.map((window) => ({ sum, window }))))(
    'fills $sum of a $window to the limit exactly, and not by one more',
    async ({ sum, window }: { sum: Sum; window: Window }) => {
      const desk = await openDesk(kind);
      const choices = only(limit(sum, window, 300), { windows: WINDOWS });
      await desk.sent({ microUsd: 200 }, choices);
      expect(await desk.admit({ microUsd: 101 }, choices)).toMatchObject({
        kind: 'full',
        row: { used: 200, sum, window },
      });
      await desk.sent({ microUsd: 100 }, choices);
      expect(await desk.admit({ microUsd: 1 }, choices)).toMatchObject({ kind: 'full', row: { used: 300 } });
      expect(await desk.admit({ microUsd: 0 }, choices)).toMatchObject({ kind: 'granted' });
    },
  );

  it('counts a text as one where the unit is texts, whatever it costs', async () => {
    const desk = await openDesk(kind);
    const choices = [choice([textMeter('network:n', [limit('all', 'hour', 2)])])];
    await desk.sent({ microUsd: 1_000_000 }, choices);
    await desk.sent({ microUsd: 1 }, choices);
    expect(await desk.admit({ microUsd: 1 }, choices)).toMatchObject({ kind: 'full', row: { unit: 'texts', used: 2 } });
  });

  it('counts large sums to the micro-dollar', async () => {
    const desk = await openDesk(kind);
    const microUsd = 4_000_000_000_001;
    const choices = only(limit('untrusted', 'hour', 2 * microUsd));
    for (let turn = 0; turn < 2; turn++) await desk.sent({ microUsd }, choices);
    expect(await desk.admit({ microUsd: 1 }, choices)).toMatchObject({
      kind: 'full',
      row: { used: 8_000_000_000_002 },
    });
    expect((await desk.holds()).all).toBe(8_000_000_000_002);
  });

  it('counts what is only held as well', async () => {
    const desk = await openDesk(kind);
    for (const sum of SUMS) {
      const choices = only(limit(sum, 'day', 100));
      if (sum === 'exposed') await desk.hold({}, choices);
      expect(await desk.admit({ microUsd: 1 }, choices)).toMatchObject({ kind: 'full', row: { sum, used: 100 } });
    }
  });

  it('keeps to a limit in a window that the meter was not used with before', async () => {
    const desk = await openDesk(kind);
    await desk.sent({}, [choice([meter('pool:DE', [], { windows: ['hour'] })])]);
    const choices = only(limit('all', 'day', 100));
    await desk.sent({}, choices);
    expect(await desk.admit({ microUsd: 1 }, choices)).toMatchObject({ kind: 'full' });
  });
});

describe.each(EVERY_KIND)('controls that somebody has changed since, in $name', (kind) => {
  it('are handed out in place of an answer, and nothing is counted', async () => {
    const desk = await openDesk(kind);
    const jti = desk.claimOf().jti;
    await desk.store.control({ version: 1, text: '{"closed":["998"]}' });
    for (const controlsVersion of [0, 2]) {
      for (let turn = 0; turn < 6; turn++) {
        const controls = { version: 1, text: '{"closed":["998"]}' };
        expect(await desk.admit({ jti, controlsVersion })).toEqual({ kind: 'controls-changed', controls });
      }
    }
    expect(await desk.holds()).toEqual({ exposed: 0, untrusted: 0, all: 0 });
    expect(await desk.admit({ jti, controlsVersion: 1 })).toMatchObject({ kind: 'granted' });
  });
});
