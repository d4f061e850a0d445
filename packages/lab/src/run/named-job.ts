import type { RoomRules } from '@tollgate/server/lab';
import type { DefenceRow } from '../defences/defence.js';
import { DEFENCES } from '../defences/defence-table.js';
import { createTollgate } from '../defences/tollgate.js';
import { TAPES } from '../tapes/tape-table.js';
import type { Tape } from '../tapes/tape.js';
import type { Bots } from '../world/signals.js';

/** A job as it travels to a worker. */
export interface NamedJob {
  readonly tape: string;
  readonly defence: string;
  readonly seed: number;
  readonly bots?: Bots | undefined;
  /** Tollgate by other rules of room, under this job's name of the defence. */
  readonly rules?: RoomRules;
}

/** Throws `RangeError` for a name that no tape has. */
export function findTape(name: string): Tape {
  const tape = TAPES.find((one) => one.name === name);
  if (!tape) throw new RangeError(`unknown tape "${name}"`);
  return tape;
}

/** Throws `RangeError` for a name that no defence has. */
export function findDefence({ defence: name, rules }: Pick<NamedJob, 'defence' | 'rules'>): DefenceRow {
  if (rules) return createTollgate(rules, { name });
  const row = DEFENCES.find((one) => one.name === name);
  if (!row) throw new RangeError(`unknown defence "${name}"`);
  return row;
}
