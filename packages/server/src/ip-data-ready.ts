import type { GateContext } from './gate-context.js';
import { inTime } from './in-time.js';
import { TollgateError } from './tollgate-error.js';

/** How long the data of addresses may take to be there. A file of 5 MB on disk takes 8 ms (2026-11-23, AMD EPYC). */
const READY_MAX_MS = 10_000;

/**
 * Waits until the data of addresses is there, for 10 s at most. Throws a `TollgateError` with `ip-data-unreadable` and the failure
 * as its cause; whoever asks again waits again.
 */
export async function ipDataReady({ options, deadline }: Pick<GateContext, 'options' | 'deadline'>): Promise<void> {
  const { ipData } = options;
  if (!ipData?.ready) return;
  const late = () => new Error(`it did not answer within ${READY_MAX_MS} ms`);
  try {
    await inTime(ipData.ready(), { ms: READY_MAX_MS, late, later: deadline });
  } catch (cause) {
    if (cause instanceof TollgateError) throw cause;
    throw new TollgateError('ip-data-unreadable', 'the data of option "ipData" cannot be had', { cause });
  }
}
