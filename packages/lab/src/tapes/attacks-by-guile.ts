import { anyPhone } from '../world/number-plan.js';
import { hostedOrigin } from '../world/networks.js';
import { isThird, overNumbers, overRanges, thrice } from './targets.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../world/durations.js';
import { QUIET_DAYS, type Tape } from './tape.js';

export const BY_GUILE: readonly Tape[] = [
  ...[60, 90, 100].map((percent): Tape => ({
    name: `codes-typed-back-${percent}`,
    title: `A carrier's partner types ${percent} % of the codes back, over 24 ranges for two days`,
    kind: 'attack',
    days: QUIET_DAYS + 5,
    stage(stage) {
      const fromMs = stage.attackMs;
      const next = overRanges(stage.random, { countries: ['UZ', 'DE', 'GB'], ranges: 8 });
      const untilMs = fromMs + 2 * DAY_MS;
      stage.attack({ fromMs, untilMs, everyMs: 20_000, next, conversion: percent / 100 });
    },
  })),
  {
    name: 'codes-typed-back-fast',
    title:
      'All codes are typed back, a text a second over 64 ranges of two countries, which the operator closes after an hour',
    kind: 'attack',
    days: QUIET_DAYS + 3,
    stage(stage) {
      const fromMs = stage.attackMs;
      const next = overRanges(stage.random, { countries: ['UZ', 'LK'], ranges: 32 });
      stage.attack({ fromMs, untilMs: fromMs + 4 * HOUR_MS, everyMs: 1_000, next, conversion: 1, isStubborn: true });
      for (const prefix of ['998', '94']) stage.operate(fromMs + HOUR_MS, { kind: 'close-prefix', prefix });
    },
  },
  {
    name: 'grown-history',
    title:
      'All codes of a text every half hour are typed back for two weeks, then none of a text every five seconds for a day',
    kind: 'attack',
    days: QUIET_DAYS + 18,
    stage(stage) {
      const fromMs = stage.attackMs;
      const floodMs = fromMs + 14 * DAY_MS;
      const next = overRanges(stage.random, { countries: ['DE', 'AZ'], ranges: 8 });
      stage.attack({ fromMs, untilMs: floodMs, everyMs: 30 * MINUTE_MS, next, conversion: 1, isPreparation: true });
      stage.attack({ fromMs: floodMs, untilMs: floodMs + DAY_MS, everyMs: 5_000, next });
    },
  },
  {
    name: 'each-third-code',
    title: 'Three texts to each number, and the third code is typed back, over 24 ranges for two days',
    kind: 'attack',
    days: QUIET_DAYS + 5,
    stage(stage) {
      const fromMs = stage.attackMs;
      const next = thrice(overRanges(stage.random, { countries: ['UZ', 'DE', 'GB'], ranges: 8 }));
      const conversion = (turn: number) => Number(isThird(turn));
      stage.attack({ fromMs, untilMs: fromMs + 2 * DAY_MS, everyMs: 20_000, next, conversion, isStubborn: true });
    },
  },
  {
    name: 'trusted-accounts',
    title: 'Forty accounts that bought something are texted once a minute for two days, and answer each text',
    kind: 'attack',
    days: QUIET_DAYS + 5,
    stage(stage) {
      const asked = { channel: 'sms', action: 'login' } as const;
      const next = overNumbers(stage.random, { country: 'UZ', numbers: 40 }, asked);
      const fromMs = stage.attackMs;
      stage.attack({ fromMs, untilMs: fromMs + 2 * DAY_MS, everyMs: MINUTE_MS, next, conversion: 1, trust: 1 });
    },
  },
  ...(
    [
      ['human-farm', '', {}],
      ['human-farm-one-address', ', behind one address,', { addresses: 1 }],
      ['human-farm-one-provider', ', behind addresses of one provider,', { origin: hostedOrigin }],
    ] as const
  ).map(([name, where, disguise]): Tape => ({
    name,
    title: `Fifty people with phones of their own${where} fill the form in by hand, and type 80 % of the codes back`,
    kind: 'attack',
    days: QUIET_DAYS + 5,
    stage(stage) {
      const fromMs = stage.attackMs;
      const targets = { countries: ['UZ', 'DE', 'GB'], ranges: 8 } as const;
      const next = overRanges(stage.random, targets, { devices: 50, addresses: 50, ...disguise });
      stage.attack({ fromMs, untilMs: fromMs + 2 * DAY_MS, everyMs: 30_000, next, conversion: 0.8, isByHand: true });
    },
  })),
  {
    name: 'verify-then-pump',
    title: 'Numbers are verified once, and from the next day on texted again and again',
    kind: 'attack',
    days: QUIET_DAYS + 7,
    stage(stage) {
      const asked = { channel: 'sms', action: 'login' } as const;
      const next = overNumbers(stage.random, { country: 'DE', numbers: 300 }, asked);
      const fromMs = stage.attackMs;
      const pumpMs = fromMs + 26 * HOUR_MS;
      const readyMs = fromMs + DAY_MS;
      stage.attack({ fromMs, untilMs: readyMs, everyMs: 5 * MINUTE_MS, next, conversion: 1, isPreparation: true });
      stage.attack({ fromMs: pumpMs, untilMs: stage.day(QUIET_DAYS + 5), everyMs: 30_000, next });
    },
  },
  {
    name: 'harvested-tokens',
    title: 'Pages are visited without doing their work, and what they give is sent for texts',
    kind: 'attack',
    days: QUIET_DAYS + 3,
    stage(stage) {
      const fromMs = stage.attackMs;
      const next = overRanges(stage.random, { countries: ['UZ', 'LK'], ranges: 8 });
      stage.attack({ fromMs, untilMs: fromMs + 4 * HOUR_MS, everyMs: 3_000, next, makesEffort: false });
    },
  },
  {
    name: 'resold-tokens',
    title:
      'Work that visitors of other sites did is sold: made for other numbers, used twice, used twenty minutes later',
    kind: 'attack',
    days: QUIET_DAYS + 3,
    stage(stage) {
      const fromMs = stage.attackMs;
      const untilMs = fromMs + 4 * HOUR_MS;
      const next = overRanges(stage.random, { countries: ['UZ'], ranges: 8 });
      const madeFor = anyPhone('UZ', stage.random);
      for (const bought of [
        { madeFor, ageMs: MINUTE_MS, uses: 1 },
        { ageMs: MINUTE_MS, uses: 2 },
        { ageMs: 20 * MINUTE_MS, uses: 1 },
      ]) {
        stage.attack({ fromMs, untilMs, everyMs: 10_000, next, bought });
      }
    },
  },
  {
    name: 'new-device-each-time',
    title: 'Ten addresses, a new device key for each request, over eight ranges',
    kind: 'attack',
    days: QUIET_DAYS + 3,
    stage(stage) {
      const fromMs = stage.attackMs;
      const next = overRanges(stage.random, { countries: ['UZ', 'DE'], ranges: 4 }, { addresses: 10 });
      stage.attack({ fromMs, untilMs: fromMs + 8 * HOUR_MS, everyMs: 5_000, next });
    },
  },
  {
    name: 'unanswered-calls',
    title: 'A call an hour to each of four countries for nine hours, which nobody answers',
    kind: 'attack',
    days: QUIET_DAYS + 4,
    stage(stage) {
      const fromMs = stage.attackMs;
      for (const country of ['US', 'GB', 'DE', 'FR'] as const) {
        const asked = { channel: 'voice', action: 'signup' } as const;
        const next = overNumbers(stage.random, { country, numbers: 9 }, asked);
        stage.attack({ fromMs, untilMs: fromMs + 9 * HOUR_MS, everyMs: HOUR_MS, next, isStubborn: true });
      }
    },
  },
  {
    name: 'resend-and-voice',
    title: 'Forty numbers are called again and again through the form for resends: a call costs ten texts',
    kind: 'attack',
    days: QUIET_DAYS + 4,
    stage(stage) {
      const asked = { channel: 'voice', action: 'resend' } as const;
      const next = overNumbers(stage.random, { country: 'DE', numbers: 40 }, asked);
      const fromMs = stage.attackMs;
      stage.attack({ fromMs, untilMs: fromMs + DAY_MS, everyMs: 15_000, next });
    },
  },
];
