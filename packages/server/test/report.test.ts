import { describe, expect, it } from 'vitest';
import type { GateReport } from '../src/report.js';
import { defineSender } from '../src/sender.js';
import type { Outcome } from '../src/store.js';
import { refusing } from './support/refusing-sender.js';
import { createTestGate, DE_PHONE, facts, OTHER_DE_PHONE, permitOf } from './support/test-gate.js';
import { Visitor } from './support/visitor.js';

const OUTCOMES: readonly Outcome[] = ['undelivered', 'abandoned', 'verified', 'trusted'];
const RANK: Readonly<Record<Outcome, number>> = { undelivered: 1, abandoned: 1, verified: 2, trusted: 3 };

async function setUp() {
  const setup = createTestGate({ prices: { asOf: '2026-01-01', smsUsd: { '49': 0.1 } }, work: { p: 1, k: 1 } });
  const { gate, store } = setup;
  const visitor = await Visitor.at(gate);
  const send = defineSender({ name: 'test', channels: ['sms'], segments: () => 1, send: async () => '' });
  const grant = async (phone = DE_PHONE) =>
    permitOf(await gate.admit(facts(await visitor.token({ phone }), { phone })));
  const text = async (phone = DE_PHONE) => {
    const permit = await grant(phone);
    await send(permit, '');
    return permit.id;
  };
  const report = async (given: object) => {
    const result = await gate.report(given as GateReport);
    return result.ok ? 'ok' : result.code;
  };
  /** What the pool holds that nobody trusted. */
  const used = async () => (await store.snapshot(['pool:DE']))[0]?.hour.untrusted;
  return { ...setup, visitor, refusing, grant, text, report, used };
}

describe('an outcome', () => {
  const pairs = OUTCOMES.flatMap((first) => OUTCOMES.map((second) => [first, second] as const));

  it.each(pairs)('%s, then %s: goes forward once each, and never back', async (first, second) => {
    const { text, report } = await setUp();
    const permitId = await text();
    expect(await report({ permitId, outcome: first })).toBe('ok');
    const expected = first === second ? 'report-repeated' : RANK[second] > RANK[first] ? 'ok' : 'outcome-contradicts';
    expect(await report({ permitId, outcome: second })).toBe(expected);
  });

  it('failed is the sender’s alone, and no outcome there is', async () => {
    const { text, report, store } = await setUp();
    const permitId = await text();
    store.calls.length = 0;
    const unknown = [
      'failed',
      'accepted',
      'claimed',
      'delivered',
      '',
      undefined,
      null,
      3,
      ['verified'],
      '__proto__',
      'constructor',
    ];
    for (const outcome of unknown) expect(await report({ permitId, outcome })).toBe('report-invalid');
    expect(store.calls).toEqual([]);
  });

  it('of a text that the provider refused contradicts', async () => {
    const { grant, refusing, report } = await setUp();
    const permit = await grant();
    await expect(refusing(permit, '')).rejects.toThrow('refused');
    for (const outcome of OUTCOMES) expect(await report({ permitId: permit.id, outcome })).toBe('outcome-contradicts');
  });

  it('proves acceptance: a refusal that comes after it gives nothing back', async () => {
    const { gate, visitor, report, used, clock } = await setUp();
    const reporting = defineSender({
      name: 'reporting',
      channels: ['sms'],
      segments: () => 1,
      send: async ({ permitId }) => {
        expect(await report({ permitId, outcome: 'undelivered' })).toBe('ok');
        throw new Error('refused');
      },
      refused: () => true,
    });
    await expect(reporting(permitOf(await gate.admit(facts(await visitor.token()))), '')).rejects.toThrow('refused');
    expect(await used()).toBe(100_000);
    clock.advanceSec(150);
    expect(await used()).toBe(100_000);
  });

  it.each<[string, (setup: Awaited<ReturnType<typeof setUp>>) => Promise<object>]>([
    ['a permit that is only held', async ({ grant }) => ({ permitId: (await grant()).id })],
    ['the number of a permit that is only held', async ({ grant }) => ({ phone: (await grant()).phone })],
    ['a permit nobody gave', async () => ({ permitId: 'A'.repeat(22) })],
    ['a number nobody texted', async ({ text }) => ({ phone: (await text()) && OTHER_DE_PHONE })],
  ])('of %s is unknown', async (_, subject) => {
    const setup = await setUp();
    const { report } = setup;
    const given = await subject(setup);
    for (const outcome of OUTCOMES) expect(await report({ ...given, outcome })).toBe('report-unknown');
  });

  it.each<[string, object]>([
    ['no subject', {}],
    ['an empty permit', { permitId: '' }],
    ['a permit that is none', { permitId: 7 }],
    ['a permit of 65 characters', { permitId: 'A'.repeat(65) }],
    ['a number that is none', { phone: 'call me' }],
    ['a national number', { phone: '0151 12345678' }],
    ['an object for a number', { phone: { e164: DE_PHONE } }],
  ])('of %s is invalid', async (_, subject) => {
    const { report, store } = await setUp();
    expect(await report({ ...subject, outcome: 'verified' })).toBe('report-invalid');
    expect(store.calls).toEqual([]);
  });

  it.each([null, undefined, 'verified', 7, ['verified']])('that is %j is invalid', async (given) => {
    const { gate, store } = await setUp();
    expect(await gate.report(given as never)).toEqual({ ok: false, code: 'report-invalid' });
    expect(store.calls).toEqual([]);
  });

  it('is not taken while the store does not answer, and that is thrown: it has to be told again', async () => {
    const { gate, text, store } = await setUp();
    const permitId = await text();
    store.down.add('report');
    const message = 'the report was not taken: the store does not answer';
    await expect(gate.report({ permitId, outcome: 'verified' })).rejects.toMatchObject({
      code: 'store-unavailable',
      message,
    });
  });

  it('of a permit in another spelling is invalid: one text has one name', async () => {
    const { text, report, store } = await setUp();
    const permitId = await text();
    store.calls.length = 0;
    // 16 bytes leave four bits of the last character open: decoders in the field ignore them.
    const last = permitId.at(-1)!;
    const respelled = [
      `${permitId}==`,
      `${permitId} `,
      permitId.slice(0, -1) + String.fromCharCode(last.charCodeAt(0) + 1),
    ];
    for (const other of respelled) {
      expect(Buffer.from(other, 'base64url')).toEqual(Buffer.from(permitId, 'base64url'));
      expect(await report({ permitId: other, outcome: 'verified' })).toBe('report-invalid');
    }
    expect(store.calls).toEqual([]);
    expect(await report({ permitId, outcome: 'verified' })).toBe('ok');
  });

  it('of a text a day and two hours old is unknown to this store', async () => {
    const { text, report, clock } = await setUp();
    const permitId = await text();
    clock.advanceSec(26 * 3_600 - 1);
    expect(await report({ permitId, outcome: 'verified' })).toBe('ok');
    clock.advanceSec(1);
    expect(await report({ permitId, outcome: 'trusted' })).toBe('report-unknown');
  });
});

describe('an outcome by number', () => {
  it('is of the newest claimed text to it, however the number is spelled', async () => {
    const { text, report, clock } = await setUp();
    const first = await text();
    clock.advanceSec(30);
    const second = await text();
    expect(await report({ phone: '+49 (151) 1234-5678', outcome: 'verified' })).toBe('ok');
    expect(await report({ phone: DE_PHONE, outcome: 'verified' })).toBe('report-repeated');
    expect(await report({ permitId: second, outcome: 'verified' })).toBe('report-repeated');
    expect(await report({ permitId: first, outcome: 'undelivered' })).toBe('ok');
  });

  it('goes by the order of claims, not of admissions', async () => {
    const { grant, report, clock } = await setUp();
    const send = defineSender({ name: 'test', channels: ['sms'], segments: () => 1, send: async () => '' });
    const first = await grant();
    clock.advanceSec(30);
    const second = await grant();
    await send(second, '');
    await send(first, '');
    expect(await report({ phone: DE_PHONE, outcome: 'verified' })).toBe('ok');
    expect(await report({ permitId: first.id, outcome: 'verified' })).toBe('report-repeated');
  });

  it('verified is taken within an hour of the claim, trusted later too', async () => {
    const { text, report, clock } = await setUp();
    await text();
    await text(OTHER_DE_PHONE);
    clock.advanceMs(3_600_000);
    expect(await report({ phone: DE_PHONE, outcome: 'verified' })).toBe('ok');
    clock.advanceMs(1);
    expect(await report({ phone: OTHER_DE_PHONE, outcome: 'verified' })).toBe('report-unknown');
    expect(await report({ phone: OTHER_DE_PHONE, outcome: 'trusted' })).toBe('ok');
  });

  it('is that of the older text where the newest was refused by the provider', async () => {
    const { grant, text, refusing, report, clock } = await setUp();
    const older = await text();
    clock.advanceSec(30);
    await expect(refusing(await grant(), '')).rejects.toThrow('refused');
    expect(await report({ phone: DE_PHONE, outcome: 'verified' })).toBe('ok');
    expect(await report({ permitId: older, outcome: 'verified' })).toBe('report-repeated');
  });
});

describe('the price that a text really had', () => {
  it('is added where it is higher, and leaves again with the text', async () => {
    const { text, report, used, clock } = await setUp();
    const permitId = await text();
    expect(await report({ permitId, outcome: 'verified', priceMicroUsd: 170_000 })).toBe('ok');
    expect(await used()).toBe(170_000);
    clock.advanceSec(150);
    expect(await report({ permitId, outcome: 'trusted' })).toBe('ok');
    expect(await used()).toBe(0);
  });

  it('is not taken off where it is lower', async () => {
    const { text, report, used } = await setUp();
    expect(await report({ permitId: await text(), outcome: 'verified', priceMicroUsd: 1 })).toBe('ok');
    expect(await used()).toBe(100_000);
  });

  it('is not added again by a report that is repeated or contradicts', async () => {
    const { text, report, used } = await setUp();
    const permitId = await text();
    await report({ permitId, outcome: 'verified' });
    expect(await report({ permitId, outcome: 'verified', priceMicroUsd: 5_000_000 })).toBe('report-repeated');
    expect(await report({ permitId, outcome: 'abandoned', priceMicroUsd: 5_000_000 })).toBe('outcome-contradicts');
    expect(await used()).toBe(100_000);
  });

  it.each([-1, 0.5, NaN, Infinity, 2 ** 53, '5', null, 10n, {}])(
    'is invalid as %s, and nothing is written',
    async (priceMicroUsd) => {
      const { text, report, used } = await setUp();
      const permitId = await text();
      expect(await report({ permitId, outcome: 'trusted', priceMicroUsd })).toBe('report-invalid');
      expect(await used()).toBe(100_000);
    },
  );
});
