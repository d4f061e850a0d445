import { type Code, LIMITS } from '@tollgate/core';
import { describe, expect, it } from 'vitest';
import { CODE_SENTENCES, explain } from '../src/explain.js';
import { createGate } from '../src/gate.js';
import { createMemoryStore } from '../src/memory-store/memory-store.js';
import type { GateOptions } from '../src/options.js';
import { defineSender } from '../src/sender.js';
import type { TestSite } from '../src/test-site.js';
import type { Verdict } from '../src/verdict.js';
import { verdictReply } from '../src/verdict-reply.js';
import { readJws } from './support/raw-wire.js';
import {
  allowed,
  createTestGate,
  DE_PHONE,
  facts,
  permitOf,
  refused,
  testOptions,
  US_PHONE,
  WAYS,
} from './support/test-gate.js';
import { NOBODYS, setUpTestSite } from './support/test-site-setup.js';
import { Visitor } from './support/visitor.js';

const SITES: readonly TestSite[] = ['test-pass', 'test-work', 'test-delay', 'test-step-up', 'test-deny', 'test-spent'];
const DOORS = ['byAdmit', 'bySend'] as const;
const each = DOORS.map((door) => [door] as const);
const build = (overrides: Partial<Record<keyof GateOptions, unknown>>) => () =>
  createGate(testOptions(overrides as Partial<GateOptions>));
const piecesOf = (challenge = '') => (readJws(challenge).payload['puz'] as { k: number }).k;

/** The challenge of a verdict that asks work, which its HTTP answer carries and nothing else. */
function workOf(verdict: Verdict): string {
  const { kind, challenge = '', ...rest } = refused(verdict);
  expect(kind).toBe('work');
  const { status, body } = verdictReply({ kind, challenge, ...rest });
  expect({ status, body }).toEqual({ status: 402, body: { challenge, expiresInSec: 900, reasons: ['work'] } });
  return challenge;
}

describe('the names of test sites are refused', () => {
  it.each(SITES)('%s: without the flag, which is named', (site) => {
    expect(build({ site })).toThrow(RangeError);
    expect(build({ site })).toThrow(/^option "site": .*"testKeys": true/);
    expect(build({ site, testKeys: false })).toThrow(RangeError);
  });

  it('where they are none of the six, with the flag or without', () => {
    for (const testKeys of [true, false]) {
      for (const site of ['test-pas', 'test-', 'test-passes', 'test-pass-2', 'test-shop']) {
        expect(build({ site, testKeys })).toThrow(/^option "site": /);
        expect(build({ site, testKeys })).toThrow(RangeError);
      }
    }
    expect(build({ site: 'test-shop' })).toThrow('"test-shop" is reserved, as are all names in test-');
  });
});

describe('the flag is refused', () => {
  it.each(['shop', 'test', 'testpass', 'pass', 'production'])('for the site %s: it cannot be left on', (site) => {
    expect(build({ site, testKeys: true })).toThrow(RangeError);
    expect(build({ site, testKeys: true })).toThrow(/^option "site": with "testKeys" it must be one of test-pass, /);
  });

  it('where it is neither true nor false', () => {
    for (const testKeys of [1, 'true', 'false', null, {}]) {
      expect(build({ site: 'test-pass', testKeys })).toThrow(TypeError);
      expect(build({ site: 'test-pass', testKeys })).toThrow(/"testKeys"/);
    }
  });

  it('beside shadow mode, which would let out what the name says is refused', () => {
    for (const mode of ['shadow', { shadow: { countries: ['DE'] } }]) {
      expect(build({ site: 'test-deny', testKeys: true, mode })).toThrow(RangeError);
      expect(build({ site: 'test-deny', testKeys: true, mode })).toThrow(/^option "mode": /);
    }
  });

  it('beside the store of another site', () => {
    const store = Object.assign(createMemoryStore(), { site: 'shop' });
    expect(build({ site: 'test-pass', testKeys: true, store })).toThrow(/^option "store": is the store of site "shop"/);
    // A store that knows no site of its own is the first one's.
    const shared = createMemoryStore();
    expect(build({ site: 'test-pass', testKeys: true, store: shared })).not.toThrow();
    expect(build({ site: 'test-work', testKeys: true, store: shared })).toThrow(/is the store of site "test-pass"/);
    expect(build({ store: shared })).toThrow(/^option "store": is the store of site "test-pass"/);
  });
});

describe.each(SITES)('%s judges the token as any gate does', (site) => {
  it.each(each)('%s: what is missing, forged, foreign or for another number', async (door) => {
    const { [door]: ask, visitor, token, store, sent } = await setUpTestSite(site);
    const good = await token();
    const challenge = await visitor.challenge({ phone: NOBODYS });
    const losing = [await visitor.losingNonce(challenge, 0), await visitor.losingNonce(challenge, 1)];
    const signature = good.slice(0, -8) + (good.slice(-8) === 'AAAAAAAA' ? 'BBBBBBBB' : 'AAAAAAAA');
    const others = await Visitor.at(createTestGate().gate);
    const answers: readonly (readonly [Code, unknown, Parameters<typeof ask>[1]?])[] = [
      ['token-missing', undefined],
      ['token-missing', ''],
      ['token-encoding-invalid', 'garbage'],
      ['token-encoding-invalid', { token: good }],
      ['token-too-long', 'x'.repeat(LIMITS.tokenMaxChars + 1)],
      ['signature-wrong', signature],
      ['proof-wrong', await visitor.tokenFor(challenge, { nonces: losing })],
      ['site-mismatch', await others.token({ phone: NOBODYS })],
      ['number-mismatch', good, { phone: DE_PHONE }],
      ['number-invalid', good, { phone: 'nobody' }],
      ['action-mismatch', good, { action: 'login' }],
      ['channel-mismatch', good, { channel: 'voice' }],
      ['origin-refused', good, { origin: 'https://elsewhere.example' }],
      ['action-unknown', good, { action: 'resend' }],
      ['facts-invalid', good, { segments: 0 }],
    ];
    for (const [code, given, change] of answers) expect(refused(await ask(given, change)).code).toBe(code);
    expect(store.calls).toEqual([]);
    expect(sent).toEqual([]);
  });

  it.each(each)('%s: what has expired', async (door) => {
    const { [door]: ask, token, clock } = await setUpTestSite(site);
    const good = await token();
    clock.advanceSec(LIMITS.challengeTtlSec);
    expect(refused(await ask(good)).code).toBe('challenge-expired');
  });

  it('and its own is refused by a real gate with the same secrets', async () => {
    const { token } = await setUpTestSite(site);
    const verdict = refused(await createTestGate().gate.admit(facts(await token(US_PHONE), { phone: US_PHONE })));
    expect(verdict).toMatchObject({ kind: 'deny', code: 'site-mismatch' });
  });

  it('of work too little is asked to wait for, and more than nothing', async () => {
    for (const [puzzle, p] of [
      ['hashwx-1', 32],
      ['argon2id-1', 2],
    ] as const) {
      const { work } = createGate({ ...testOptions({ site, testKeys: true, puzzle }), work: undefined! }).limits();
      expect(work).toEqual({ alg: puzzle, p, k: 8 });
    }
  });
});

describe('test-pass', () => {
  it.each(each)('%s: refuses a token that was used', async (door) => {
    const { [door]: ask, token } = await setUpTestSite('test-pass');
    const good = await token();
    allowed(await ask(good));
    expect(refused(await ask(good))).toMatchObject({ kind: 'deny', code: 'token-used' });
  });

  it.each([
    NOBODYS,
    '+15555550123',
    '+12005550123',
    '+19002345678',
    '+8816123456789',
    '+447640123456',
    '+998901234567',
  ])('texts %s', async (phone) => {
    const { bySend, token, sent } = await setUpTestSite('test-pass');
    const verdict = allowed(await bySend(await token(phone), { phone }));
    expect(verdict).toMatchObject({ reasons: ['tier-cold'], tier: 'cold', resendAfterSec: 30 });
    expect(explain(verdict)[0]).toBe('allow: A text may go out.');
    expect(sent).toEqual([phone]);
  });

  it('texts one number from one device as often as it is asked: neither spacing nor pools nor ranges refuse', async () => {
    const { bySend, token, sent, events } = await setUpTestSite('test-pass', { countries: { DE: { perDayUsd: 5 } } });
    for (let turn = 0; turn < 60; turn++) {
      const verdict = allowed(await bySend(await token(DE_PHONE), { phone: DE_PHONE }));
      expect(verdict.cost.price?.totalMicroUsd).toBeGreaterThan(0);
    }
    expect(sent).toHaveLength(60);
    expect(events.map(({ verdict: { kind } }) => kind)).toEqual(Array(60).fill('allow'));
    expect(events[0]).toMatchObject({ country: 'DE', phoneHint: '+49 … 78' });
  });

  it('asks no more work, however much went out', async () => {
    const { bySend, token, visitor } = await setUpTestSite('test-pass', { countries: { DE: { perDayUsd: 5 } } });
    for (let turn = 0; turn < 30; turn++) await bySend(await token(DE_PHONE), { phone: DE_PHONE });
    expect(piecesOf(await visitor.challenge({ phone: DE_PHONE }))).toBe(2);
  });

  it('texts under a prefix that was closed, and is not stopped by where somebody seems to be', async () => {
    const { gate, bySend, token, clock } = await setUpTestSite('test-pass');
    await gate.closePrefix('44', clock.nowSec + 600, { by: 'ada' });
    allowed(await bySend(await token(), { headers: { 'user-agent': 'HeadlessChrome/150.0.0.0' } }));
  });

  it('keeps to the cap: a sender that was no stand-in would text', async () => {
    const { bySend, token, sent } = await setUpTestSite('test-pass', {
      countries: { DE: { perDayUsd: 5 } },
      cap: { hourUsd: 3, dayUsd: 10, monthUsd: 300 },
      prices: { asOf: '2026-01-01', smsUsd: { '44': 0.1 } },
    });
    for (let turn = 0; turn < 30; turn++) allowed(await bySend(await token()));
    const verdict = refused(await bySend(await token()));
    expect(verdict).toMatchObject({ kind: 'step-up', code: 'cap-reached', ways: WAYS });
    expect(sent).toHaveLength(30);
  });

  it('gives the same permit for the same idempotency key, and none for another', async () => {
    const { byAdmit, bySend, token, sent } = await setUpTestSite('test-pass');
    const good = await token();
    const first = permitOf(await byAdmit(good, { idempotencyKey: 'a' }));
    expect(permitOf(await byAdmit(good, { idempotencyKey: 'a' })).id).toBe(first.id);
    expect(refused(await byAdmit(good, { idempotencyKey: 'b' })).code).toBe('idempotency-mismatch');
    for (let turn = 0; turn < 3; turn++) allowed(await bySend(good, { idempotencyKey: 'a' }));
    expect(sent).toHaveLength(1);
  });

  it('has permits that are claimed once, sealed for their gate alone, refused by a sender of another, and reported', async () => {
    const { gate, byAdmit, token, send } = await setUpTestSite('test-pass');
    const permit = permitOf(await byAdmit(await token()));
    const sealed = await permit.seal();
    const real = createTestGate().gate;
    expect(await real.openPermit(sealed, { phone: NOBODYS })).toEqual({ ok: false, code: 'permit-foreign' });
    expect(await gate.openPermit(sealed, { phone: NOBODYS })).toMatchObject({ ok: true });
    const texting = {
      name: 'real',
      channels: ['sms'],
      segments: () => 1,
      send: async () => 'sent',
      gate: real,
    } as const;
    await expect(defineSender(texting)(permit, '')).rejects.toMatchObject({ code: 'permit-foreign' });
    await send(permit, '');
    await expect(send(permit, '')).rejects.toMatchObject({ code: 'permit-claimed' });
    expect(await gate.report({ permitId: permit.id, outcome: 'verified' })).toMatchObject({ ok: true });
  });
});

describe('test-work', () => {
  it.each(each)('%s: asks twice the work once, and allows the answer to it', async (door) => {
    const { [door]: ask, visitor, events } = await setUpTestSite('test-work');
    for (let turn = 0; turn < 2; turn++) {
      const challenge = await visitor.challenge({ phone: NOBODYS });
      const nonces = await visitor.solve(challenge);
      const raised = workOf(await ask(await visitor.tokenFor(challenge, { nonces })));
      expect(readJws(raised).payload).toEqual({ ...readJws(challenge).payload, puz: { alg: 'hashwx-1', p: 2, k: 4 } });
      const all = [...nonces, ...(await visitor.solve(raised)).slice(nonces.length)];
      allowed(await ask(await visitor.tokenFor(raised, { nonces: all })));
    }
    expect(events.map(({ verdict: { kind } }) => kind)).toEqual(['work', 'allow', 'work', 'allow']);
  });

  it('alone asks more than base work', async () => {
    const { byAdmit, visitor } = await setUpTestSite('test-pass');
    expect(piecesOf(workOf(await byAdmit(await visitor.token({ phone: undefined }))))).toBe(2);
  });

  it('asks it at once of who never priced', async () => {
    const { bySend, visitor } = await setUpTestSite('test-work');
    const raised = workOf(await bySend(await visitor.token({ phone: undefined })));
    expect(piecesOf(raised)).toBe(4);
    allowed(await bySend(await visitor.tokenFor(raised)));
  });

  it('asks the rest of who answers a part, and does not let that pass', async () => {
    const { bySend, visitor } = await setUpTestSite('test-work');
    const raised = workOf(await bySend(await visitor.token({ phone: NOBODYS })));
    const short = await visitor.tokenFor(raised, { nonces: await visitor.solve(raised, 3) });
    expect(piecesOf(workOf(await bySend(short)))).toBe(4);
  });

  it('says it as a real gate does', async () => {
    const { byAdmit, token } = await setUpTestSite('test-work');
    const verdict = await byAdmit(await token());
    expect(verdict).toMatchObject({ code: 'proof-short', reasons: ['proof-short'] });
    expect(explain(verdict)[0]).toBe(`work: ${CODE_SENTENCES['proof-short']}`);
  });
});

describe('test-delay', () => {
  it.each(each)('%s: says to wait a few seconds, and then allows for a minute', async (door) => {
    const { [door]: ask, token, clock, events } = await setUpTestSite('test-delay');
    for (let turn = 0; turn < 2; turn++) {
      const good = await token();
      const verdict = refused(await ask(good));
      expect(verdict).toMatchObject({ kind: 'delay', code: 'number-spacing', retryAfterSec: 3, ways: WAYS });
      expect(verdictReply(verdict)).toMatchObject({
        status: 429,
        headers: { 'retry-after': '3' },
        body: { code: 'try-later', retryAfterSec: 3, ways: WAYS },
      });
      clock.advanceSec(3);
      allowed(await ask(good));
      expect(refused(await ask(good)).code).toBe('token-used');
      clock.advanceSec(57);
    }
    expect(events).toHaveLength(6);
  });

  it('does not keep tests waiting, and knows a device by any of its tokens: a page makes one for each submit', async () => {
    const { bySend, token } = await setUpTestSite('test-delay');
    expect(refused(await bySend(await token())).kind).toBe('delay');
    allowed(await bySend(await token()));
    allowed(await bySend(await token()));
  });

  it('remembers the device for a minute, under its name and no number', async () => {
    const { bySend, token, store } = await setUpTestSite('test-delay');
    const marks: [key: string, ttlMs: number][] = [];
    const mark = store.mark.bind(store);
    store.mark = (...given) => {
      marks.push(given);
      return mark(...given);
    };
    await bySend(await token());
    await bySend(await token());
    expect(marks).toEqual([
      [expect.stringMatching(/^test-delay\.[\w-]{43}$/), 60_000],
      [marks[0]?.[0], 60_000],
    ]);
  });

  it('steps up where the store does not answer', async () => {
    const { bySend, token, store } = await setUpTestSite('test-delay');
    store.down.add('mark');
    expect(refused(await bySend(await token()))).toMatchObject({ kind: 'step-up', code: 'store-unavailable' });
  });
});

describe.each<[TestSite, Code, object, string]>([
  ['test-step-up', 'device-exhausted', { code: 'step-up', ways: WAYS }, 'step-up'],
  ['test-deny', 'number-unassigned', { code: 'number-refused' }, 'deny'],
  ['test-spent', 'token-used', { code: 'token-used' }, 'deny'],
])('%s', (site, code, body, kind) => {
  it.each(each)(`%s: answers ${code} each time, to every number, and stores nothing`, async (door) => {
    const { [door]: ask, token, store, sent, events } = await setUpTestSite(site);
    for (const phone of [NOBODYS, DE_PHONE, NOBODYS]) {
      const verdict = refused(await ask(await token(phone), { phone, idempotencyKey: 'a' }));
      expect(verdict).toMatchObject({ kind, code, reasons: [code] });
      expect(verdictReply(verdict)).toMatchObject({ status: 403, body });
      expect(explain(verdict)[0]).toBe(`${kind}: ${CODE_SENTENCES[code as keyof typeof CODE_SENTENCES]}`);
    }
    expect(store.calls).toEqual([]);
    expect(sent).toEqual([]);
    expect(events.map(({ verdict }) => verdict.kind)).toEqual([kind, kind, kind]);
  });
});

describe('a refusal of a test site', () => {
  it.each<[TestSite, number]>([
    ['test-spent', 0],
    ['test-delay', 30],
  ])('%s: is to the last member the one that a real gate gives for its code', async (site, afterSec) => {
    const real = createTestGate();
    const visitor = await Visitor.at(real.gate);
    const used = await visitor.token({ phone: US_PHONE });
    const asked = (token: string) => facts(token, { phone: US_PHONE, known: false });
    const sent = { name: 'real', channels: ['sms'], segments: () => 1, send: async () => 'sent' } as const;
    await real.gate.send(asked(used), (permit) => defineSender(sent)(permit, ''));
    const second = afterSec === 0 ? used : await visitor.token({ phone: US_PHONE });
    const expected = refused(await real.gate.admit(asked(second)));
    const test = await setUpTestSite(site);
    const verdict = refused(await test.gate.admit(asked(await test.token(US_PHONE))));
    const { retryAfterSec, ...rest } = verdict;
    expect({ ...rest, ...(afterSec > 0 && { retryAfterSec: afterSec }) }).toEqual(expected);
    expect(retryAfterSec).toBe(afterSec === 0 ? undefined : 3);
    const { atSec, ...event } = test.events.at(-1)!;
    const { atSec: realAtSec, ...realEvent } = real.events.at(-1)!;
    expect({ ...event, verdict: undefined, atSec }).toEqual({ ...realEvent, verdict: undefined, atSec: realAtSec });
  });
});

describe('a test site whose prices fail', () => {
  it.each<TestSite>(['test-step-up', 'test-delay', 'test-spent'])('%s: says so, as a real gate does', async (site) => {
    let isKnown = true;
    const usdOf = () => (isKnown ? 0.1 : NaN);
    const { byAdmit, token } = await setUpTestSite(site, { prices: { asOf: '2026-01-01', usdOf } });
    const good = await token();
    isKnown = false;
    const verdict = refused(await byAdmit(good));
    expect(verdict).toMatchObject({ code: 'price-invalid', cost: { price: undefined, work: { hashes: 4 } } });
  });
});

describe('test-step-up', () => {
  it('shows the way inbound too, where it is one', async () => {
    const { byAdmit, token } = await setUpTestSite('test-step-up', {
      stepUp: [...WAYS, 'inbound'],
      inbound: { number: '+12025550199', actions: ['signup'] },
    });
    const verdict = refused(await byAdmit(await token()));
    expect(verdict.ways).toEqual([...WAYS, 'inbound']);
    expect(verdict.inbound?.number).toBe('+12025550199');
  });

  it('says no where the site has no other way, as a real gate does', async () => {
    const { byAdmit, token } = await setUpTestSite('test-step-up', { stepUp: 'none' });
    const verdict = refused(await byAdmit(await token()));
    expect(verdict).toMatchObject({ kind: 'deny', code: 'device-exhausted' });
    expect(verdict.ways).toBeUndefined();
  });
});

describe('the gate of a test site', () => {
  it.each(SITES)('%s: says at its start that it judges nothing, and nothing of pools', (site) => {
    const lines: string[] = [];
    createTestGate({ site, testKeys: true, log: (line) => void lines.push(line) });
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain(`${site} IS A TEST SITE AND JUDGES NOTHING`);
    expect(lines[1]).toBe(
      `tollgate: a permit of ${site} lets a sender send: give it a stand-in. No pool, block or range bounds it, the cap alone does, $100.00 an hour, $300.00 a day.`,
    );
  });

  it('passes its self test, which says of the gate’s rules that it lifts that they are off, and of those alone', async () => {
    const { gate } = await setUpTestSite('test-deny');
    await gate.ready();
    const { ok, rules } = await gate.selfTest();
    expect(ok).toBe(true);
    const inState = (state: string) => rules.filter((rule) => rule.state === state);
    expect(inState('fails')).toEqual([]);
    // Without the option there are no texts to the site, here as elsewhere.
    const lifted = inState('off').filter(({ code }) => !code.startsWith('inbound-'));
    expect(new Set(lifted.map(({ note }) => note))).toEqual(new Set(['test-deny is a test site']));
    const isLifted =
      /^number-(?!mismatch|unpriced|invalid)|^device-exhausted|^country-|^prefix-|^pool-|^block-|^range-|^store-degraded/;
    for (const { code, state } of rules.filter(
      ({ rule, code: of }) => !rule.startsWith('store:') && !of.startsWith('inbound-'),
    ))
      expect([code, state]).toEqual([code, isLifted.test(code) ? 'off' : 'denies']);
  });
});
