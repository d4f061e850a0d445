import { Attacker, type Campaign } from '../attack/attacker.js';
import type { Lever } from '../defences/defence.js';
import type { Arrivals, Crowd } from '../world/arrivals.js';
import { DAY_MS, HOUR_MS } from '../world/durations.js';
import type { Random } from '../world/random.js';
import type { World } from '../world/world.js';

/** Ordinary days before an attack begins: limits that grow with history have one. */
export const QUIET_DAYS = 8;

/** Something that happens to the site. */
export interface Tape {
  readonly name: string;
  /** What happens, in a sentence for the report. */
  readonly title: string;
  readonly kind: 'attack' | 'honest';
  readonly days: number;
  /** Who comes, where that is not the ordinary crowd; `startMs` is the tape's. */
  crowd?(startMs: number): Crowd;
  /** Sets the scene before the first event. */
  stage?(stage: Stage): void;
  /** The store can lose its last seconds. */
  readonly isForgetful?: boolean;
  /** How many times the ordinary site this one is: its people and its pools. Default 1. */
  readonly size?: number;
}

/** What a tape sets its scene with. */
export class Stage {
  constructor(
    readonly world: World,
    readonly random: Random,
    readonly arrivals: Arrivals,
  ) {}

  /** A moment of the tape: days after its start. */
  day(days: number): number {
    return this.world.timeline.startMs + days * DAY_MS;
  }

  /** When attacks begin: on the morning after the quiet days. */
  get attackMs(): number {
    return this.day(QUIET_DAYS) + 9 * HOUR_MS;
  }

  /** Lets an attacker go about it. */
  attack(campaign: Campaign): void {
    new Attacker(this.world, this.random.branch('attacker')).run(campaign);
  }

  /** Lets the operator do something, where there is such a lever. */
  operate(atMs: number, lever: Lever): void {
    this.world.timeline.at(atMs, () => this.world.operate(lever));
  }
}
