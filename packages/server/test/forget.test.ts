import { describe, expect, it } from 'vitest';
import { setUpMoney } from './support/money-setup.js';
import { freshPhone, germanPhone } from './support/phones.js';
import { permitOf, refused } from './support/test-gate.js';
import { Visitor } from './support/visitor.js';

const DAY_SEC = 86_400;
const EPOCH_SEC = 30 * DAY_SEC;

function setUp() {
  const setup = setUpMoney({
    countries: { DE: { perDayUsd: 40 } },
    cap: { hourUsd: 50, dayUsd: 100, monthUsd: 3_000 },
  });
  const trusted = async (phone = freshPhone()) => {
    const sent = await setup.text({ phone });
    await setup.report([sent], 'trusted');
    return sent;
  };
  const tierOf = async (phone: string) => (await setup.ask({ phone })).reasons;
  /** Moves on to so many days after the first moment of an epoch. */
  const toDayOfEpoch = (days: number) => {
    const { clock } = setup;
    clock.advanceSec(EPOCH_SEC - (clock.nowSec % EPOCH_SEC) + days * DAY_SEC);
  };
  return { ...setup, trusted, tierOf, toDayOfEpoch };
}

describe('a number that is forgotten', () => {
  it('is a stranger again, who was never texted', async () => {
    const { gate, trusted, ask, tierOf } = setUp();
    const { phone } = await trusted();
    expect(refused(await ask({ phone })).code).toBe('number-spacing');
    expect(await gate.forget({ phone })).toEqual({ ok: true, value: true });
    expect(await tierOf(phone)).toEqual(['tier-cold']);
  });

  it('is forgotten however it is spelled', async () => {
    const { gate, trusted, tierOf, clock } = setUp();
    const { phone } = await trusted(germanPhone({ line: 1_234 }));
    expect(await gate.forget({ phone: '0150 00001234', country: 'DE' })).toEqual({ ok: true, value: true });
    clock.advanceSec(30);
    expect(await tierOf(phone)).toEqual(['tier-cold']);
  });

  it('is no text’s any more: a report by number is unknown', async () => {
    const { gate, text } = setUp();
    const { phone } = await text();
    await gate.forget({ phone });
    for (const outcome of ['verified', 'trusted', 'undelivered'] as const) {
      expect(await gate.report({ phone, outcome })).toEqual({ ok: false, code: 'report-unknown' });
    }
  });

  it('does not come back by what is told of its texts afterwards', async () => {
    const { gate, text, ask, report, tierOf, clock } = setUp();
    const sent = await text();
    const { phone } = sent;
    clock.advanceSec(30);
    const held = permitOf(await ask({ phone }));
    await gate.forget({ phone });
    await report([sent], 'trusted');
    expect(await tierOf(phone)).toEqual(['tier-cold']);
    expect(held.phone).toBe(phone);
    expect(await gate.report({ phone, outcome: 'trusted' })).toEqual({ ok: false, code: 'report-unknown' });
  });

  it('has no permit parked any more, for whichever action', async () => {
    const { gate, ask } = setUp();
    const [phone, other] = [freshPhone(), freshPhone()];
    for (const asking of [{ phone }, { phone: other, action: 'login' }]) await gate.park(permitOf(await ask(asking)));
    await gate.forget({ phone });
    await gate.forget({ phone: other });
    const unknown = { ok: false, code: 'permit-unknown' };
    expect(await gate.takeParked({ phone, action: 'signup' })).toEqual(unknown);
    expect(await gate.takeParked({ phone: other, action: 'login' })).toEqual(unknown);
  });

  it('leaves its money counted, in its range and everywhere', async () => {
    const { gate, text, textEach, ask, used } = setUp();
    const sent = await text({ phone: germanPhone({ line: 1 }) });
    await textEach(2, (turn) => ({ phone: germanPhone({ line: 2 + turn }) }));
    const meters = ['site', 'pool:DE', 'block:DE:4915000', 'range:DE:491500000'];
    for (const { phone } of [sent]) await gate.forget({ phone });
    for (const meter of meters) expect(await used(meter, 'exposed')).toBe(300_000);
    expect(refused(await ask({ phone: sent.phone })).code).toBe('range-exhausted');
    expect(await gate.report({ permitId: sent.id, outcome: 'verified' })).toEqual({ ok: true });
    expect(await used('pool:DE', 'exposed')).toBe(200_000);
  });

  it('leaves other numbers and devices as they are', async () => {
    const { gate, text, trusted, ask, report, clock } = setUp();
    const by = await Visitor.at(gate);
    const first = await text({ by });
    await report([first], 'verified');
    const other = await trusted();
    await gate.forget({ phone: first.phone });
    clock.advanceSec(30);
    expect((await ask({ phone: other.phone })).reasons).toEqual(['tier-known']);
    expect((await ask({ by })).reasons).toEqual(['tier-warm']);
  });

  it('may be one that nobody knows, and must be a number', async () => {
    const { gate, store } = setUp();
    expect(await gate.forget({ phone: freshPhone() })).toEqual({ ok: true, value: true });
    store.calls.length = 0;
    for (const phone of ['call me', '', undefined, null, 7, '0151 12345678']) {
      expect(await gate.forget({ phone })).toEqual({ ok: false, code: 'number-invalid' });
    }
    expect(store.calls).toEqual([]);
  });

  it('is store-unavailable where the store does not answer', async () => {
    const { gate, store } = setUp();
    store.down.add('forget');
    const failure = { name: 'TollgateError', code: 'store-unavailable', cause: expect.any(Error) as Error };
    await expect(gate.forget({ phone: freshPhone() })).rejects.toMatchObject(failure);
  });
});

describe('a number that is remembered', () => {
  it('is known under the key of the epoch before, and of the one before that', async () => {
    const { trusted, tierOf, toDayOfEpoch, clock } = setUp();
    toDayOfEpoch(0);
    const [one, two] = [await trusted(), await trusted()];
    clock.advanceSec(31 * DAY_SEC);
    expect(await tierOf(one.phone)).toEqual(['tier-known']);
    clock.advanceSec(58 * DAY_SEC);
    for (const { phone } of [one, two]) expect(await tierOf(phone)).toEqual(['tier-known']);
  });

  it('is a stranger after 91 days without use', async () => {
    const { trusted, tierOf, toDayOfEpoch, clock } = setUp();
    toDayOfEpoch(0);
    const { phone } = await trusted();
    clock.advanceSec(91 * DAY_SEC);
    expect(await tierOf(phone)).toEqual(['tier-cold']);
  });

  it('moves on to each epoch in which it is used', async () => {
    const { trusted, text, report, tierOf, toDayOfEpoch, clock } = setUp();
    toDayOfEpoch(29);
    const { phone } = await trusted();
    for (let turn = 0; turn < 4; turn++) {
      clock.advanceSec(59 * DAY_SEC);
      await report([await text({ phone })], 'verified');
    }
    clock.advanceSec(59 * DAY_SEC);
    expect(await tierOf(phone)).toEqual(['tier-known']);
  });

  it('keeps its spacing, and its text for reports, over the turn of an epoch', async () => {
    const { gate, text, ask, toDayOfEpoch, clock } = setUp();
    toDayOfEpoch(30);
    clock.advanceSec(-10);
    const { phone } = await text();
    clock.advanceSec(20);
    expect(refused(await ask({ phone }))).toMatchObject({ code: 'number-spacing', retryAfterSec: 10 });
    expect(await gate.report({ phone, outcome: 'verified' })).toEqual({ ok: true });
    expect(await gate.report({ phone, outcome: 'verified' })).toEqual({ ok: false, code: 'report-repeated' });
  });

  it('is forgotten under whichever epoch it was kept', async () => {
    const { gate, trusted, tierOf, toDayOfEpoch, clock } = setUp();
    toDayOfEpoch(0);
    const { phone } = await trusted();
    clock.advanceSec(62 * DAY_SEC);
    await gate.forget({ phone });
    expect(await tierOf(phone)).toEqual(['tier-cold']);
  });
});
