import { accept, type Code, refuse, type Result } from '@tollgate/core';
import { describe, expect, it } from 'vitest';
import { primitives } from '#primitives';
import { ChallengeRate } from '../src/challenge-rate.js';
import { createGateContext } from '../src/gate-context.js';
import { GateOfContext } from '../src/gate.js';
import { GATE_STEPS, type GateSteps } from '../src/gate-steps.js';
import { resolveOptions } from '../src/options.js';
import type { SenderDefinition } from '../src/sender.js';
import { runSelfTest } from '../src/self-test/self-test.js';
import { TollgateError } from '../src/tollgate-error.js';
import { INBOUND_OPTIONS } from './support/inbound-setup.js';
import { TestClock, testOptions } from './support/test-gate.js';

const contextOf = () =>
  createGateContext(resolveOptions(testOptions({ clock: new TestClock().read, ...INBOUND_OPTIONS })), primitives);

/** The rules in a state, but for those of the store in use. */
async function rulesOf(steps: GateSteps) {
  const { rules } = await runSelfTest(contextOf(), steps);
  return rules.filter(({ rule }) => !rule.startsWith('store: '));
}

async function failing(steps: GateSteps): Promise<string[]> {
  return (await rulesOf(steps)).filter(({ state }) => state === 'fails').map(({ rule }) => rule);
}

/** A gate that takes these steps does not start, and says of which rule. */
async function expectStopped(steps: GateSteps, code: string) {
  const error = await new GateOfContext(contextOf(), steps).ready().catch((reason: unknown) => reason);
  expect(error).toMatchObject({ name: 'TollgateError', code: 'self-test-failed' });
  expect((error as Error).message).toContain(code);
}

type Step = (...given: never[]) => Promise<Result<unknown>>;

/** The gate's steps, each of which answers otherwise where `change` says so. */
function changed(change: (code: Code | undefined) => Result<unknown> | undefined): GateSteps {
  const result = <S extends Step>(step: S) =>
    (async (...given: Parameters<S>) => {
      const taken = await step(...given);
      return change(taken.ok ? undefined : taken.code) ?? taken;
    }) as unknown as S;
  const call = async <T>(run: () => Promise<T>, instead: () => Promise<T>): Promise<T> => {
    let code: Code | undefined;
    const done = await run().catch((error: unknown) => {
      if (!(error instanceof TollgateError)) throw error;
      code = error.code;
      return error;
    });
    const other = change(code);
    if (other?.ok) return instead();
    if (other) throw new TollgateError(other.code, 'refused');
    if (done instanceof TollgateError) throw done;
    return done;
  };
  const defineSender = <Text, Receipt>(definition: SenderDefinition<Text, Receipt>) => {
    const sender = GATE_STEPS.defineSender(definition);
    const delivery = { phone: '', channel: 'sms', action: '', permitId: '' } as const;
    return (...given: Parameters<typeof sender>) =>
      call(
        () => sender(...given),
        () => definition.send(delivery, given[1]),
      );
  };
  return {
    ...GATE_STEPS,
    openPermit: result(GATE_STEPS.openPermit),
    takeParkedPermit: result(GATE_STEPS.takeParkedPermit),
    takeInboundText: result(GATE_STEPS.takeInboundText),
    takeInbound: result(GATE_STEPS.takeInbound),
    handOver: (judgement, callback) =>
      call(
        () => GATE_STEPS.handOver(judgement, callback),
        async () => ({ verdict: judgement.verdict }),
      ),
    defineSender,
  };
}

/** Steps that let pass what they refuse with this code, and those that refuse everything with it. */
const letting = (code: Code) => changed((given) => (given === code ? accept(undefined) : undefined));
const refusing = (code: Code) => changed(() => refuse(code));

const PERMITS = [
  'permit-encoding-invalid',
  'permit-header-invalid',
  'permit-payload-invalid',
  'permit-version-unsupported',
  'permit-key-unknown',
  'permit-forged',
  'permit-foreign',
  'permit-expired',
  'permit-unknown',
  'permit-claimed',
  'permit-unused',
  'permit-number-mismatch',
  'permit-action-mismatch',
  'permit-channel-mismatch',
  'permit-segments-exceeded',
] as const satisfies readonly Code[];

const INBOUND = [
  'inbound-recipient-mismatch',
  'inbound-text-malformed',
  'inbound-secret-wrong',
  'inbound-repeated',
  'inbound-ticket-invalid',
  'inbound-key-unknown',
  'inbound-forged',
  'inbound-foreign',
  'inbound-expired',
  'inbound-action-mismatch',
  'inbound-number-mismatch',
  'inbound-pending',
  'inbound-used',
] as const satisfies readonly Code[];

describe('steps of the gate’s own', () => {
  it('all deny, and of permits each is asked sealed, parked or at a sender', async () => {
    const rules = await rulesOf(GATE_STEPS);
    expect(rules.filter(({ state }) => state !== 'denies')).toEqual([]);
    const ofPermits = rules.filter(({ rule }) => rule.startsWith('permit-')).map(({ rule }) => rule);
    for (const code of PERMITS) expect(ofPermits.some((rule) => rule.startsWith(code))).toBe(true);
    expect(ofPermits).toContain('permit-number-mismatch parked, for another number');
    expect(ofPermits).toContain('permit-expired sealed, after 120 s');
    expect(ofPermits).toContain('permit-unknown parked for another action');
  });
});

describe.each([...PERMITS, ...INBOUND])('a gate that does not refuse with %s', (code) => {
  it('fails by that rule’s canaries, all of them and no other, and does not start', async () => {
    const all = (await rulesOf(GATE_STEPS)).filter((rule) => rule.code === code).map(({ rule }) => rule);
    expect(all.length).toBeGreaterThan(0);
    expect(await failing(letting(code))).toEqual(all);
    await expectStopped(letting(code), code);
  });

  it('nor does one start that refuses everything with it', async () => {
    await expectStopped(refusing(code), code.split('-', 1)[0]!);
  });
});

describe('a gate that invites nobody', () => {
  it('does not start where it takes texts: nothing of them could be shown', async () => {
    const steps: GateSteps = { ...GATE_STEPS, invite: async (_, judgement) => judgement };
    await expectStopped(steps, 'inbound-used (its canary could not be shown: nobody was invited)');
  });
});

describe('the rate of challenges', () => {
  /** A rate that counts so many more than it should, or under other names. */
  const rates: readonly (readonly [string, GateSteps['createChallengeRate']])[] = [
    ['that has no end', () => ({ take: () => true })],
    ['that is one higher', () => lenient(1)],
    ['that nobody is let through by', () => ({ take: () => false })],
    ['that all networks share', () => renaming(() => 'all')],
    ['that counts each address of an IPv6 network for itself', () => perAddress()],
    ['that never begins anew', () => frozen()],
  ];

  it.each(rates)('%s does not start a gate', async (_, createChallengeRate) => {
    const steps = { ...GATE_STEPS, createChallengeRate };
    const failed = await failing(steps);
    expect(failed.length).toBeGreaterThan(0);
    for (const rule of failed) expect(rule).toMatch(/^challenge-rate-exceeded an IPv/);
    await expectStopped(steps, 'challenge-rate-exceeded');
  });

  function lenient(more: number) {
    const rate = new ChallengeRate();
    let left = more;
    return { take: (network: string, nowMs: number) => rate.take(network, nowMs) || left-- > 0 };
  }

  function renaming(nameOf: (network: string) => string) {
    const rate = new ChallengeRate();
    return { take: (network: string, nowMs: number) => rate.take(nameOf(network), nowMs) };
  }

  /** As if the door named whole addresses. */
  function perAddress() {
    let asked = 0;
    return renaming((network) => (network.includes(':') ? `${network} ${asked++}` : network));
  }

  function frozen() {
    const rate = new ChallengeRate();
    return { take: (network: string) => rate.take(network, 0) };
  }
});
