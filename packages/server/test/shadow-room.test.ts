import { describe, expect, it } from 'vitest';
import { NO_CONTROLS, withClosedPrefix, writeControls } from '../src/controls.js';
import { roomFor } from '../src/room.js';
import { shadowRoom } from '../src/shadow-room.js';
import type { BoundedMeter } from '../src/store.js';
import { choice, limit, meter } from './stores/support/choices.js';
import { bounds, networkMeters, openContext, SITE, textTo } from './support/room-setup.js';
import { DE_PHONE, UZ_PHONE } from './support/test-gate.js';

const NETWORKS = networkMeters();
const POOL = bounds('pool:DE', [450_000, 720_000, 900_000, 3_600_000]);
const PARTS: readonly BoundedMeter[] = [
  bounds('range:DE:491511234', [360_000, 360_000, 360_000, 360_000]),
  bounds('block:DE:4915112', [360_000, 360_000, 900_000, 900_000]),
];

/** What the cap has beyond Germany and known numbers. */
const SPARE = meter(
  'shadow',
  [limit('all', 'hour', 2_000_000), limit('all', 'day', 8_000_000), limit('all', 'month', 240_000_000)],
  { windows: ['hour', 'day', 'month'], keepsHistory: false },
);

describe('the room of a text that shadow mode lets out, where the whole site is in shadow', () => {
  const context = openContext({ mode: 'shadow' });

  it.each(['clear', 'flagged'] as const)('is that of any text of somebody %s', (standing) => {
    const asked = textTo(DE_PHONE, { standing });
    expect(shadowRoom(context, asked)).toEqual(roomFor(context, asked));
  });

  it('is the site’s own in a country without a pool, beside that of known numbers', () => {
    const asked = textTo(UZ_PHONE);
    const { choices, closedBy } = roomFor(context, asked);
    expect(choices.map(({ tier }) => tier)).toEqual(['known']);
    expect(shadowRoom(context, asked)).toEqual({ closedBy, choices: [...choices, choice([SITE, ...NETWORKS])] });
  });

  it('is that of strangers under a prefix that is closed', () => {
    const change = { by: 'ada', nowSec: context.nowSec() };
    const controls = withClosedPrefix(NO_CONTROLS, { prefix: '49', untilSec: change.nowSec + 60 }, change);
    const closed = openContext({ mode: 'shadow' });
    closed.adopt({ version: 1, text: writeControls(controls) });
    const { choices, closedBy } = shadowRoom(closed, textTo(DE_PHONE));
    expect(closedBy).toBe('prefix-closed');
    expect(choices.slice(1)).toEqual([choice([SITE, ...NETWORKS, POOL, ...PARTS])]);
  });
});

describe('the room of a text that shadow mode lets out, where a part is in shadow', () => {
  const country = { shadow: { countries: ['DE', 'UZ'] } };
  const action = { shadow: { actions: ['signup'] } };

  it('is the pool of a country that is in shadow, all of it, and then what the cap has beyond all pools', () => {
    const { choices } = shadowRoom(openContext({ mode: country }), textTo(DE_PHONE));
    const all = [limit('all', 'hour', 1_000_000), limit('all', 'day', 4_000_000)];
    const within = [SITE, bounds('pool:DE', [450_000, 720_000, 900_000, 3_600_000], all), ...PARTS, ...NETWORKS];
    expect(choices).toEqual([choice(within), choice([SITE, POOL, ...PARTS, ...NETWORKS, SPARE])]);
  });

  it.each([
    ['to a country without a pool', country, UZ_PHONE],
    ['of an action that is in shadow, whose country has a pool', action, DE_PHONE],
  ])('is what the cap has beyond all pools, counted by the site and by networks too: %s', (_, mode, phone) => {
    const { choices } = shadowRoom(openContext({ mode }), textTo(phone));
    expect(choices).toEqual([choice([SITE, ...NETWORKS, SPARE])]);
  });

  it('takes nothing from the pool that a country shares with others', () => {
    const elsewhere = { perDayUsd: 20 };
    const mode = { shadow: { countries: ['UZ'] } };
    const { choices } = shadowRoom(
      openContext({ mode, elsewhere, cap: { hourUsd: 40, dayUsd: 99, monthUsd: 2_970 } }),
      textTo(UZ_PHONE),
    );
    expect(choices.map(({ meters }) => meters.map(({ use }) => use.meter))).toEqual([
      ['site', 'network:n', 'as:64500', 'shadow'],
    ]);
  });

  it('is none where pools that were changed at run time are more than the cap', () => {
    const context = openContext({ mode: country });
    context.adopt({ version: 1, text: writeControls({ ...NO_CONTROLS, pools: { DE: { perDayUsd: 40 } } }) });
    const { choices } = shadowRoom(context, textTo(UZ_PHONE));
    expect(choices[0]!.meters.at(-1)!.limits.map((row) => row.limit)).toEqual([0, 0, 0]);
  });
});
