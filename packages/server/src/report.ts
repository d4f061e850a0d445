import { decodeBase64url, isBounded, isIntegerBetween, isJsonObject, LIMITS } from '@tollgate/core';
import type { GateContext } from './gate-context.js';
import { orUnavailable } from './or-unavailable.js';
import { isOutcome } from './outcomes.js';
import { tellOverrun } from './permits.js';
import { type PhoneAsTyped, readPhone } from './phone-number.js';
import { TEXT_MAX_MICRO_USD } from './prices/micro-usd.js';
import type { Outcome, ReportResult, ReportSubject } from './store.js';

/** What became of a text, by its permit or by its number (then of the newest text to it). */
export type GateReport = ({ readonly permitId: string } | PhoneAsTyped) & {
  readonly outcome: Outcome;
  /** What the text really cost, in whole micro-dollars up to 10^9, where the provider says so. */
  readonly priceMicroUsd?: number;
};

export type ReportOutcome =
  | { readonly ok: true }
  | { readonly ok: false; readonly code: Exclude<ReportResult['kind'], 'reported'> | 'report-invalid' };

/** Takes a report into the store. A `TollgateError` with `store-unavailable` where that does not answer. */
export async function takeReport(context: GateContext, report: GateReport): Promise<ReportOutcome> {
  if (!isJsonObject(report)) return { ok: false, code: 'report-invalid' };
  const subject = await subjectOf(context, report);
  const { outcome, priceMicroUsd } = report;
  const isPriced = priceMicroUsd === undefined || isIntegerBetween(priceMicroUsd, 0, TEXT_MAX_MICRO_USD);
  if (!subject || !isOutcome(outcome) || !isPriced) return { ok: false, code: 'report-invalid' };
  const result = await orUnavailable('the report was not taken: the store does not answer', () =>
    context.store.report(subject, { outcome, microUsd: priceMicroUsd }),
  );
  if (result.kind !== 'reported') return { ok: false, code: result.kind };
  tellOverrun(context, result.overrunMicroUsd);
  if (outcome === 'trusted') context.trustedLine.look();
  return { ok: true };
}

/** 16 bytes in canonical base64url, as `permit.id` is. */
function isPermitId(value: unknown): value is string {
  return isBounded(value, 64) && decodeBase64url(value)?.length === LIMITS.idBytes;
}

async function subjectOf({ epochKeys, options }: GateContext, report: GateReport): Promise<ReportSubject | undefined> {
  if ('permitId' in report) return isPermitId(report.permitId) ? { pid: report.permitId } : undefined;
  const number = readPhone(report.phone, report.country);
  return number.ok ? { number: await epochKeys.number(number.value.number, options.clock()) } : undefined;
}
