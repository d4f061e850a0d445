import { parseArgs } from 'node:util';
import { DEFENCES } from '../defences/defence-table.js';
import type { DefenceRow } from '../defences/defence.js';
import { TAPES } from '../tapes/tape-table.js';
import type { Tape } from '../tapes/tape.js';
import type { Bots } from '../world/signals.js';

/** Defaults of the gate are chosen on odd seeds and reported on even ones. */
export const TUNING_SEEDS: readonly number[] = [1, 3, 5, 7];
export const REPORT_SEEDS: readonly number[] = [10, 12, 14, 16];

const SEEDS_MAX = 64;

export interface LabOptions {
  readonly isTuning: boolean;
  readonly seeds: readonly number[];
  readonly tapes: readonly Tape[];
  readonly defences: readonly DefenceRow[];
  /** How programs look: like people, who know every rule of evidence (the default), or like what they are. */
  readonly bots: Bots;
  /** The folder that takes lab.json and lab.html. */
  readonly out: string;
}

export const USAGE = `usage: npm run lab -- [tune] [--seeds 10,12,14,16] [--tapes names] [--defences names] [--bots forged|shown] [--out folder]
tapes: ${TAPES.map(({ name }) => name).join(', ')}
defences: ${DEFENCES.map(({ name }) => name).join(', ')}`;

/** Reads the command line. Throws `RangeError` that says what is wrong with it. */
export function readLabOptions(args: readonly string[]): LabOptions {
  const { values, positionals } = parse(args);
  const other = positionals.find((word) => word !== 'tune');
  if (other !== undefined) throw new RangeError(`unknown command "${other}"`);
  const isTuning = positionals.length > 0;
  return {
    isTuning,
    seeds: values.seeds === undefined ? (isTuning ? TUNING_SEEDS : REPORT_SEEDS) : readSeeds(values.seeds),
    tapes: readNames('tape', values.tapes, TAPES),
    defences: readNames('defence', values.defences, DEFENCES),
    bots: readBots(values.bots),
    out: values.out ?? 'lab-report',
  };
}

function parse(args: readonly string[]) {
  const text = { type: 'string' } as const;
  try {
    const options = { seeds: text, tapes: text, defences: text, bots: text, out: text };
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new RangeError((error as Error).message, { cause: error });
  }
}

function readBots(text = 'forged'): Bots {
  if (text !== 'forged' && text !== 'shown') throw new RangeError('--bots must be forged or shown');
  return text;
}

function readSeeds(text: string): readonly number[] {
  const seeds = [...new Set(text.split(',').map(Number))];
  const isSeed = (seed: number) => Number.isSafeInteger(seed) && seed >= 0 && seed <= 0x7fff_ffff;
  if (seeds.length > SEEDS_MAX || !seeds.every(isSeed)) {
    throw new RangeError(`--seeds must be at most ${SEEDS_MAX} whole numbers from 0 to 2147483647`);
  }
  return seeds;
}

function readNames<T extends { readonly name: string }>(what: string, text: string | undefined, all: readonly T[]) {
  if (text === undefined) return all;
  return text.split(',').map((name) => {
    const found = all.find((one) => one.name === name);
    if (!found) throw new RangeError(`unknown ${what} "${name}"`);
    return found;
  });
}
