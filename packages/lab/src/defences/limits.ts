import { NO_DEMAND } from './baseline-demands.js';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../world/durations.js';
import { networkOf } from '@tollgate/server/lab';
import type { Answer, Ask, DefenceRow, Setting } from './defence.js';
import { SlidingCount } from './sliding-count.js';

interface Limit {
  readonly most: number;
  readonly windowMs: number;
}

/** Texts of one caller: an IPv4 address or an IPv6 /64. An assumption, as are the others here. */
const PER_NETWORK: readonly Limit[] = [
  { most: 5, windowMs: HOUR_MS },
  { most: 20, windowMs: DAY_MS },
];

/** Texts to one number. */
const PER_NUMBER: readonly Limit[] = [
  { most: 3, windowMs: 10 * MINUTE_MS },
  { most: 5, windowMs: HOUR_MS },
  { most: 10, windowMs: DAY_MS },
];

/** Between two texts to one number. */
const SPACING_MS = 30_000;

/**
 * Limits per IP and per number, a common recipe. Its figures are an assumption: nobody publishes what sites use, and
 * guides that show such limits name figures of this size.
 */
export const LIMITS: DefenceRow = {
  name: 'limits',
  title: 'Limits per IP and per number, a common recipe (assumption)',
  create(setting) {
    const texts = new LimitedTexts(setting);
    return { demand: NO_DEMAND, ask: async (ask) => texts.ask(ask), report: async () => undefined };
  },
};

/** Counts texts that went out; what was refused or has to wait uses nothing up. */
class LimitedTexts {
  readonly #byNetwork: SlidingCount;
  readonly #byNumber: SlidingCount;
  #texts = 0;

  constructor(private readonly setting: Pick<Setting, 'clock'>) {
    this.#byNetwork = new SlidingCount(setting.clock, DAY_MS);
    this.#byNumber = new SlidingCount(setting.clock, DAY_MS);
  }

  ask({ ip, phone }: Ask): Answer {
    const network = networkOf(ip);
    // Waiting helps only if nothing longer stands in the way: the spacing comes last.
    if (isFull(this.#byNetwork, network, PER_NETWORK)) return { kind: 'refused' };
    if (isFull(this.#byNumber, phone, PER_NUMBER)) return { kind: 'refused' };
    const ms = this.#waitMs(phone);
    if (ms > 0) return { kind: 'wait', ms };
    this.#byNetwork.add(network);
    this.#byNumber.add(phone);
    return { kind: 'sent', id: `limits-${++this.#texts}` };
  }

  #waitMs(phone: string): number {
    const latestMs = this.#byNumber.latestMs(phone);
    return latestMs === undefined ? 0 : latestMs + SPACING_MS - this.setting.clock();
  }
}

function isFull(texts: SlidingCount, key: string, limits: readonly Limit[]): boolean {
  return limits.some(({ most, windowMs }) => texts.count(key, windowMs) >= most);
}
