import type { RoomRules } from './room-rules.js';
import { usd } from './pools.js';
import type { RowUse, Sum, Tier, Window } from './store.js';
import { tellOperator } from './tell-operator.js';

/** Something the operator should look at. `message` says it in a sentence; no alert names a number. */
export type Alert =
  | {
      readonly kind: 'limit-used';
      /** `site` or a pool. */
      readonly meter: string;
      readonly sum: Sum;
      readonly window: Window;
      /** Of this tier's room: cold devices have less of a pool than warm ones. */
      readonly tier: Tier;
      readonly percent: 50 | 80 | 95;
      readonly usedMicroUsd: number;
      readonly limitMicroUsd: number;
      readonly message: string;
    }
  | {
      readonly kind: 'place-full';
      /** Of a block or range that takes no more texts of strangers: what `closePrefix` takes. */
      readonly prefix: string;
      readonly message: string;
    }
  | {
      readonly kind: 'price-overrun' | 'trusted-line' | 'store-degraded' | 'pools-exceed-cap';
      readonly message: string;
    };

const WITHIN: Readonly<Record<Window, string>> = { hour: 'an hour', day: 'a day', month: 'in 30 days' };

const LEVELS = [95, 80, 50] as const;
/** A level that is passed again and again is told once in so long. */
const QUIET_MS = 600_000;
/** Most different alerts remembered: every pool, sum, window, tier and level. */
const TOLD_MAX = 10_000;

/** Passes alerts on to the operator, who may throw: that is not the visitor's matter. */
export class Alerts {
  readonly #told = new Map<string, number>();

  constructor(
    readonly onAlert: ((alert: Alert) => void | Promise<void>) | undefined,
    readonly clock: () => number,
    readonly rules: RoomRules,
  ) {}

  /** Tells of each limit of the site and its pools that this text takes past 50, 80 or 95 per cent. */
  rowsUsed(rows: readonly RowUse[], tier: Tier, microUsd: number): void {
    if (!this.onAlert) return;
    for (const row of rows) {
      if (row.meter !== 'site' && !row.meter.startsWith('pool:')) continue;
      const percent = LEVELS.find((level) => isPassed(row, microUsd, level));
      if (percent !== undefined)
        this.tell(limitUsed(row, { tier, microUsd, percent, share: this.rules.tierPercent[tier] }));
    }
  }

  tell(alert: Alert): void {
    const { onAlert } = this;
    const name = nameOf(alert);
    const now = this.clock();
    if (!onAlert || now - (this.#told.get(name) ?? -Infinity) < QUIET_MS) return;
    if (this.#told.size >= TOLD_MAX) this.#told.clear();
    this.#told.set(name, now);
    tellOperator(onAlert, alert);
  }
}

/** What is told once in a while: the same kind of the same thing. */
function nameOf(alert: Alert): string {
  if (alert.kind === 'place-full') return `${alert.kind} ${alert.prefix}`;
  if (alert.kind !== 'limit-used') return alert.kind;
  const { kind, meter, sum, window, tier, percent } = alert;
  return [kind, meter, sum, window, tier, percent].join(' ');
}

function isPassed({ used, limit }: RowUse, microUsd: number, percent: number): boolean {
  const line = (limit * percent) / 100;
  return used < line && used + microUsd >= line;
}

/** A text that takes a limit past a level. */
interface Passing {
  readonly tier: Tier;
  readonly microUsd: number;
  readonly percent: 50 | 80 | 95;
  /** What its tier may fill of every limit, in per cent. */
  readonly share: number;
}

function limitUsed({ meter, sum, window, used, limit }: RowUse, { tier, microUsd, percent, share }: Passing): Alert {
  const usedMicroUsd = used + microUsd;
  const whose = share === 100 ? '' : ` that ${tier} devices may use`;
  return {
    kind: 'limit-used',
    meter,
    sum,
    window,
    tier,
    percent,
    usedMicroUsd,
    limitMicroUsd: limit,
    message: `${meter}: ${usd(usedMicroUsd)} ${sum} of the ${usd(limit)} ${WITHIN[window]}${whose} (${percent} %)`,
  };
}
