import type { Scoreboard, TapeScore } from '../../../src/score/scoreboard.js';
import {
  defenceScore,
  honestRow,
  honestRows,
  lossByHour,
  smallScoreboard,
  spread,
  tapeScore,
} from './scoreboard-fixture.js';

const DEFENCES = [
  ['none', 'Every request is texted.'],
  ['per-address', 'Five texts an hour for each address, as tutorials recommend.'],
  ['captcha', 'A picture puzzle before each text.'],
  ['allow-list', 'Texts only to the three countries where the site has customers, and ten an hour for each range.'],
  ['provider', 'The switch that a provider of texts offers.'],
  ['tollgate', 'Proof of work, device keys and a spending limit for each destination.'],
] as const;

const ATTACKS = [
  ['burst', 'A burst to one dear country', 2, 9_840],
  [
    'slow-drip',
    'A text every five minutes for a month, over 24 ranges, each from an address and device of its own',
    30,
    2_310,
  ],
  ['ranges', 'Many ranges of numbers at once, a few texts to each of them, from a rented pool of phones', 7, 4_120],
  ['captcha-farm', 'People who solve puzzles for money', 3, 640],
  ['aged-keys', 'Device keys that were prepared for weeks', 21, 1_480],
  ['local', 'Numbers of the site’s own country', 2, 92],
] as const;

/** How much of an undefended loss each defence lets through. */
const SHARES = [1, 0.31, 0.44, 0.012, 0.12, 0.0001];

/** As large as a real run, for looking at and for widths. */
export function largeScoreboard(): Scoreboard {
  const quiet: TapeScore = tapeScore('quiet', honestOnly(), {
    title: 'Two weeks without an attack',
    kind: 'honest',
    days: 14,
  });
  return smallScoreboard({
    seeds: Array.from({ length: 20 }, (_, index) => index + 1),
    defences: DEFENCES.map(([name, title]) => ({ name, title })),
    tapes: [...ATTACKS.map(attackTape), quiet],
  });
}

function honestOnly() {
  return DEFENCES.map(([name], index) =>
    defenceScore(name, { honest: honestRows(honestRow(41_200, 99.4 - 3 * index, [index, 2 * index])) }),
  );
}

function attackTape([tape, title, days, lossUsd]: (typeof ATTACKS)[number]): TapeScore {
  const scores = DEFENCES.map(([name], index) => {
    const loss = tape === 'local' && name === 'tollgate' ? 0 : lossUsd * SHARES[index]!;
    return defenceScore(name, {
      asked: spread(52_000, 48_111, 55_400),
      sent: spread(Math.round(loss * 7), Math.round(loss * 6), Math.round(loss * 9)),
      lossUsd: spread(loss, loss * 0.8, loss * 1.3),
      profitUsd: {
        '10': spread(loss * 0.1 - 60, loss * 0.08 - 70, loss * 0.13 - 50),
        '30': spread(loss * 0.3 - 60),
        '50': spread(loss * 0.5 - 60),
      },
      containedAfterMin: index < 3 ? undefined : 17 * index,
      honest: honestRows(honestRow(6_400 * days, 99.2 - 4 * index, [index, index])),
      during: honestRows(honestRow(900, 97 - 8 * index, [4 * index, 3 * index])),
      ...(name === 'tollgate' ? { withinBound: { runs: 20, of: 20 } } : {}),
      lossByHourUsd: lossByHour(loss, days * 24, [5 + index, days * 20]),
    });
  });
  return tapeScore(tape, scores, { title, days });
}
