import { describe, expect, it } from 'vitest';
import { type Asking, setUpMoney } from './support/money-setup.js';
import { freshPhone } from './support/phones.js';
import { refused } from './support/test-gate.js';
import { freshAddress, Visitor } from './support/visitor.js';

const DAY_SEC = 86_400;

/** Germany has $150 a day, of which $22.50 may be out unverified, $7.50 of it in an hour. */
function setUp() {
  const setup = setUpMoney({
    countries: { DE: { perDayUsd: 150 } },
    cap: { hourUsd: 50, dayUsd: 200, monthUsd: 6_000 },
  });
  const tierOf = async (asking: Asking) => (await setup.ask(asking)).reasons;
  return { ...setup, tierOf };
}

describe('a device', () => {
  it('that was never seen is cold, and so is one whose texts came to nothing', async () => {
    const { gate, text, report, tierOf, clock } = setUp();
    const by = await Visitor.at(gate);
    expect(await tierOf({ by })).toEqual(['tier-cold']);
    clock.advanceSec(150);
    for (const outcome of ['undelivered', 'abandoned'] as const) {
      await report([await text({ by })], outcome);
      clock.advanceSec(3_600);
    }
    expect(await tierOf({ by })).toEqual(['tier-cold']);
  });

  it.each(['verified', 'trusted'] as const)('is warm once a text of its own was %s', async (outcome) => {
    const { gate, text, report, tierOf } = setUp();
    const [by, other] = [await Visitor.at(gate), await Visitor.at(gate)];
    const sent = await text({ by });
    await report([sent], outcome);
    expect(await tierOf({ by })).toEqual(['tier-warm']);
    expect(await tierOf({ by: other })).toEqual(['tier-cold']);
  });

  it('is warm by a report of its number as well', async () => {
    const { gate, text, tierOf } = setUp();
    const by = await Visitor.at(gate);
    const { phone } = await text({ by });
    expect(await gate.report({ phone, outcome: 'verified' })).toEqual({ ok: true });
    expect(await tierOf({ by })).toEqual(['tier-warm']);
  });

  it('is not warm by the code of another device to the same number', async () => {
    const { gate, text, report, tierOf, clock } = setUp();
    const phone = freshPhone();
    const by = await Visitor.at(gate);
    await text({ by, phone });
    clock.advanceSec(30);
    await report([await text({ phone })], 'verified');
    expect(await tierOf({ by })).toEqual(['tier-cold']);
  });

  it('stays warm for 90 days, and no longer', async () => {
    const { warmDevice, tierOf, clock } = setUp();
    const by = await warmDevice();
    clock.advanceSec(90 * DAY_SEC - 1);
    expect(await tierOf({ by })).toEqual(['tier-warm']);
    clock.advanceSec(2);
    expect(await tierOf({ by })).toEqual(['tier-cold']);
  });
});

describe('of what may be out in a pool', () => {
  /** Ten texts may be out, and $0.05; five of them in an hour. */
  const setUpTen = async () => {
    const setup = setUpMoney({
      countries: { DE: { perDayUsd: 7 } },
      cap: { hourUsd: 4, dayUsd: 14, monthUsd: 420 },
    });
    return { ...setup, warm: [await setup.warmDevice(), await setup.warmDevice()] };
  };

  it('cold devices fill nine tenths, warm ones all', async () => {
    const { textHours, text, ask, warm } = await setUpTen();
    await textHours([4, 4, 1]);
    expect(refused(await ask()).reasons).toEqual(['pool-exhausted', 'pool:DE', 'exposed', 'day']);
    await text({ by: warm[0]! });
    const verdict = refused(await ask({ by: warm[1]! }));
    expect(verdict).toMatchObject({ kind: 'step-up', code: 'pool-exhausted' });
    expect(verdict.cost.exposure).toMatchObject({ usedMicroUsd: 1_000_000, heat: 80 });
  });

  it('of what an hour may add to that likewise', async () => {
    const { textEach, text, ask, warm } = await setUpTen();
    await textEach(4);
    expect(refused(await ask()).reasons).toEqual(['pool-busy', 'pool:DE', 'exposed', 'hour']);
    await text({ by: warm[0]! });
    const verdict = refused(await ask({ by: warm[1]! }));
    expect(verdict.reasons).toEqual(['pool-busy', 'pool:DE', 'exposed', 'hour']);
    expect(verdict.cost.exposure).toMatchObject({ usedMicroUsd: 500_000, heat: 80 });
  });

  it('of what may be untrusted likewise', async () => {
    const { verifiedEach, ask, warmDevice } = setUpMoney();
    const warm = [await warmDevice(), await warmDevice()];
    await verifiedEach(9);
    expect(refused(await ask()).reasons).toEqual(['pool-exhausted', 'pool:DE', 'untrusted', 'hour']);
    await verifiedEach(1, () => ({ by: warm[0]! }));
    expect(refused(await ask({ by: warm[1]! })).reasons).toEqual(['pool-exhausted', 'pool:DE', 'untrusted', 'hour']);
  });

  /** Sixty texts may be out, twenty of them in an hour: 54 and 18 to cold devices. */
  const setUpHeat = async () => {
    const setup = setUpMoney({
      countries: { DE: { perDayUsd: 40 } },
      cap: { hourUsd: 15, dayUsd: 60, monthUsd: 1_800 },
    });
    const heat = async (asking: Asking = {}) => (await setup.ask(asking)).cost.exposure?.heat;
    return { ...setup, heat, by: await setup.warmDevice() };
  };

  it('the heat of a verdict is of the whole limit, for both', async () => {
    // Of sixty, 29 are less than a half and 47 less than 80 %, and more of 54. No hour is half full.
    const { textHours, passHour, heat, by } = await setUpHeat();
    await textHours([9, 9, 9, 2]);
    expect(await heat()).toBe(0);
    await textHours([1]);
    passHour();
    expect(await heat()).toBe(50);
    expect(await heat({ by })).toBe(50);
    await textHours([0, 9, 8]);
    passHour();
    expect(await heat()).toBe(50);
    await textHours([1]);
    expect(await heat({ by })).toBe(80);
  });

  it('the heat of a verdict is that of an hour where this is fuller', async () => {
    // Of twenty, nine are less than a half and 15 less than 80 %, and more of 18.
    const { textEach, heat, by } = await setUpHeat();
    await textEach(9);
    expect(await heat()).toBe(0);
    expect(await heat()).toBe(50);
    expect(await heat({ by })).toBe(50);
    await textEach(3);
    expect(await heat()).toBe(50);
    expect(await heat({ by })).toBe(80);
  });
});

describe('twenty texts in an hour', () => {
  it.each<[string, () => Asking]>([
    ['from one address', () => ({ ip: '198.51.100.7' })],
    ['from one network of 2^64 addresses', () => ({ ip: `2001:db8:0:7::${freshAddress().split('.').at(-1)!}` })],
    ['from one autonomous system', () => ({ ip: freshAddress(), asn: 64_500 })],
  ])('%s make warm devices there cold, and refuse nobody', async (_, from) => {
    const { textEach, text, tierOf, warmDevice, clock } = setUp();
    const warm = [await warmDevice(), await warmDevice()];
    await textEach(19, from);
    expect(await tierOf({ by: warm[0]!, ...from() })).toEqual(['tier-warm']);
    expect(await tierOf({ by: warm[0]!, ...from() })).toEqual(['tier-cold']);
    expect(await tierOf({ by: warm[1]!, ip: '192.0.2.1', asn: 64_501 })).toEqual(['tier-warm']);
    for (let turn = 0; turn < 20; turn++) await text(from());
    clock.advanceSec(3_900);
    expect(await tierOf({ by: warm[0]!, ...from() })).toEqual(['tier-warm']);
  });

  it('are those of known numbers, too, which stay known', async () => {
    const { tierOf, text, warmDevice } = setUp();
    const by = await warmDevice();
    const ip = '198.51.100.7';
    for (let turn = 0; turn < 20; turn++) await text({ ip, known: true });
    expect(await tierOf({ ip, by })).toEqual(['tier-cold']);
    expect(await tierOf({ ip, known: true })).toEqual(['tier-known']);
  });
});
