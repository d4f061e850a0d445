import type {
  DefenceScore,
  HonestRow,
  HonestRows,
  Scoreboard,
  Spread,
  TapeScore,
} from '../../../src/score/scoreboard.js';

export function spread(median: number, least = median, most = median): Spread {
  return { median, least, most };
}

/** Shares of honest people; what is left of a hundred gave up. */
export function honestRow(people: number, onPage = 100, [anotherWay, refused]: readonly [number, number] = [0, 0]) {
  return {
    people,
    onPagePercent: onPage,
    heldUpPercent: onPage / 8,
    anotherWayPercent: anotherWay,
    refusedPercent: refused,
    gaveUpPercent: 100 - onPage - anotherWay - refused,
    delayMs: { p50: 310, p95: 2_450, p99: 190_000 },
  } satisfies HonestRow;
}

/** All of them in one row, and a row or two of each class. */
export function honestRows(all: HonestRow): HonestRows {
  return {
    all,
    byDevice: { 'new phone': honestRow(400), 'old phone': honestRow(600) },
    byPool: { home: honestRow(900), 'shared carrier address': honestRow(100) },
  };
}

/** A defence that lost nothing, unless told otherwise. */
export function defenceScore(defence: string, rest: Partial<DefenceScore> = {}): DefenceScore {
  return {
    defence,
    asked: spread(0),
    sent: spread(0),
    lossUsd: spread(0),
    profitUsd: { '10': spread(0), '30': spread(0), '50': spread(0) },
    containedAfterMin: undefined,
    honest: honestRows(honestRow(1_000)),
    during: honestRows(honestRow(0)),
    lossByHourUsd: Array.from({ length: 48 }, () => 0),
    ...rest,
  };
}

/** A loss that begins in one hour and runs up evenly to its whole by another. */
export function lossByHour(total: number, hours: number, [from, to]: readonly [number, number]): readonly number[] {
  return Array.from({ length: hours }, (_, hour) => {
    const share = Math.min(1, Math.max(0, (hour + 1 - from) / (to - from)));
    return total * share;
  });
}

export function tapeScore(tape: string, defences: readonly DefenceScore[], rest: Partial<TapeScore> = {}): TapeScore {
  return { tape, title: `The tape ${tape}`, kind: 'attack', days: 2, defences, ...rest };
}

/** Two defences on one attack: one that lost money and one that lost none. */
export function smallScoreboard(rest: Partial<Scoreboard> = {}): Scoreboard {
  const open = defenceScore('open', {
    asked: spread(5_000, 4_800, 5_200),
    sent: spread(4_321, 4_111, 4_777),
    lossUsd: spread(1_234.56, 987.6, 1_500.4),
    profitUsd: { '10': spread(-12.34), '30': spread(345.67, 300, 400), '50': spread(678.9) },
    honest: honestRows(honestRow(1_000, 97.3, [1.2, 0.4])),
    during: honestRows(honestRow(120, 88.8, [6.6, 3.3])),
    lossByHourUsd: lossByHour(1_234.56, 48, [6, 30]),
  });
  const shut = defenceScore('shut', {
    asked: spread(5_000),
    containedAfterMin: 0,
    withinBound: { runs: 3, of: 3 },
    honest: honestRows(honestRow(1_000, 12.5, [60, 27.5])),
    during: honestRows(honestRow(120, 0, [99.97, 0.03])),
  });
  return {
    seeds: [1, 2, 3],
    defences: [
      { name: 'open', title: 'Nothing at all' },
      { name: 'shut', title: 'Nobody gets in' },
    ],
    tapes: [tapeScore('flood', [open, shut], { title: 'A flood from one address' })],
    assumptions: [
      { what: 'price of a text', value: 0.0415, unit: 'USD', date: '2025-10', source: 'https://example.com/prices' },
      { what: 'rented computers', value: 120_000, unit: 'hashes a second', date: '2026', source: 'assumption' },
    ],
    ...rest,
  };
}
