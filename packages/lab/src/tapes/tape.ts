import { Attacker, type Campaign } from '../attack/attacker.js';
import type { Lever } from '../defences/defence.js';
import type { Arrivals, Crowd } from '../world/arrivals.js';
import { DAY_MS, HOUR_MS } from '../world/durations.js';
import type { Random } from '../world/random.js';
import type { Site, SiteDifference } from '../world/site.js';
import type { Span, World } from '../world/world.js';

/** Ordinary days before an attack begins: limits that grow with history have one. */
export const QUIET_DAYS = 8;

/** How long an attack is felt after its last text: what went out unverified fills a pool for its day's window. */
const AFTER_MS = 25 * HOUR_MS;

/** Something that happens to the site. */
export interface Tape {
  readonly name: string;
  /** What happens, in a sentence for the report. */
  readonly title: string;
  readonly kind: 'attack' | 'honest';
  /** Two days more than an attack lasts, so that all that it does is seen. */
  readonly days: number;
  /** How its site differs from the ordinary one. */
  readonly site?: SiteDifference;
  /** Who comes, where that is not the ordinary crowd. */
  crowd?(site: Site, startMs: number): Crowd;
  /** Sets the scene before the first event. */
  stage?(stage: Stage): void;
  /** The store can lose its last seconds. */
  readonly isForgetful?: boolean;
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

  /** Counts apart what honest people meet from here to there. */
  markEvent(span: Span): void {
    this.world.markEvent(span);
  }

  /** Lets an attacker go about it; honest people are counted apart while it is felt, unless it only prepares another. */
  attack(campaign: Campaign): void {
    const { fromMs, untilMs, isPreparation = false } = campaign;
    if (!isPreparation) this.markEvent({ fromMs, untilMs: untilMs + AFTER_MS });
    new Attacker(this.world, this.random.branch('attacker')).run(campaign);
  }

  /** Lets the operator do something, where there is such a lever. */
  operate(atMs: number, lever: Lever): void {
    this.world.timeline.at(atMs, () => this.world.operate(lever));
  }
}
