import { ordinary } from '../world/arrivals.js';
import { carrierAddress } from '../world/networks.js';
import { anyRange, type Country, phoneInRange } from '../world/number-plan.js';
import { DEVICES } from '../world/devices.js';
import { COUNTRY_POOLS, VISITORS } from '../world/site.js';
import { HonestVisit } from '../world/visit.js';
import { DAY_MS, HOUR_MS } from '../world/durations.js';
import { QUIET_DAYS, type Stage, type Tape } from './tape.js';

const LAUNCH_FACTOR = 5;
const EMPLOYEES = 2_000;
const TEAM = 20;

/** A day on which so many times the people come. */
function launchDay(startMs: number) {
  const isLaunch = (atMs: number) => Math.floor((atMs - startMs) / DAY_MS) === QUIET_DAYS;
  return { ...ordinary(), factor: (atMs: number) => (isLaunch(atMs) ? LAUNCH_FACTOR : 1) };
}

/** The operator tells the gate the evening before. */
function raisePools(stage: Stage): void {
  for (const [country, pool] of Object.entries(COUNTRY_POOLS)) {
    const lever = { kind: 'raise-pool', country, expectPerDay: pool.expectPerDay * 2 } as const;
    stage.operate(stage.day(QUIET_DAYS) - HOUR_MS, lever);
  }
}

interface Company {
  readonly people: number;
  readonly hours: number;
  readonly country: Country;
  readonly isOnRecord: boolean;
}

/** From eight in the morning people with numbers of one range sign up, from one address. */
function enrol(stage: Stage, { people, hours, country, isOnRecord }: Company): void {
  const { world, random, arrivals } = stage;
  const range = anyRange(country, random);
  for (let at = 0; at < people; at++) {
    const atMs = stage.day(QUIET_DAYS) + 8 * HOUR_MS + random.unit() * hours * HOUR_MS;
    world.timeline.at(atMs, () => {
      const person = {
        country,
        phone: phoneInRange(range, at),
        device: random.weighted(DEVICES),
        key: random.bytes(32),
        ip: '203.0.113.7',
        action: 'signup',
        isOnRecord,
      } as const;
      new HonestVisit(world, arrivals.people, person).start();
    });
  }
}

export const HONEST_DAYS: readonly Tape[] = [
  { name: 'ordinary-days', title: 'Nothing happens for ten days', kind: 'honest', days: 10 },
  {
    name: 'launch-day',
    title: 'Five times the people come on one day, and nobody told the operator',
    kind: 'honest',
    days: QUIET_DAYS + 2,
    crowd: launchDay,
  },
  {
    name: 'launch-day-announced',
    title: 'The same, and the operator doubled the pools the evening before',
    kind: 'honest',
    days: QUIET_DAYS + 2,
    crowd: launchDay,
    stage: raisePools,
  },
  {
    name: 'new-country',
    title: 'People from a country that the site does not list come, forty a day',
    kind: 'honest',
    days: QUIET_DAYS + 4,
    crowd: () => ({
      ...ordinary(),
      visitors: [...VISITORS, { country: 'ES', weight: 40 }],
    }),
  },
  {
    name: 'team',
    title: 'Twenty colleagues with numbers of one range sign up within an hour',
    kind: 'honest',
    days: QUIET_DAYS + 1,
    stage: (stage) => enrol(stage, { people: TEAM, hours: 1, country: 'GB', isOnRecord: false }),
  },
  ...[false, true].map((isOnRecord): Tape => ({
    name: isOnRecord ? 'company-on-record' : 'company',
    title: `A company enrols 2,000 employees of one range in a working day${isOnRecord ? ', with numbers that the site has on record' : ''}`,
    kind: 'honest',
    days: QUIET_DAYS + 2,
    stage: (stage) => enrol(stage, { people: EMPLOYEES, hours: 8, country: 'DE', isOnRecord }),
  })),
  {
    name: 'busy-gateway',
    title: 'A carrier sends half of all people through one address for a day',
    kind: 'honest',
    days: QUIET_DAYS + 2,
    stage(stage) {
      const from = stage.day(QUIET_DAYS);
      stage.arrivals.people.reroute = (person, nowMs) =>
        nowMs >= from && nowMs < from + DAY_MS && stage.random.bool(0.5)
          ? { ...person, ip: carrierAddress('US', 0) }
          : person;
    },
  },
];
