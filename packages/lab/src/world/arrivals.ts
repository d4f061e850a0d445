import { DAY_MS, HOUR_MS } from './durations.js';
import { People } from './people.js';
import type { Random } from './random.js';
import type { Site, Visitors } from './site.js';
import { HonestVisit } from './visit.js';
import type { World } from './world.js';

/** How busy each hour of a day is, from midnight (UTC), and each day of a week, from Thursday 1970-01-01. Assumptions. */
const BY_HOUR = [3, 2, 2, 2, 2, 3, 4, 5, 6, 7, 7, 7, 7, 7, 7, 6, 6, 6, 6, 6, 5, 5, 4, 3];
const BY_DAY = [1.05, 1.1, 0.95, 0.85, 1, 1.02, 1.03];

/** Who comes on an ordinary day, and how many times as many at a moment. */
export interface Crowd {
  readonly visitors: readonly Visitors[];
  factor(atMs: number): number;
}

/** The people of a site on ordinary days. */
export function ordinary({ visitors }: Site): Crowd {
  return { visitors, factor: () => 1 };
}

/** Lets honest people arrive, by chance and as busy as the hour and day are. */
export class Arrivals {
  readonly people: People;
  readonly #world: World;
  readonly #crowd: Crowd;
  readonly #random: Random;

  constructor(world: World, crowd: Crowd, random: Random) {
    this.#world = world;
    this.#crowd = crowd;
    this.#random = random.branch('arrivals');
    this.people = new People(random.branch('people'));
  }

  start(): void {
    this.#world.timeline.after(this.#gapMs(), () => {
      const { country } = this.#random.weighted(this.#crowd.visitors);
      const person = this.people.reroute(this.people.next(country), this.#world.timeline.nowMs);
      new HonestVisit(this.#world, this.people, person).start();
      this.start();
    });
  }

  #gapMs(): number {
    const { timeline } = this.#world;
    const perDay = this.#crowd.visitors.reduce((sum, { weight }) => sum + weight, 0);
    const factor = this.#crowd.factor(timeline.nowMs) * busy(timeline.nowMs);
    return this.#random.exponential(DAY_MS / (perDay * factor));
  }
}

/** How busy an hour is, 1 on the average over the week. */
function busy(atMs: number): number {
  const hour = BY_HOUR[Math.floor(atMs / HOUR_MS) % 24]!;
  const mean = BY_HOUR.reduce((sum, one) => sum + one, 0) / 24;
  return (hour / mean) * BY_DAY[Math.floor(atMs / DAY_MS) % 7]!;
}
