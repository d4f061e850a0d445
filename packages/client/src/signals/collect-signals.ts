import {
  LIMITS,
  readSignals,
  type Signal,
  type SignalError,
  type SignalName,
  type Signals,
  utf8,
} from '@tollgate/core';
import type { SignalContext, SignalSource } from './signal-source.js';
import { VendorBlocked } from './vendor-blocked.js';

type Reading = Signal<unknown>;
type Readings = Partial<Record<SignalName, Reading>>;

/** The longest that any source may take; all are read at once, so this is the longest that collecting takes. */
const SOURCE_TIMEOUT_MS = 1_000;

/**
 * Reads all sources. Never rejects: what throws, hangs, is missing or has an absurd value becomes `{e}`, and the result
 * always has the shape that the server accepts.
 */
export async function collectSignals(
  sources: readonly SignalSource[],
  context: SignalContext,
  timeoutMs = SOURCE_TIMEOUT_MS,
): Promise<Signals> {
  const entries = await Promise.all(
    sources.map(async (source) => [source.name, await readSource(source, context, timeoutMs)] as const),
  );
  return fitSignals(Object.fromEntries(entries));
}

async function readSource(source: SignalSource, context: SignalContext, timeoutMs: number): Promise<Reading> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<Reading>((resolve) => {
    timer = setTimeout(() => resolve({ e: 'timeout' }), timeoutMs);
  });
  const reading = await Promise.race([readNow(source, context), late]);
  clearTimeout(timer);
  return readSignals({ [source.name]: reading }) ? reading : { e: 'failed' };
}

async function readNow(source: SignalSource, context: SignalContext): Promise<Reading> {
  try {
    const value = await source.read(context);
    return value === undefined ? { e: 'unsupported' } : { v: value };
  } catch (error) {
    const e: SignalError = error instanceof VendorBlocked ? 'blocked' : 'failed';
    return { e };
  }
}

/** Gives up the longest readings until all fit together. */
function fitSignals(readings: Readings): Signals {
  for (;;) {
    const fitting = readSignals(readings);
    if (fitting) return fitting;
    const bySize = Object.entries(readings).sort(([, one], [, other]) => sizeOf(other) - sizeOf(one));
    const [longest] = bySize;
    if (!longest || sizeOf(readings) <= LIMITS.signalsMaxBytes) return {};
    readings = { ...readings, [longest[0]]: { e: 'failed' } };
  }
}

function sizeOf(value: unknown): number {
  return utf8(JSON.stringify(value)).length;
}
