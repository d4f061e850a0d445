import { overRanges } from './targets.js';
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
    days: QUIET_DAYS + 1,
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
    days: QUIET_DAYS + 1,
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
    days: QUIET_DAYS + 2,
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
    days: QUIET_DAYS + 14,
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
    days: QUIET_DAYS + 2,
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
    days: QUIET_DAYS + 1,
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
    days: QUIET_DAYS + 1,
    size: 5,
    stage(stage) {
      const fromMs = stage.attackMs;
      const next = overRanges(stage.random, { countries: ['US'], ranges: 10, blocks: 2 });
      stage.attack({ fromMs, untilMs: fromMs + 8 * HOUR_MS, everyMs: 10_000, next });
    },
  },
  ...(['native', 'gpu'] as const).map((hardware): Tape => ({
    name: `solver-farm-${hardware}`,
    title: `A solver farm at ${hardware === 'gpu' ? 'GPU' : 'native'} speed: two texts a second over 320 ranges, never discouraged`,
    kind: 'attack',
    days: QUIET_DAYS + 1,
    stage(stage) {
      const fromMs = stage.attackMs;
      const next = overRanges(stage.random, { countries: [...DEAR, ...LISTED], ranges: 40 });
      stage.attack({ fromMs, untilMs: fromMs + 2 * HOUR_MS, everyMs: 500, next, hardware, isStubborn: true });
    },
  })),
  {
    name: 'lock-out',
    title: 'Somebody uses up the pools of the United States and Britain for a day, to lock people out',
    kind: 'attack',
    days: QUIET_DAYS + 2,
    stage(stage) {
      const fromMs = stage.attackMs;
      const next = overRanges(stage.random, { countries: ['US', 'GB'], ranges: 60 });
      stage.attack({ fromMs, untilMs: fromMs + DAY_MS, everyMs: 20_000, next, isStubborn: true });
    },
  },
  {
    name: 'lost-seconds',
    title: 'In the middle of an attack over many ranges the store loses its last five seconds',
    kind: 'attack',
    days: QUIET_DAYS + 1,
    isForgetful: true,
    stage(stage) {
      const fromMs = stage.attackMs;
      const next = overRanges(stage.random, { countries: [...DEAR, ...LISTED], ranges: 8 });
      stage.attack({ fromMs, untilMs: fromMs + 4 * HOUR_MS, everyMs: 1_000, next, isStubborn: true });
      stage.operate(fromMs + 20_000, { kind: 'lose-writes', lastMs: 5_000 });
    },
  },
];
