import { type Code, codeRow, CODES } from '@tollgate/core';
import { getCountries } from 'libphonenumber-js/max';
import { describe, expect, it } from 'vitest';
import { primitives } from '#primitives';
import { Allowances } from '../src/allowances.js';
import { createGate, type Gate, GateOfContext } from '../src/gate.js';
import { createGateContext, type GateContext } from '../src/gate-context.js';
import { createLabGate } from '../src/lab.js';
import { createMemoryStore } from '../src/memory-store/memory-store.js';
import { type GateOptions, resolveOptions } from '../src/options.js';
import { destinationOf, readPhone, REFUSE_ALL } from '../src/phone-number.js';
import { createPriceTable } from '../src/prices/price-table.js';
import { ROOM_RULES } from '../src/room-rules.js';
import { CANARIES } from '../src/self-test/canaries.js';
import { CanaryVisitor } from '../src/self-test/canary-visitor.js';
import { exampleIn, isReadAsItself, neighbourOf } from '../src/self-test/home.js';
import type { SelfTestReport } from '../src/self-test/report.js';
import { Sandbox } from '../src/self-test/sandbox.js';
import { demandPassed, runSelfTest } from '../src/self-test/self-test.js';
import { STORE_OPERATIONS } from '../src/store-operations.js';
import type { Store } from '../src/store.js';
import { settled } from './support/alert-setup.js';
import { INBOUND_OPTIONS } from './support/inbound-setup.js';
import { createTestGate, ORIGIN, START_MS, TestClock, testOptions } from './support/test-gate.js';

const BY = { by: 'ada' };
const inState = ({ rules }: SelfTestReport, state: string) =>
  rules.filter((rule) => rule.state === state).map(({ rule }) => rule);
/** What the gates of most of these tests have switched off, since they take no texts. */
const offBesideInbound = (report: SelfTestReport) =>
  inState(report, 'off').filter((rule) => !rule.startsWith('inbound-'));
const contextOf = (overrides: Partial<GateOptions> = {}): GateContext =>
  createGateContext(resolveOptions(testOptions({ clock: new TestClock().read, ...overrides })), primitives);

/** The rules that fail with something of the gate's replaced. */
async function failing(change: Partial<GateContext>, overrides: Partial<GateOptions> = {}) {
  return inState(await runSelfTest({ ...contextOf(overrides), ...change }), 'fails');
}

describe('the self test of a gate in order', () => {
  it('finds that every rule denies', async () => {
    const report = await createTestGate().gate.selfTest();
    expect(inState(report, 'fails')).toEqual([]);
    expect(offBesideInbound(report)).toEqual([]);
    expect(report.ok).toBe(true);
    expect(new Set(report.rules.map(({ rule }) => rule)).size).toBe(report.rules.length);
    for (const { code } of report.rules) expect(CODES).toHaveProperty(code);
  });

  it.each<[string, Partial<GateOptions>]>([
    ['a pool for all other countries', { elsewhere: { perDayUsd: 30 } }],
    ['no other way to offer', { stepUp: 'none' }],
    ['another puzzle', { puzzle: 'argon2id-1' }],
    [
      'a price function',
      { prices: { asOf: '2026-01-01', usdOf: (_, channel) => (channel === 'sms' ? 0.09 : undefined) } },
    ],
    ['an action that a canary might have named', { actions: ['unknown', 'unknown-x'] }],
    ['an origin that is an app', { origins: ['app:shop'] }],
    ['one small pool', { countries: { DE: { perDayUsd: 5 } }, cap: { hourUsd: 2, dayUsd: 7, monthUsd: 210 } }],
    ['memory alone', { store: undefined } as unknown as Partial<GateOptions>],
  ])('passes with %s', async (_, overrides) => {
    const report = await createGate(testOptions({ clock: new TestClock().read, ...overrides })).selfTest();
    expect(inState(report, 'fails')).toEqual([]);
  });

  it('finds so of every rule where the gate takes texts', async () => {
    const report = await createTestGate(INBOUND_OPTIONS).gate.selfTest();
    expect(inState(report, 'fails')).toEqual([]);
    expect(inState(report, 'off')).toEqual([]);
  });

  it('passes with pools that were changed and prefixes that were closed, and names those', async () => {
    const { gate, clock } = createTestGate();
    await gate.setPool('DE', { perDayUsd: 40 }, BY);
    await gate.setPool('FR', { perDayUsd: 20 }, BY);
    await gate.closePrefix('49151', clock.nowSec + 600, BY);
    await gate.closePrefix('1', clock.nowSec + 60, BY);
    clock.advanceSec(60);
    const report = await gate.selfTest();
    expect(inState(report, 'fails')).toEqual([]);
    const denies = inState(report, 'denies');
    expect(denies).toContain('prefix-closed 49151');
    expect(denies).not.toContain('prefix-closed 1');
    expect(denies).toContain('pool-exhausted pool:FR untrusted day, cold');
  });
});

describe('the table of canaries', () => {
  const codes = Object.keys(CODES) as Code[];

  it('has every code that there is, and no other', () => {
    expect(Object.keys(CANARIES).sort()).toEqual([...codes].sort());
  });

  it.each(codes)('has a canary for %s, or a reason why none', async (code) => {
    const entry = CANARIES[code];
    if (typeof entry !== 'function') {
      expect(entry.none.length).toBeGreaterThan(20);
      return;
    }
    const canaries = entry(await CanaryVisitor.at(new Sandbox(contextOf())));
    expect(canaries.length).toBeGreaterThan(0);
    expect(new Set(canaries.map((canary) => canary.code))).toEqual(new Set([code]));
  });

  it('leaves out codes that refuse no text: of the challenge endpoint, the start, providers and reports', () => {
    const without = codes.filter((code) => typeof CANARIES[code] !== 'function');
    expect(without.filter((code) => codeRow(code).kind)).toEqual(['channel-unknown']);
    expect(without).toEqual([
      'route-unknown',
      'method-refused',
      'media-type-refused',
      'body-too-large',
      'body-malformed',
      'version-unsupported',
      'puzzle-unsupported',
      'channel-unknown',
      'store-unsafe',
      'ip-data-unreadable',
      'self-test-failed',
      'text-empty',
      'provider-refused',
      'provider-failed',
      'provider-silent',
      'inbound-signature-wrong',
      'report-invalid',
      'report-unknown',
      'report-repeated',
      'outcome-contradicts',
    ]);
  });
});

describe('a number that a canary asks for', () => {
  it('is an ordinary mobile number of its own country, but for nine territories of another one', () => {
    const kinds = getCountries().map((country) => {
      const number = readPhone(exampleIn(country).e164);
      const destination = number.ok ? destinationOf(number.value, REFUSE_ALL) : number;
      return destination.ok && [country, destination.value.country === country, isReadAsItself(exampleIn(country))];
    });
    expect(kinds).not.toContain(false);
    const foreign = kinds.flatMap((kind) => (kind && !kind[1] ? [kind[0]] : []));
    expect(foreign).toEqual(['AX', 'BL', 'CC', 'CX', 'EH', 'IM', 'MF', 'SJ', 'VA']);
    for (const kind of kinds) if (kind) expect(kind[1]).toBe(kind[2]);
  });

  it.each(['VA', 'GG', 'AC', 'US', 'UZ'])('passes where %s is the only pool', async (country) => {
    const cap = { hourUsd: 100, dayUsd: 300, monthUsd: 9_000 };
    const { gate } = createTestGate({ countries: { [country]: { perDayUsd: 50 } }, cap });
    expect(inState(await gate.selfTest(), 'fails')).toEqual([]);
  });

  it.each(['GL', 'NC', 'WF'])('passes in %s with the smallest pool, where a neighbour costs more', async (country) => {
    const { gate } = createTestGate({ countries: { [country]: { expectPerDay: 20 } } });
    expect(inState(await gate.selfTest(), 'fails')).toEqual([]);
  });

  it('has neighbours in blocks of their own', () => {
    const home = exampleIn('DE');
    const blocks = Array.from({ length: 7 }, (_, at) => neighbourOf(home, at).e164.slice(0, -6));
    expect(new Set(blocks).size).toBe(7);
    expect(neighbourOf(home, 0)).toEqual(home);
  });
});

describe('the self test moves nothing of the gate’s', () => {
  it('no meter, no event, no alert, no random byte, and of the store what its probes need', async () => {
    const alerts: unknown[] = [];
    const { gate, store, events } = createTestGate({
      ...INBOUND_OPTIONS,
      onAlert: (alert) => void alerts.push(alert),
      random: () => {
        throw new Error('drawn');
      },
    });
    await gate.closePrefix('49151', START_MS / 1_000 + 600, BY);
    store.calls.length = 0;
    await gate.selfTest();
    await settled();
    expect([events, alerts]).toEqual([[], []]);
    const meters = ['site', 'pool:DE', 'pool:US', 'pool:known', 'block:DE:4915123', 'range:DE:491512345'];
    for (const { hour, day, month } of await store.snapshot(meters)) {
      const nothing = { exposed: 0, untrusted: 0, all: 0 };
      expect([hour, day, month]).toEqual([nothing, nothing, nothing]);
    }
    expect(new Set(store.calls)).toEqual(new Set(['open', 'controls', 'admit', 'claim', 'settle', 'forget']));
    expect(store.count('admit')).toBeLessThan(20);
  });

  it('nor the rate of challenges: all sixty of a minute are left', async () => {
    const { gate } = createTestGate();
    await gate.selfTest();
    const request = () => new Request(`${ORIGIN}/challenge`, { method: 'POST', headers: { origin: ORIGIN } });
    for (const ip of ['192.0.2.1', '2001:db8::1']) {
      const answers = await Promise.all(Array.from({ length: 61 }, () => gate.handle(request(), { ip })));
      expect(answers.filter(({ status }) => status === 415)).toHaveLength(60);
    }
  });

  it('and leaves the gate as it was: a text is admitted, claimed and counted', async () => {
    const { gate, store } = createTestGate();
    for (let turn = 0; turn < 3; turn++) await gate.ready();
    expect(store.count('admit')).toBeLessThan(20);
    expect((await gate.selfTest()).ok).toBe(true);
    expect(gate.limits().pools.map(({ name }) => name)).toEqual(['pool:US', 'pool:DE', 'pool:known']);
  });
});

describe('a rule that the options switch off', () => {
  const noteOf = ({ rules }: SelfTestReport, rule: string) => rules.find((one) => one.rule === rule);

  it('is off, with a sentence, and does not stop the start', async () => {
    const { gate } = createTestGate({
      numberTypes: { pager: 'allow', satellite: 'refuse' },
      elsewhere: { perDayUsd: 30 },
      onStoreFailure: 'allow',
    });
    const report = await gate.selfTest();
    expect(offBesideInbound(report)).toEqual(['number-pager', 'country-refused', 'store-unavailable away']);
    expect(noteOf(report, 'number-pager')?.note).toBe('the option "numberTypes" allows pager');
    expect(noteOf(report, 'country-refused')?.note).toBe('the option "elsewhere" gives all other countries a pool');
    await gate.ready();
  });

  it('is off in shadow mode where it would refuse: all but what is never lifted', async () => {
    const report = await createTestGate({ mode: 'shadow' }).gate.selfTest();
    const verdicts = report.rules.filter(({ rule, code }) => !rule.startsWith('store: ') && codeRow(code).kind);
    const denies = inState({ ...report, rules: verdicts }, 'denies');
    expect([...new Set(denies.map((rule) => rule.split(' ')[0]))]).toEqual([
      'facts-invalid',
      'action-unknown',
      'number-invalid',
      'price-invalid',
      'in-progress',
      'cap-reached',
    ]);
    expect(noteOf(report, 'token-missing')).toMatchObject({
      state: 'off',
      note: 'shadow mode records it and refuses nothing',
    });
    expect(report.ok).toBe(true);
  });

  it('is off for the countries in shadow mode, and denies elsewhere', async () => {
    const { gate } = createTestGate({ mode: { shadow: { countries: ['US'] } } });
    const off = offBesideInbound(await gate.selfTest());
    // A pool for each of three tiers, a block and a range.
    expect(off.length).toBe(4 * 3 + 4 + 4);
    for (const rule of off) expect(rule).toContain(':US');
  });

  it('denies where one of two actions is in shadow mode, and is off where both are', async () => {
    const one = createTestGate({ mode: { shadow: { actions: ['signup'] } } });
    expect(offBesideInbound(await one.gate.selfTest())).toEqual([]);
    const both = createTestGate({ mode: { shadow: { actions: ['signup', 'login'] } } });
    expect(inState(await both.gate.selfTest(), 'off')).toContain('token-missing');
  });

  it('fails all the same where it would not refuse once it is on', async () => {
    const isTrue = { ...primitives, equalBytes: () => true };
    expect(await failing({ primitives: isTrue }, { mode: 'shadow' })).toContain('challenge-forged');
  });
});

describe('a rule that cannot deny stops the start', () => {
  const stops = async (gate: Gate, ...rules: string[]) => {
    const error = await gate.ready().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'TollgateError', code: 'self-test-failed' });
    for (const rule of rules) expect((error as Error).message).toContain(rule);
  };
  const overStore = (change: (inner: Store) => Partial<Store>) => {
    const clock = new TestClock();
    const inner = createMemoryStore({ clock: clock.read });
    const bound = Object.fromEntries(
      STORE_OPERATIONS.map((name) => [name, inner[name].bind(inner)]),
    ) as unknown as Store;
    return createGate(testOptions({ clock: clock.read, store: { ...bound, ...change(inner) } }));
  };
  const heldUntilMs = START_MS + 120_000;
  const granted = { kind: 'granted', tier: 'cold', heldUntilMs, resendAfterMs: 0, rows: [], histories: {} } as const;

  it('a store that grants everything', async () => {
    const gate = overStore(() => ({
      admit: async () => granted,
      claim: async () => ({ kind: 'claimed', microUsd: 1 }),
    }));
    const failed = inState(await gate.selfTest(), 'fails');
    expect(failed).toEqual(inState(await gate.selfTest(), 'fails').filter((rule) => rule.startsWith('store: ')));
    expect(failed).toHaveLength(14);
    await stops(gate, 'store: no room, exposed', 'store: a permit again', 'the store answered granted, not full');
  });

  it('a store that forgets between two calls', async () => {
    const gate = overStore(() => ({
      admit: (claim, choices) => createMemoryStore({ clock: () => START_MS }).admit(claim, choices),
      claim: async () => ({ kind: 'claimed', microUsd: 1 }),
    }));
    await stops(gate, 'store: a token again', 'store: a number again', 'store: room used up, all');
  });

  it('a store that does not count one sum, or a limit', async () => {
    const gate = overStore((inner) => ({
      admit: (claim, choices) => {
        const without = choices.map((choice) => ({
          ...choice,
          meters: choice.meters.map(({ use, limits }) => ({
            use,
            limits: limits.filter(({ sum }) => sum !== 'untrusted'),
          })),
        }));
        return inner.admit(claim, without);
      },
    }));
    expect(inState(await gate.selfTest(), 'fails')).toEqual([
      'store: no room, untrusted',
      'store: room used up, untrusted',
    ]);
    await stops(gate);
  });

  it('a store that grants nothing: what it would refuse otherwise cannot be shown', async () => {
    const gate = overStore(() => ({ admit: async () => ({ kind: 'closed' }) }));
    await stops(gate, 'store: a text to be granted');
  });

  it('a store whose permits can be claimed twice', async () => {
    const gate = overStore((inner) => ({
      claim: async (pid) => {
        const result = await inner.claim(pid);
        return result.kind === 'permit-claimed' ? { kind: 'claimed', microUsd: 1 } : result;
      },
    }));
    expect(inState(await gate.selfTest(), 'fails')).toEqual(['store: a permit again']);
  });

  it('limits without end: of pools, blocks and ranges', async () => {
    const tierPercent = { known: Infinity, warm: Infinity, cold: Infinity, flagged: Infinity };
    const failed = await failing({ allowances: new Allowances({ ...ROOM_RULES, tierPercent }) });
    const codes = new Set(failed.map((rule) => rule.split(' ')[0]));
    expect([...codes]).toEqual(['pool-busy', 'pool-exhausted', 'block-exhausted', 'range-exhausted']);
    const pools = 2 * 3 * 4;
    const [known, call, blocks, ranges, evidence, network] = [4, 1, 8, 8, 14, 1];
    // What codes open, of a country and of known numbers; of a block, of a range; doubts of two causes, silent browsers.
    const [grownPools, grownParts, doubts, silences] = [4 * 2, 2 * 2, 3, 6];
    expect(failed).toHaveLength(
      pools + known + call + blocks + ranges + evidence + network + grownPools + grownParts + doubts + silences,
    );
  });

  it('limits of one tier without end', async () => {
    const tierPercent = { ...ROOM_RULES.tierPercent, warm: Infinity };
    const failed = await failing({ allowances: new Allowances({ ...ROOM_RULES, tierPercent }) });
    expect(failed.filter((rule) => rule.includes('pool:DE'))).toEqual([
      'pool-busy pool:DE exposed hour, warm',
      'pool-exhausted pool:DE exposed day, warm',
      'pool-exhausted pool:DE untrusted hour, warm',
      'pool-exhausted pool:DE untrusted day, warm',
    ]);
  });

  it('limits without end for whoever is flagged', async () => {
    const tierPercent = { ...ROOM_RULES.tierPercent, flagged: Infinity };
    const failed = await failing({ allowances: new Allowances({ ...ROOM_RULES, tierPercent }) });
    expect(failed.filter((rule) => rule.includes('pool:DE'))).toEqual([
      'pool-exhausted pool:DE exposed hour, flagged',
      'pool-exhausted pool:DE exposed day, flagged',
      'pool-exhausted pool:DE untrusted hour, flagged',
      'pool-exhausted pool:DE untrusted day, flagged',
    ]);
  });

  it('a cap of the process’s own that is higher than the option', async () => {
    const context = contextOf();
    const { pools } = context.book;
    const cap = { ...pools.cap, dayMicroUsd: pools.cap.dayMicroUsd + 1 };
    const gate = new GateOfContext({ ...context, book: { ...bookOf(context.book), pools: { ...pools, cap } } });
    await stops(gate, 'cap-reached the process’s own, day (its canary was answered allow claimed)');
  });

  it.each(['hourMicroUsd', 'dayMicroUsd', 'monthMicroUsd'] as const)('a cap without end: %s', async (member) => {
    const { book } = contextOf();
    const pools = { ...book.pools, cap: { ...book.pools.cap, [member]: Infinity } };
    const window = member.replace('MicroUsd', '');
    const failed = await failing({ book: { ...bookOf(book), pools } });
    expect(failed.filter((rule) => rule.startsWith('cap-reached'))).toEqual([
      `cap-reached site all ${window}`,
      `cap-reached site all ${window} in shadow mode`,
      `cap-reached the process’s own, ${window}`,
    ]);
  });

  it.each([0, NaN, -1])('a price of %s', async (totalMicroUsd) => {
    const table = createPriceTable();
    const prices = {
      ...table,
      priceText: (...asked: Parameters<typeof table.priceText>) => ({ ...table.priceText(...asked), totalMicroUsd }),
    };
    const failed = await failing({ prices });
    for (const window of ['hour', 'day', 'month']) expect(failed).toContain(`cap-reached site all ${window}`);
  });

  it.each([0, NaN])('a price function that answers %s stops it before', (usd) => {
    const build = () => createGate(testOptions({ prices: { asOf: '2026-01-01', usdOf: () => usd } }));
    expect(build).toThrow('"prices.usdOf"');
  });

  it('a price function that answers no price later on', async () => {
    let usd = 0.1;
    const { gate } = createTestGate({ prices: { asOf: '2026-01-01', usdOf: () => usd } });
    usd = NaN;
    await stops(
      gate,
      'token-used without a key (its canary could not be shown: refused before the canary: price-invalid',
    );
    expect(inState(await gate.selfTest(), 'fails')).toContain('range-exhausted');
  });

  it('a signature that nobody checks', async () => {
    const gate = createLabGate(testOptions(), { verifyEs256: () => true });
    expect(inState(await gate.selfTest(), 'fails')).toEqual(['signature-wrong']);
    await stops(gate, 'signature-wrong (its canary was answered work proof-short)');
  });

  it('work that nobody checks', async () => {
    const context = contextOf();
    const row = context.findPuzzle('hashwx-1')!;
    const lax = { ...row, createHash: () => () => 0n };
    const findPuzzle = (alg: string) => (alg === row.alg ? lax : context.findPuzzle(alg));
    expect(await failing({ findPuzzle })).toEqual(['proof-wrong']);
  });

  it('macs that are taken for equal', async () => {
    const failed = await failing({ primitives: { ...primitives, equalBytes: () => true } }, INBOUND_OPTIONS);
    expect([...new Set(failed.map((rule) => rule.split(' ')[0]))]).toEqual([
      'challenge-forged',
      'number-mismatch',
      'permit-forged',
      'permit-number-mismatch',
      'inbound-forged',
      'inbound-number-mismatch',
    ]);
  });

  it('a policy of numbers that is not the one of the options', async () => {
    const failed = await failing({ numberPolicy: { ...REFUSE_ALL, satellite: 'allow' } });
    expect(failed).toEqual(['number-satellite']);
  });

  it('a prefix that is closed and open all the same', async () => {
    const { gate, clock } = createTestGate();
    await gate.closePrefix('49', clock.nowSec + 600, BY);
    const controls = await gate.controls();
    const { book } = contextOf();
    const failed = await failing({ book: { ...bookOf(book), controls, isClosed: () => false } });
    expect(failed).toEqual(['prefix-closed 49']);
  });

  it('a pool for a country that has none', async () => {
    const { book } = contextOf();
    const pools = { ...book.pools, poolOf: () => book.pools.all[0] };
    const report = await runSelfTest({ ...contextOf(), book: { ...bookOf(book), pools } });
    // As with the option "elsewhere": the sandbox cannot tell the one from the other, the report says which it took.
    expect(inState(report, 'off')).toContain('country-refused');
  });

  it('names twenty of them and counts the rest', () => {
    const rules = Array.from({ length: 23 }, (_, at) => {
      return { rule: `rule ${at}`, code: 'token-used', state: 'fails', note: 'granted' } as const;
    });
    expect(() => demandPassed({ ok: false, rules })).toThrow('rule 19 (granted) and 3 more');
    expect(() => demandPassed({ ok: true, rules: [{ ...rules[0]!, state: 'off' }] })).not.toThrow();
  });
});

describe('a self test without a store that answers', () => {
  it('is store-unavailable, and tells nothing of rules', async () => {
    const { gate, store } = createTestGate();
    store.down.add('admit');
    for (const call of [() => gate.ready(), () => gate.selfTest()]) {
      await expect(call()).rejects.toMatchObject({ name: 'TollgateError', code: 'store-unavailable' });
    }
    store.down.clear();
    await gate.ready();
  });
});

/** A book by its members, some of which a test replaces. */
function bookOf(book: GateContext['book']): GateContext['book'] {
  return {
    pools: book.pools,
    controls: book.controls,
    version: book.version,
    isClosed: (e164, nowSec) => book.isClosed(e164, nowSec),
    sumAt: (nowSec) => book.sumAt(nowSec),
    adopt: (stored, nowSec) => book.adopt(stored, nowSec),
    change: (store, edit, nowSec) => book.change(store, edit, nowSec),
    withPool: (controls, option, change) => book.withPool(controls, option, change),
  };
}
