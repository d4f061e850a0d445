import { type Crowd, ordinary } from '../world/arrivals.js';
import { carrierOrigin } from '../world/networks.js';
import { anyRange, type Country, phoneInRange } from '../world/number-plan.js';
import { DEVICES } from '../world/devices.js';
import { honestLooks } from '../world/signals.js';
import type { Site } from '../world/site.js';
import { HonestVisit } from '../world/visit.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../world/durations.js';
import { QUIET_DAYS, type Stage, type Tape } from './tape.js';

const LAUNCH_FACTOR = 5;
const EMPLOYEES = 2_000;
const TEAM = 20;
const PUSHED = 60;
const OFFICE = { ip: '203.0.113.7', asn: 64_496 };

const dayOf = (startMs: number, atMs: number) => Math.floor((atMs - startMs) / DAY_MS);

/** A day on which so many times the people come. */
function launchDay(site: Site, startMs: number): Crowd {
  return { ...ordinary(site), factor: (atMs) => (dayOf(startMs, atMs) === QUIET_DAYS ? LAUNCH_FACTOR : 1) };
}

/** What honest people meet on the day that the tape is about. */
function markTheDay(stage: Stage): void {
  stage.markEvent({ fromMs: stage.day(QUIET_DAYS), untilMs: stage.day(QUIET_DAYS + 1) });
}

/** The operator tells the gate the evening before. */
function raisePools(stage: Stage): void {
  markTheDay(stage);
  for (const { country, weight } of stage.world.site.listed) {
    stage.operate(stage.day(QUIET_DAYS) - HOUR_MS, { kind: 'raise-pool', country, expectPerDay: weight * 2 });
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
  const fromMs = stage.day(QUIET_DAYS) + 8 * HOUR_MS;
  stage.markEvent({ fromMs, untilMs: fromMs + hours * HOUR_MS });
  for (let at = 0; at < people; at++) {
    world.timeline.at(fromMs + random.unit() * hours * HOUR_MS, () => {
      const person = {
        country,
        phone: phoneInRange(range, at),
        device: random.weighted(DEVICES),
        key: random.bytes(32),
        origin: OFFICE,
        looks: honestLooks(country, random),
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
    days: QUIET_DAYS + 3,
    crowd: launchDay,
    stage: markTheDay,
  },
  {
    name: 'launch-day-never-trusted',
    title: 'The same at a site that never reports what accounts do later',
    kind: 'honest',
    days: QUIET_DAYS + 3,
    crowd: launchDay,
    stage(stage) {
      markTheDay(stage);
      stage.world.reportsTrust = false;
    },
  },
  {
    name: 'launch-day-announced',
    title: 'The same, and the operator doubled the pools the evening before',
    kind: 'honest',
    days: QUIET_DAYS + 3,
    crowd: launchDay,
    stage: raisePools,
  },
  {
    name: 'push-message',
    title: 'A message brings sixty Americans to the form within a minute',
    kind: 'honest',
    days: QUIET_DAYS + 1,
    stage(stage) {
      const { world, random, arrivals } = stage;
      const fromMs = stage.day(QUIET_DAYS) + 12 * HOUR_MS;
      stage.markEvent({ fromMs, untilMs: fromMs + MINUTE_MS });
      for (let at = 0; at < PUSHED; at++) {
        world.timeline.at(fromMs + random.unit() * MINUTE_MS, () => {
          new HonestVisit(world, arrivals.people, arrivals.people.next('US')).start();
        });
      }
    },
  },
  {
    name: 'new-country',
    title: 'People from a country that the site does not list come, forty a day',
    kind: 'honest',
    days: QUIET_DAYS + 4,
    crowd: (site) => ({ ...ordinary(site), visitors: [...site.visitors, { country: 'ES', weight: 40 }] }),
  },
  {
    name: 'two-blocks',
    title: 'Ten days at a site that texts thirty people a day in a country whose mobile numbers are two blocks',
    kind: 'honest',
    days: 10,
    site: { alsoListed: { MV: 30 } },
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
    title: 'A carrier sends half of a country’s people through one address for a day',
    kind: 'honest',
    days: QUIET_DAYS + 2,
    stage(stage) {
      markTheDay(stage);
      const { startMs } = stage.world.timeline;
      stage.arrivals.people.reroute = (person, nowMs) =>
        person.country === 'US' && dayOf(startMs, nowMs) === QUIET_DAYS && stage.random.bool(0.5)
          ? { ...person, origin: carrierOrigin('US', 0) }
          : person;
    },
  },
];
