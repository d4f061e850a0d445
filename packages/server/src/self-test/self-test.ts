import { type Code, codeRow } from '@tollgate/core';
import type { GateContext } from '../gate-context.js';
import { GATE_STEPS, type GateSteps } from '../gate-steps.js';
import { isInShadow } from '../mode.js';
import { orUnavailable } from '../or-unavailable.js';
import { NEVER_LIFTED } from '../shadow.js';
import { LIFTED_ON_TEST_SITES } from '../test-site.js';
import { TollgateError } from '../tollgate-error.js';
import { CANARIES } from './canaries.js';
import type { Canary, CanaryAnswer } from './canary.js';
import { CanaryVisitor } from './canary-visitor.js';
import type { SelfTestReport, SelfTestRule } from './report.js';
import { Sandbox } from './sandbox.js';
import { probeStore } from './store-probes.js';
import type { CanariesOf } from './token-canaries.js';

/** Rules named by an error; the report has them all. */
const NAMED_MAX = 20;

/**
 * Shows each rule of `CANARIES` what it must deny: the gate's own in a sandbox, where no key, meter, alert or event of the gate
 * moves, and the store's in the store itself, under names of their own. Rejects with `store-unavailable` where that fails.
 */
export async function runSelfTest(context: GateContext, steps: GateSteps = GATE_STEPS): Promise<SelfTestReport> {
  const visitor = await CanaryVisitor.at(new Sandbox(context, steps));
  const rules: SelfTestRule[] = [];
  for (const [code, entry] of Object.entries(CANARIES) as readonly (readonly [Code, (typeof CANARIES)[Code]])[]) {
    if (typeof entry !== 'function') continue;
    for (const canary of canariesOf(visitor, code, entry)) rules.push(await ruleOf(visitor.site, canary));
  }
  const probed = await orUnavailable('the self test was not made: the store does not answer', () =>
    probeStore(context),
  );
  rules.push(...probed);
  return { ok: rules.every(({ state }) => state !== 'fails'), rules };
}

/** A rule whose canaries cannot be made, as without a price, has one that says so. */
function canariesOf(visitor: CanaryVisitor, code: Code, make: CanariesOf): readonly Canary[] {
  try {
    return make(visitor);
  } catch (error) {
    const failure = error instanceof Error ? error : new Error('it threw');
    return [{ code, show: () => Promise.reject(failure) }];
  }
}

/** Throws a `TollgateError` with `self-test-failed` that names the rules that did not deny. */
export function demandPassed({ rules }: SelfTestReport): void {
  const failing = rules.filter(({ state }) => state === 'fails').map(({ rule, note = '' }) => `${rule} (${note})`);
  if (failing.length === 0) return;
  const named = failing.slice(0, NAMED_MAX).join(', ');
  const more = failing.length > NAMED_MAX ? ` and ${failing.length - NAMED_MAX} more` : '';
  throw new TollgateError('self-test-failed', `rules that cannot deny: ${named}${more}`);
}

async function ruleOf(site: Sandbox, canary: Canary): Promise<SelfTestRule> {
  const { code, of, off } = canary;
  const rule = of === undefined ? code : `${code} ${of}`;
  const fault = await faultOf(canary);
  if (off !== undefined) return { rule, code, state: 'off', note: off };
  if (fault !== undefined) return { rule, code, state: 'fails', note: fault };
  const lifted = liftedBy(site, canary);
  if (lifted !== undefined) return { rule, code, state: 'off', note: lifted };
  return { rule, code, state: 'denies' };
}

/** Why a canary does not count as denied; `undefined` where it was. */
async function faultOf(canary: Canary): Promise<string | undefined> {
  try {
    const answer = await canary.show();
    return isDenied(answer, canary)
      ? undefined
      : `its canary was answered ${[answer.kind, ...answer.reasons].join(' ')}`;
  } catch (error) {
    return `its canary could not be shown: ${error instanceof Error ? error.message : 'it threw'}`;
  }
}

function isDenied({ kind, code: answered, reasons, impression }: CanaryAnswer, canary: Canary): boolean {
  const { code, names = [], notices } = canary;
  if (kind === 'allow' || answered !== code || !names.every((name, at) => reasons[at + 1] === name)) return false;
  return notices === undefined || impression?.evidence.some(({ name }) => name === notices) === true;
}

/** Why the gate lets pass what the rule denies, where it does. */
function liftedBy({ real, action, home }: Sandbox, { code, leadsTo = home }: Canary): string | undefined {
  const { testSite, mode } = real.options;
  if (testSite) return LIFTED_ON_TEST_SITES.has(code) ? `${testSite} is a test site` : undefined;
  // Of what no verdict carries, shadow mode knows nothing.
  if (NEVER_LIFTED.has(code) || code === 'in-progress' || !codeRow(code).kind) return undefined;
  if (!isInShadow(mode, { action, country: leadsTo.country })) return undefined;
  return 'shadow mode records it and refuses nothing';
}
