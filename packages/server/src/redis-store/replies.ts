import type { Channel } from '@tollgate/core';
import type { AdmitResult, Choice, Histories, HistoryDay, MeterReading, PermitState, RowUse, Tier } from '../store.js';

/** What the admission's script answers, after the count. Places of choices and rows count from 1. */
export type AdmitReply =
  | readonly [
      'granted',
      choice: number,
      heldUntil: number,
      resendAfter: number,
      used: readonly number[],
      histories: readonly MeterCells[],
    ]
  | readonly [
      'repeated',
      ...permit: readonly [string, string, Channel, number, number],
      PermitState,
      Tier,
      number,
      number,
    ]
  | readonly ['full', choice: number, row: number, used: number, histories: readonly MeterCells[]]
  | readonly ['controls-changed', version: number, text: string]
  | readonly ['spaced', waitMs: number]
  | readonly ['used' | 'mismatch' | 'device-full' | 'closed' | 'degraded' | 'forgotten'];

type MeterCells = readonly [meter: string, cells: readonly number[]];

export function readAdmitReply(reply: AdmitReply, choices: readonly Choice[]): AdmitResult {
  switch (reply[0]) {
    case 'granted': {
      const [kind, at, heldUntilMs, resendAfterMs, used, histories] = reply;
      const choice = choices[at - 1]!;
      const rows = rowsOf(choice, used);
      return { kind, tier: choice.tier, heldUntilMs, resendAfterMs, rows, histories: readHistories(histories) };
    }
    case 'repeated': {
      const [kind, pid, action, channel, segments, microUsd, state, tier, heldUntilMs, resendAfterMs] = reply;
      return { kind, permit: { pid, action, channel, segments, microUsd }, state, tier, heldUntilMs, resendAfterMs };
    }
    case 'full': {
      const [kind, at, place, used, histories] = reply;
      const choice = choices[at - 1]!;
      const row = rowsOf(choice, [])[place - 1]!;
      return { kind, tier: choice.tier, row: { ...row, used }, histories: readHistories(histories) };
    }
    case 'controls-changed': {
      const [kind, version, text] = reply;
      return { kind, controls: { version, text } };
    }
    case 'spaced':
      return { kind: 'spaced', waitMs: reply[1] };
    default:
      return { kind: reply[0] };
  }
}

/** The limits of a choice, in the order in which the script went through them. */
function rowsOf({ meters }: Choice, used: readonly number[]): readonly RowUse[] {
  const rows: RowUse[] = [];
  for (const { use, limits } of meters) {
    for (const { sum, window, limit } of limits) {
      rows.push({ meter: use.meter, unit: use.unit, sum, window, limit, used: used[rows.length] ?? 0 });
    }
  }
  return rows;
}

function readHistories(histories: readonly MeterCells[]): Histories {
  return Object.fromEntries(histories.map(([meter, cells]) => [meter, daysOf(cells)]));
}

/** A meter as the script of snapshots gives it: three sums of each window, and days. */
export type ReadCells = readonly [sums: readonly number[], days: readonly number[]];

export function readingOf([sums, days]: ReadCells): MeterReading {
  const window = (place: number) => {
    const [exposed = 0, untrusted = 0, all = 0] = sums.slice(place * 3);
    return { exposed, untrusted, all };
  };
  return { hour: window(0), day: window(1), month: window(2), days: daysOf(days) };
}

function daysOf(cells: readonly number[]): readonly HistoryDay[] {
  const days: HistoryDay[] = [];
  for (let at = 0; at < cells.length; at += 2) days.push({ day: cells[at]!, verified: cells[at + 1]! });
  return days;
}
