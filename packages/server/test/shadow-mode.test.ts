import { describe, expect, it } from 'vitest';
import type { Code } from '../src/index.js';
import type { Facts } from '../src/facts.js';
import type { GateOptions } from '../src/options.js';
import { defineSender } from '../src/sender.js';
import { setUpAlerts } from './support/alert-setup.js';
import { send, setUpMoney } from './support/money-setup.js';
import { freshPhone, uzbekPhone } from './support/phones.js';
import { refusing } from './support/refusing-sender.js';
import { allowed, facts, permitOf, refused } from './support/test-gate.js';
import { freshAddress, Visitor } from './support/visitor.js';

const BY = { by: 'ada' };
const setUp = (overrides: Partial<GateOptions> = {}) => {
  const setup = setUpMoney({ mode: 'shadow', ...overrides });
  /** Asks with this token, or none, for a number of its own. */
  const admit = (token: unknown, change: Partial<Facts> = {}) =>
    setup.gate.admit(facts(token, { phone: freshPhone(), ip: freshAddress(), ...change }));
  return { ...setup, admit };
};

/** Texts with the permit of a verdict that would have been a refusal, and answers how it would have been. */
async function liftedOf(verdict: Parameters<typeof allowed>[0]) {
  const { permit, wouldBe, reasons } = allowed(verdict);
  expect(reasons[0]).toBe('shadow');
  expect(await send(permit, '')).toBe('sent');
  return wouldBe!;
}

describe('what shadow mode lets out', () => {
  it.each<[Code, unknown, Partial<Facts>]>([
    ['token-missing', undefined, {}],
    ['token-encoding-invalid', 'x', {}],
    ['token-too-long', 'x'.repeat(4_097), {}],
    ['origin-refused', undefined, { origin: 'https://elsewhere.example' }],
    ['origin-refused', undefined, { origin: undefined }],
  ])('%s', async (code, token, change) => {
    const { admit } = setUp();
    expect(await liftedOf(await admit(token, change))).toMatchObject({ code });
  });

  it.each<[Code, string]>([
    ['number-premium-rate', '+19002345678'],
    ['number-satellite', '+881612345678'],
    ['number-unassigned', '+4915012345'],
  ])(
    '%s: before, the site texted those too, and a range that was assigned last week is one of them',
    async (code, phone) => {
      const { admit, gate } = setUp();
      const token = await (await Visitor.at(gate)).token({ phone: undefined });
      expect(await liftedOf(await admit(token, { phone }))).toMatchObject({ kind: 'deny', code });
    },
  );

  it('work that was not asked for: with the token’s own data, and without the challenge', async () => {
    const { admit, gate } = setUp();
    const token = await (await Visitor.at(gate)).token({ phone: undefined }, { clientData: 'cd', extension: { a: 1 } });
    const verdict = allowed(await admit(token));
    expect(verdict).toMatchObject({ clientData: 'cd', extension: { a: 1 } });
    expect(verdict.cost.work?.hashes).toBe(1);
    expect(verdict.wouldBe).toStrictEqual({ kind: 'work', code: 'number-unpriced', reasons: ['number-unpriced'] });
  });

  it('a token that was used', async () => {
    const { admit, gate } = setUp();
    const phone = freshPhone();
    const token = await (await Visitor.at(gate)).token({ phone });
    expect(allowed(await admit(token, { phone })).wouldBe).toBeUndefined();
    expect(await liftedOf(await admit(token, { phone }))).toMatchObject({ kind: 'deny', code: 'token-used' });
  });

  it('a number that would have to wait, and how long', async () => {
    const { text, ask } = setUp();
    const { phone } = await text();
    expect(await liftedOf(await ask({ phone }))).toEqual({
      kind: 'delay',
      code: 'number-spacing',
      reasons: ['number-spacing'],
      retryAfterSec: 30,
    });
  });

  it('a device with two open numbers: it stays full of these two, and of no others', async () => {
    const { ask, text, clock } = setUp();
    const by = await Visitor.at(setUp().gate);
    for (let turn = 0; turn < 2; turn++) await text({ by });
    for (let turn = 0; turn < 3; turn++) {
      expect(await liftedOf(await ask({ by }))).toMatchObject({ code: 'device-exhausted' });
    }
    clock.advanceSec(3_900);
    expect(allowed(await ask({ by })).wouldBe).toBeUndefined();
  });

  it('a country without a pool, and a prefix that is closed', async () => {
    const { ask, gate, clock, used } = setUp();
    const wouldBe = await liftedOf(await ask({ phone: uzbekPhone(1) }));
    expect(wouldBe).toEqual({ kind: 'step-up', code: 'country-refused', reasons: ['country-refused'] });
    await gate.closePrefix('49', clock.nowSec + 600, BY);
    expect(await liftedOf(await ask())).toMatchObject({ code: 'prefix-closed' });
    expect(await used('site', 'all')).toBe(200_000);
    expect(await used('pool:DE', 'all')).toBe(100_000);
  });

  it('what its pool’s hour, its pool and its range have no room for', async () => {
    const { ask, textEach, textHours, used } = setUp({ cap: { hourUsd: 10, dayUsd: 40, monthUsd: 1_200 } });
    const range = (line: number) => ({ phone: `+4915012340${String(line).padStart(3, '0')}` });
    await textEach(3, range);
    expect(await liftedOf(await ask(range(3)))).toMatchObject({
      kind: 'step-up',
      reasons: ['range-exhausted', 'range', 'exposed', 'hour'],
    });
    const busy = await liftedOf(await ask());
    expect(busy).toMatchObject({ kind: 'delay', code: 'pool-busy' });
    expect(busy.retryAfterSec).toBeGreaterThanOrEqual(40);
    await textHours([0, 2]);
    expect(await liftedOf(await ask())).toMatchObject({ reasons: ['pool-exhausted', 'pool:DE', 'exposed', 'day'] });
    expect(await used('pool:DE', 'exposed', 'day')).toBe(800_000);
  });

  it('also what the rules of another kind of request refuse, with no pool left', async () => {
    const { admit } = setUp({ stepUp: 'none' });
    expect(await liftedOf(await admit(undefined))).toMatchObject({ kind: 'deny', code: 'token-missing' });
  });
});

describe('what shadow mode does not let out', () => {
  it.each<[Code, unknown]>([
    ['facts-invalid', { segments: 0 }],
    ['facts-invalid', { channel: 'fax' }],
    ['action-unknown', { action: 'resend' }],
    ['number-invalid', { phone: 'call me' }],
    ['number-invalid', { phone: '' }],
  ])('%s: %j', async (code, change) => {
    const { admit, gate } = setUp();
    for (const token of [undefined, await (await Visitor.at(gate)).token()]) {
      const verdict = refused(await admit(token, change as Partial<Facts>));
      expect(verdict).toMatchObject({ code, reasons: expect.arrayContaining([code]) as string[] });
      expect(verdict).not.toHaveProperty('wouldBe');
    }
  });

  it('a text without a price', async () => {
    let isKnown = true;
    const usdOf = () => (isKnown ? 0.1 : NaN);
    const { admit, ask } = setUp({ prices: { asOf: '2026-01-01', usdOf } });
    const token = undefined;
    isKnown = false;
    expect(refused(await admit(token)).code).toBe('price-invalid');
    expect(refused(await ask()).code).toBe('price-invalid');
  });

  it.each([
    ['hour', 1_340_000, 0],
    ['day', 5_340_000, 7_200],
    ['month', 161_000_000, 180_000],
  ] as const)('more than the cap of any %s, with a token and without', async (window, microUsd, agoSec) => {
    const { admit, ask, store, clock } = setUp();
    const number = ['n', 'm', 'o'] as const;
    const spend = async (amount: number) => {
      const permit = { pid: `of ${amount}`, action: 'signup', channel: 'sms', segments: 1, microUsd: amount } as const;
      const claim = { jti: permit.pid, redeemedUntilMs: clock.nowMs + 1, permit, number, device: 'd' };
      const windows = ['hour', 'day', 'month'] as const;
      const site = { use: { meter: 'site', unit: 'micro-usd', windows, keepsHistory: false }, limits: [] } as const;
      const spent = { ...claim, controlsVersion: 0, isSecondCall: false, isShadow: true };
      await store.admit(spent, [{ tier: 'cold', opening: 'anyone', meters: [site] }]);
      await store.claim(permit.pid);
    };
    // Room for one text, and not for two.
    await spend(microUsd - 100_000);
    clock.advanceSec(agoSec);
    expect(await liftedOf(await admit(undefined, { phone: uzbekPhone(1) }))).toMatchObject({ code: 'token-missing' });
    const reasons = ['cap-reached', 'site', 'all', window];
    expect(refused(await admit(undefined, { phone: uzbekPhone(2) }))).toMatchObject({ kind: 'step-up', reasons });
    expect(refused(await admit(undefined)).reasons).toEqual(reasons);
    expect(refused(await ask()).reasons).toEqual(reasons);
  });

  it('a second text for a key whose permit is being sent', async () => {
    const { gate } = setUp();
    const asked = facts(undefined, { phone: freshPhone(), idempotencyKey: 'a' });
    const again = () => gate.send(asked, () => Promise.reject(new Error('texted twice')));
    const asking = defineSender({ name: 'test', channels: ['sms'], segments: () => 1, send: again });
    const { result } = await gate.send(asked, (permit) => asking(permit, ''));
    expect(result!.verdict).toMatchObject({ kind: 'delay', code: 'in-progress', retryAfterSec: 1 });
  });
});

describe('in shadow mode a key', () => {
  it('gives one text, whatever token it comes with and whatever the rules say by then', async () => {
    const { gate, clock, used } = setUp();
    const phone = freshPhone();
    const visitor = await Visitor.at(gate);
    const sent = async (token: unknown) => {
      const { verdict, result } = await gate.send(facts(token, { phone, idempotencyKey: 'a' }), (permit) =>
        send(permit, ''),
      );
      return [permitOf(verdict).id, result];
    };
    const [id] = await sent(undefined);
    for (const token of [undefined, await visitor.token({ phone }), 'x']) {
      clock.advanceSec(60);
      expect(await sent(token)).toEqual([id, undefined]);
    }
    expect(await used('site', 'all')).toBe(100_000);
  });

  it('gives no second text after the token that it came with first has expired', async () => {
    const { gate, clock, used } = setUp();
    const phone = freshPhone();
    const token = await (await Visitor.at(gate)).token({ phone });
    const request = () => gate.send(facts(token, { phone, idempotencyKey: 'a' }), (permit) => send(permit, ''));
    // A form that was open for a while: its token is good, and not for long.
    clock.advanceSec(890);
    const first = await request();
    expect(allowed(first.verdict).wouldBe).toBeUndefined();
    for (const laterSec of [75, 3_600, 86_400]) {
      clock.advanceSec(laterSec);
      const again = await request();
      expect(permitOf(again.verdict).id).toBe(permitOf(first.verdict).id);
      expect(again.result).toBeUndefined();
    }
    expect(await used('site', 'all', 'month')).toBe(100_000);
  });

  it('that was granted in the ordinary way gives that permit without its token as well', async () => {
    const { gate, used } = setUp();
    const phone = freshPhone();
    const asked = (token: unknown) => facts(token, { phone, idempotencyKey: 'a' });
    const first = permitOf(await gate.admit(asked(await (await Visitor.at(gate)).token({ phone }))));
    await send(first, '');
    const again = allowed(await gate.admit(asked(undefined)));
    expect(again.permit.id).toBe(first.id);
    expect(again.reasons).toEqual(['shadow', 'tier-cold', 'repeated']);
    expect(await used('site', 'all')).toBe(100_000);
  });

  it('of another number, action or channel is another key', async () => {
    const { gate } = setUp();
    const ids = new Set<string>();
    const phone = freshPhone();
    const changes: Partial<Facts>[] = [{}, { phone: freshPhone() }, { action: 'login' }, { channel: 'voice' }];
    for (const change of changes) {
      ids.add(permitOf(await gate.admit(facts(undefined, { phone, idempotencyKey: 'a', ...change }))).id);
    }
    expect(ids.size).toBe(4);
  });

  it('is judged anew once the provider refused its text', async () => {
    const { gate } = setUp();
    const phone = freshPhone();
    const token = await (await Visitor.at(gate)).token({ phone });
    const asked = facts(token, { phone, idempotencyKey: 'a' });
    await expect(gate.send(asked, (permit) => refusing(permit, ''))).rejects.toThrow('refused');
    const { verdict, result } = await gate.send(asked, (permit) => send(permit, ''));
    expect(result).toBe('sent');
    expect(allowed(verdict).wouldBe).toMatchObject({ code: 'token-used' });
    // The work was done, whoever refused the text.
    expect(verdict.cost.work?.hashes).toBe(1);
  });
});

describe('what shadow mode records', () => {
  it('is on the verdict and in the event, with the country, and names no number', async () => {
    const { admit, events } = setUp();
    const phone = uzbekPhone(4_321);
    const verdict = allowed(await admit(undefined, { phone }));
    const wouldBe = { kind: 'step-up', code: 'token-missing', reasons: ['token-missing'] };
    expect(verdict.wouldBe).toEqual(wouldBe);
    await Promise.resolve();
    expect(events).toHaveLength(1);
    const { verdict: record, ...event } = events[0]!;
    expect(event).toMatchObject({ action: 'signup', country: 'UZ', phoneHint: '+998 … 21' });
    expect(record).toEqual({
      kind: 'allow',
      reasons: ['shadow', 'tier-cold'],
      cost: verdict.cost,
      tier: 'cold',
      impression: { standing: 'unclear', evidence: [] },
      permitId: verdict.permit.id,
      wouldBe,
    });
    expect(JSON.stringify(events)).not.toContain(phone.slice(4));
  });

  it('has the price and the pool of what went out', async () => {
    const { admit, textEach } = setUp();
    await textEach(2);
    const { cost } = allowed(await admit(undefined));
    expect(cost.price?.totalMicroUsd).toBe(100_000);
    expect(cost.exposure).toMatchObject({ pool: 'pool:DE', usedMicroUsd: 200_000 });
    expect(cost.work).toBeUndefined();
  });

  it('says of an ordinary grant nothing more than without it', async () => {
    const { ask, events } = setUp();
    const verdict = allowed(await ask());
    expect(verdict).not.toHaveProperty('wouldBe');
    expect(verdict.reasons).toEqual(['tier-cold']);
    await Promise.resolve();
    expect(events[0]!.verdict).not.toHaveProperty('wouldBe');
  });

  it('says where the cap stopped a text in which country that was', async () => {
    const { admit, events } = setUp({ mode: { shadow: { countries: ['UZ'] } } });
    expect(refused(await admit(undefined, { phone: uzbekPhone(9) })).code).toBe('cap-reached');
    await Promise.resolve();
    expect(events.at(-1)).toMatchObject({ country: 'UZ', verdict: { code: 'cap-reached' } });
  });

  it('tells the operator of pools and the cap as of any text', async () => {
    const { gate, levels, told } = setUpAlerts({ mode: 'shadow' });
    for (let turn = 0; turn < 11; turn++) {
      await send(permitOf(await gate.admit(facts(undefined, { phone: freshPhone() }))), '');
    }
    expect(await levels('pool:DE', 'exposed', 'day')).toEqual([50, 80, 95]);
    expect(await levels('site', 'all')).toEqual([50, 80]);
    expect(await told('limit-used')).not.toHaveLength(0);
  });

  it('is counted where it went, and reported as any text', async () => {
    const { admit, gate, used } = setUp();
    const phone = freshPhone();
    const permit = permitOf(await admit(undefined, { phone }));
    await send(permit, '');
    expect(await used(`range:DE:${phone.slice(1, -4)}`, 'exposed')).toBe(100_000);
    expect(await used(`block:DE:${phone.slice(1, -6)}`, 'exposed')).toBe(100_000);
    expect(await gate.report({ phone, outcome: 'verified' })).toEqual({ ok: true });
    expect(await used('pool:DE', 'exposed')).toBe(0);
    expect(await gate.report({ permitId: permit.id, outcome: 'trusted' })).toEqual({ ok: true });
    expect(await used('pool:DE', 'untrusted')).toBe(0);
  });

  it('is charged to known numbers where the number is known', async () => {
    const { admit, used } = setUp();
    await send(permitOf(await admit(undefined, { known: true })), '');
    expect(await used('pool:known', 'all')).toBe(100_000);
    expect(await used('pool:DE', 'all')).toBe(0);
  });

  it('is in nothing that a visitor sees', async () => {
    const { gate } = setUp({ park: true });
    const body = JSON.stringify({ token: '', phone: freshPhone(), action: 'signup' });
    const request = new Request('https://shop.example/tollgate/park', {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: 'https://shop.example' },
      body,
    });
    const answer = await gate.handle(request, { ip: freshAddress() });
    expect([answer.status, await answer.json()]).toEqual([200, { parked: true }]);
  });
});

describe('a part of a site in shadow mode', () => {
  const DE = { countries: ['DE'] };
  // The pools need $1.34 an hour, $5.34 a day and $161 a month of the cap.
  const SPARE = { hourUsd: 3, dayUsd: 12, monthUsd: 400 };

  it('is the countries named, whether or not they have a pool; others are refused', async () => {
    const { admit } = setUp({ mode: { shadow: { countries: ['UZ'] } }, cap: SPARE });
    expect(await liftedOf(await admit(undefined, { phone: uzbekPhone(1) }))).toMatchObject({ code: 'token-missing' });
    expect(refused(await admit(undefined)).code).toBe('token-missing');
  });

  it('is the actions named, and others are refused', async () => {
    const { admit } = setUp({ mode: { shadow: { actions: ['login'] } }, cap: SPARE });
    expect(await liftedOf(await admit(undefined, { action: 'login' }))).toMatchObject({ code: 'token-missing' });
    expect(refused(await admit(undefined)).code).toBe('token-missing');
  });

  it('is whatever either of them names', async () => {
    const { admit } = setUp({ mode: { shadow: { ...DE, actions: ['login'] } }, cap: SPARE });
    await liftedOf(await admit(undefined));
    await liftedOf(await admit(undefined, { phone: uzbekPhone(1), action: 'login' }));
    expect(refused(await admit(undefined, { phone: uzbekPhone(1) })).code).toBe('token-missing');
  });

  it('is by where the number leads, not by the country that the page shows', async () => {
    const { admit } = setUp({ mode: { shadow: DE } });
    const shown = { phone: uzbekPhone(1), country: 'DE' };
    expect(refused(await admit(undefined, shown)).code).toBe('token-missing');
  });

  it('leaves a number that cannot be read as it was refused', async () => {
    const { admit } = setUp({ mode: { shadow: DE } });
    expect(refused(await admit(undefined, { phone: 'x' })).code).toBe('token-missing');
  });

  it('does not let keys of the others find a permit without their token', async () => {
    const { gate } = setUp({ mode: { shadow: { countries: ['UZ'] } } });
    const phone = freshPhone();
    const visitor = await Visitor.at(gate);
    const asked = async () => facts(await visitor.token({ phone }), { phone, idempotencyKey: 'a' });
    await send(permitOf(await gate.admit(await asked())), '');
    expect(refused(await gate.admit(await asked())).code).toBe('number-spacing');
  });
});

describe('where all is enforced', () => {
  it('nothing is lifted, and a key is bound to its token', async () => {
    const { admit, gate } = setUp({ mode: 'enforce' });
    expect(refused(await admit(undefined)).code).toBe('token-missing');
    const phone = freshPhone();
    const visitor = await Visitor.at(gate);
    const asked = async () => facts(await visitor.token({ phone }), { phone, idempotencyKey: 'a' });
    await send(permitOf(await gate.admit(await asked())), '');
    expect(refused(await gate.admit(await asked())).code).toBe('number-spacing');
  });
});
