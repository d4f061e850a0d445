import { proofsPerSec } from '../attack/costs.js';
import { overRanges } from './targets.js';
import { BASE_HASHES } from '../world/default-puzzle.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../world/durations.js';
import { QUIET_DAYS, type Tape } from './tape.js';

/** Countries whose texts are dear: an attacker is paid by the text. */
const DEAR = ['UZ', 'LK', 'AZ', 'TJ', 'BD'] as const;
const LISTED = ['DE', 'GB', 'FR'] as const;

export const BY_VOLUME: readonly Tape[] = [
  {
    name: 'one-address',
    title: 'One address asks for 600 texts in three minutes, to one range',
    kind: 'attack',
    days: QUIET_DAYS + 3,
    stage(stage) {
      const fromMs = stage.attackMs;
      const next = overRanges(stage.random, { countries: ['UZ'], ranges: 1 }, { addresses: 1, devices: 1 });
      stage.attack({ fromMs, untilMs: fromMs + 3 * MINUTE_MS, everyMs: 300, next });
    },
  },
  {
    name: 'botnet-one-range',
    title: '20,000 addresses go through one range of 10,000 numbers in a few hours',
    kind: 'attack',
    days: QUIET_DAYS + 3,
    stage(stage) {
      const fromMs = stage.attackMs;
      const next = overRanges(stage.random, { countries: ['LK'], ranges: 1 }, { addresses: 20_000 });
      stage.attack({ fromMs, untilMs: fromMs + 6 * HOUR_MS, everyMs: 1_000, next });
    },
  },
  ...(['sequential', 'permuted', 'gapped'] as const).map((order): Tape => ({
    name: `range-${order}`,
    title: `A botnet goes through one German range, ${order}`,
    kind: 'attack',
    days: QUIET_DAYS + 4,
    stage(stage) {
      const fromMs = stage.attackMs;
      const next = overRanges(stage.random, { countries: ['DE'], ranges: 1, order });
      stage.attack({ fromMs, untilMs: fromMs + DAY_MS, everyMs: 10_000, next });
    },
  })),
  {
    name: 'trickle',
    title: 'A text every five minutes for two weeks, over 24 ranges, each from an address and device of its own',
    kind: 'attack',
    days: QUIET_DAYS + 16,
    stage(stage) {
      const next = overRanges(stage.random, { countries: ['AZ', 'UZ', 'DE'], ranges: 8 });
      const fromMs = stage.attackMs;
      stage.attack({ fromMs, untilMs: stage.day(QUIET_DAYS + 14), everyMs: 5 * MINUTE_MS, next });
    },
  },
  {
    name: 'many-ranges',
    title: '64 ranges in eight countries, interleaved, a text every three seconds for eight hours',
    kind: 'attack',
    days: QUIET_DAYS + 3,
    stage(stage) {
      const fromMs = stage.attackMs;
      const next = overRanges(stage.random, { countries: [...DEAR, ...LISTED], ranges: 8 });
      stage.attack({ fromMs, untilMs: fromMs + 8 * HOUR_MS, everyMs: 3_000, next });
    },
  },
  {
    name: 'one-block',
    title: 'A hundred ranges of one American block of a million numbers, a text every three seconds for eight hours',
    kind: 'attack',
    days: QUIET_DAYS + 3,
    stage(stage) {
      const fromMs = stage.attackMs;
      const next = overRanges(stage.random, { countries: ['US'], ranges: 100, blocks: 1 });
      stage.attack({ fromMs, untilMs: fromMs + 8 * HOUR_MS, everyMs: 3_000, next });
    },
  },
  {
    name: 'large-site',
    title: 'Ten ranges in two American blocks, at a site five times as large',
    kind: 'attack',
    days: QUIET_DAYS + 3,
    site: { size: 5 },
    stage(stage) {
      const fromMs = stage.attackMs;
      const next = overRanges(stage.random, { countries: ['US'], ranges: 10, blocks: 2 });
      stage.attack({ fromMs, untilMs: fromMs + 8 * HOUR_MS, everyMs: 10_000, next });
    },
  },
  {
    name: 'under-every-threshold',
    title: 'Eight texts a day to each of six countries for two weeks, each to a range of its own',
    kind: 'attack',
    days: QUIET_DAYS + 16,
    stage(stage) {
      const countries = ['US', 'GB', 'DE', 'FR', 'PL', 'UZ'] as const;
      const next = overRanges(stage.random, { countries, ranges: 112 });
      const everyMs = DAY_MS / (8 * countries.length);
      const fromMs = stage.attackMs;
      stage.attack({ fromMs, untilMs: stage.day(QUIET_DAYS + 14), everyMs, next, isStubborn: true });
    },
  },
  {
    name: 'on-a-budget',
    title: 'The same 64 ranges, a text every three seconds, until $20 more are spent than come back',
    kind: 'attack',
    days: QUIET_DAYS + 4,
    stage(stage) {
      const fromMs = stage.attackMs;
      const next = overRanges(stage.random, { countries: [...DEAR, ...LISTED], ranges: 8 });
      const untilMs = fromMs + DAY_MS;
      stage.attack({ fromMs, untilMs, everyMs: 3_000, next, budgetUsd: 20, isStubborn: true });
    },
  },
  ...(
    [
      ['native', 'server core', '3.6', 120],
      ['gpu', 'GPU', '22', 20],
    ] as const
  ).map(([hardware, one, pace, minutes]): Tape => ({
    name: `solver-farm-${hardware}`,
    title: `One ${one} makes proofs for ${minutes} minutes without a pause, ${pace} a second, for texts over 320 ranges`,
    kind: 'attack',
    days: QUIET_DAYS + 3,
    stage(stage) {
      const fromMs = stage.attackMs;
      const next = overRanges(stage.random, { countries: [...DEAR, ...LISTED], ranges: 40 });
      const everyMs = 1_000 / proofsPerSec(BASE_HASHES, hardware);
      const untilMs = fromMs + minutes * MINUTE_MS;
      stage.attack({ fromMs, untilMs, everyMs, next, hardware, isStubborn: true });
    },
  })),
  {
    name: 'lock-out',
    title: 'Somebody uses up the pools of the United States and Britain for a day, to lock people out',
    kind: 'attack',
    days: QUIET_DAYS + 4,
    stage(stage) {
      const fromMs = stage.attackMs;
      const next = overRanges(stage.random, { countries: ['US', 'GB'], ranges: 60 });
      stage.attack({ fromMs, untilMs: fromMs + DAY_MS, everyMs: 20_000, next, isStubborn: true });
    },
  },
  {
    name: 'lock-out-everywhere',
    title: 'Somebody keeps all five countries shut for three days, with 200 requests a day',
    kind: 'attack',
    days: QUIET_DAYS + 6,
    stage(stage) {
      const fromMs = stage.attackMs;
      const next = overRanges(stage.random, { countries: ['US', 'GB', 'DE', 'FR', 'PL'], ranges: 40 });
      stage.attack({ fromMs, untilMs: fromMs + 3 * DAY_MS, everyMs: DAY_MS / 200, next, isStubborn: true });
    },
  },
  {
    name: 'lost-seconds',
    title: 'In the middle of an attack over many ranges the store loses its last twenty seconds',
    kind: 'attack',
    days: QUIET_DAYS + 3,
    isForgetful: true,
    stage(stage) {
      const fromMs = stage.attackMs;
      const next = overRanges(stage.random, { countries: [...DEAR, ...LISTED], ranges: 8 });
      stage.attack({ fromMs, untilMs: fromMs + 4 * HOUR_MS, everyMs: 1_000, next, isStubborn: true });
      stage.operate(fromMs + 30_000, { kind: 'lose-writes', lastMs: 20_000 });
    },
  },
  {
    name: 'never-sent',
    title: 'A botnet asks, over 64 ranges for eight hours, for texts that the site then finds it must not send',
    kind: 'attack',
    days: QUIET_DAYS + 3,
    stage(stage) {
      const fromMs = stage.attackMs;
      const ask = overRanges(stage.random, { countries: ['US', 'DE', ...DEAR.slice(0, 2)], ranges: 16 });
      const next = (turn: number) => ({ ...ask(turn), isWithdrawn: true });
      stage.attack({ fromMs, untilMs: fromMs + 8 * HOUR_MS, everyMs: 3_000, next, isStubborn: true });
    },
  },
];
