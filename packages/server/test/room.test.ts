import { describe, expect, it } from 'vitest';
import { NO_CONTROLS, withClosedPrefix, writeControls } from '../src/controls.js';
import type { Asked } from '../src/room.js';
import { roomFor } from '../src/room.js';
import { choice, limit } from './stores/support/choices.js';
import { bounds, networkMeters, openContext, SITE, textTo } from './support/room-setup.js';
import { DE_PHONE, START_MS, US_PHONE, UZ_PHONE } from './support/test-gate.js';

const TODAY = START_MS / 86_400_000;
const RANGE = 'range:DE:491511234';
const BLOCK = 'block:DE:4915112';
const NETWORKS = networkMeters();
const KNOWN = bounds('pool:known', [500_000, 800_000, 1_000_000, 4_000_000]);
const context = openContext();
const choicesOf = (change: Partial<Asked> = {}) => roomFor(context, textTo(DE_PHONE, change)).choices;

const known = choice([SITE, KNOWN, ...NETWORKS], 'known', 'known-number');
const cold = choice([
  SITE,
  bounds('pool:DE', [450_000, 720_000, 900_000, 3_600_000]),
  bounds(RANGE, [360_000, 360_000, 360_000, 360_000]),
  bounds(BLOCK, [360_000, 360_000, 900_000, 900_000]),
  ...NETWORKS,
]);

describe('the room of a text', () => {
  it('is that of known numbers, then of warm devices up to 20 texts of a network, then of anyone', () => {
    const warm = choice(
      [
        SITE,
        bounds('pool:DE', [500_000, 800_000, 1_000_000, 4_000_000]),
        bounds(RANGE, [400_000, 400_000, 400_000, 400_000]),
        bounds(BLOCK, [400_000, 400_000, 1_000_000, 1_000_000]),
        ...networkMeters([limit('all', 'hour', 20)]),
      ],
      'warm',
      'warm-device',
    );
    expect(roomFor(context, textTo(DE_PHONE))).toEqual({ choices: [known, warm, cold], closedBy: undefined });
  });

  it('has no warm devices where nothing speaks for the request', () => {
    expect(choicesOf({ standing: 'unclear' })).toEqual([known, cold]);
  });

  it('is half of every limit for whoever is flagged', () => {
    const flagged = choice(
      [
        SITE,
        bounds('pool:DE', [250_000, 400_000, 500_000, 2_000_000]),
        bounds(RANGE, [200_000, 200_000, 200_000, 200_000]),
        bounds(BLOCK, [200_000, 200_000, 500_000, 500_000]),
        ...NETWORKS,
      ],
      'flagged',
    );
    expect(choicesOf({ standing: 'flagged' })).toEqual([known, flagged]);
  });

  it('is opened to known numbers by the site’s word or by their own history', () => {
    const { facts } = textTo(DE_PHONE);
    const [first] = choicesOf({ facts: { ...facts, known: true } });
    expect(first).toEqual({ ...known, opening: 'site-known-number' });
  });

  it('counts no AS where none is known', () => {
    const names = choicesOf({ asn: undefined }).map(({ meters }) => meters.at(-1)!.use.meter);
    expect(names).toEqual(['network:n', 'network:n', 'network:n']);
  });

  it('is for known numbers alone where a country has no pool', () => {
    expect(roomFor(context, textTo(UZ_PHONE))).toEqual({ choices: [known], closedBy: 'country-refused' });
  });

  it('is for known numbers alone under a prefix that is closed, and nowhere else', () => {
    const change = { by: 'ada', nowSec: context.nowSec() };
    const given = { prefix: '491511', untilSec: change.nowSec + 60 };
    const closed = openContext();
    closed.adopt({ version: 1, text: writeControls(withClosedPrefix(NO_CONTROLS, given, change)) });
    expect(roomFor(closed, textTo(DE_PHONE))).toEqual({ choices: [known], closedBy: 'prefix-closed' });
    expect(roomFor(closed, textTo('+4915212345678')).closedBy).toBeUndefined();
  });

  it('has places of the pool that they draw on: countries of one calling code share prefixes, not places', () => {
    const cap = { hourUsd: 99, dayUsd: 300, monthUsd: 9_000 };
    const countries = { US: { perDayUsd: 20 } };
    const shared = openContext({ countries, elsewhere: { perDayUsd: 20 }, cap });
    const placesOf = (phone: string) =>
      roomFor(shared, textTo(phone))
        .choices.at(-1)!
        .meters.map(({ use }) => use.meter)
        .slice(1, 4);
    expect(placesOf(US_PHONE)).toEqual(['pool:US', 'range:US:1202555', 'block:US:12025']);
    expect(placesOf('+14165550123')).toEqual(['pool:elsewhere', 'range:elsewhere:1416555', 'block:elsewhere:14165']);
  });
});

describe('the room of a call', () => {
  it('is half of what a pool may have out, and one call at least of a range and a block', () => {
    const [ofKnown, , anyone] = choicesOf({ channel: 'voice', microUsd: 1_000_000 });
    expect(ofKnown!.meters[1]).toEqual(bounds('pool:known', [400_000, 400_000, 1_000_000, 4_000_000]));
    expect(anyone!.meters.slice(1, 4)).toEqual([
      bounds('pool:DE', [360_000, 360_000, 900_000, 3_600_000]),
      bounds(RANGE, [1_000_000, 1_000_000, 1_000_000, 1_000_000]),
      bounds(BLOCK, [1_000_000, 1_000_000, 1_000_000, 1_000_000]),
    ]);
  });
});

describe('the room of a place where codes were entered', () => {
  const learned = (verified: Readonly<Record<string, number>>) => {
    const own = openContext();
    const days = Object.entries(verified).map(([name, microUsd]) => [name, [{ day: TODAY, verified: microUsd }]]);
    own.histories.learn(Object.fromEntries(days) as Parameters<typeof own.histories.learn>[0], START_MS);
    const [first, , anyone] = roomFor(own, textTo(DE_PHONE)).choices;
    return [first!.meters[1], ...anyone!.meters.slice(1, 4)];
  };
  const [, pool, range, block] = cold.meters;

  it('is more in a pool, and in the block that has its share of that', () => {
    expect(learned({ 'pool:DE': 10_000_000 })).toEqual([
      KNOWN,
      bounds('pool:DE', [599_999, 1_800_000, 900_000, 3_600_000]),
      range,
      bounds(BLOCK, [450_000, 450_000, 900_000, 900_000]),
    ]);
  });

  it('is more in a block by itself', () => {
    expect(learned({ [BLOCK]: 2_000_000 })).toEqual([
      KNOWN,
      pool,
      range,
      bounds(BLOCK, [720_000, 720_000, 900_000, 900_000]),
    ]);
  });

  it('is more for known numbers by their own', () => {
    const more = bounds('pool:known', [666_666, 2_000_000, 1_000_000, 4_000_000]);
    expect(learned({ 'pool:known': 10_000_000 })).toEqual([more, pool, range, block]);
  });
});
