import { describe, expect, it } from 'vitest';
import { setUpMoney } from './support/money-setup.js';
import { freshPhone, germanPhone, uzbekPhone } from './support/phones.js';
import { facts, refused } from './support/test-gate.js';
import { Visitor } from './support/visitor.js';

const BY = { by: 'ada' };

/** Germany has $40 a day, the United States $40; all of the cap is given away. */
function setUp() {
  const setup = setUpMoney({
    countries: { DE: { perDayUsd: 40 }, US: { perDayUsd: 40 } },
    // 20 / 0.75 an hour, 80 / 0.75 a day; 30 × 80 and 30 × a quarter of the day in 30 days.
    cap: { hourUsd: 26.67, dayUsd: 106.67, monthUsd: 3_200.03 },
  });
  const { gate, clock } = setup;
  const dayOf = (name: string) => gate.limits().pools.find((pool) => pool.name === name)?.dayMicroUsd;
  const after = (seconds: number) => clock.nowSec + seconds;
  return { ...setup, dayOf, after };
}

describe('setPool', () => {
  it('puts another pool in place at once, and says by whom and when', async () => {
    const { gate, clock, dayOf, textEach, ask } = setUp();
    await gate.setPool('DE', { perDayUsd: 4 }, BY);
    expect(dayOf('pool:DE')).toBe(4_000_000);
    await textEach(4);
    expect(refused(await ask()).reasons).toEqual(['pool-busy', 'pool:DE', 'exposed', 'hour']);
    clock.advanceSec(60);
    await gate.setPool('DE', { expectPerDay: 30 }, { by: 'bob' });
    expect(dayOf('pool:DE')).toBe(6_000_000);
    const { pools, log } = await gate.controls();
    expect(pools).toEqual({ DE: { expectPerDay: 30 } });
    expect(log).toEqual([
      { by: 'ada', atSec: clock.nowSec - 60, change: 'setPool DE {"perDayUsd":4}' },
      { by: 'bob', atSec: clock.nowSec, change: 'setPool DE {"expectPerDay":30}' },
    ]);
  });

  it('as-configured takes that back', async () => {
    const { gate, dayOf } = setUp();
    const before = gate.limits();
    await gate.setPool('DE', { perDayUsd: 4 }, BY);
    await gate.setPool('DE', 'as-configured', BY);
    expect(dayOf('pool:DE')).toBe(40_000_000);
    expect(gate.limits()).toEqual(before);
    const { pools, log } = await gate.controls();
    expect(pools).toEqual({});
    expect(log.map(({ change }) => change)).toEqual(['setPool DE {"perDayUsd":4}', 'setPool DE "as-configured"']);
  });

  it('opens a country that was not listed, and closes it again', async () => {
    const { gate, ask, dayOf } = setUp();
    const asked = async (range: number) => (await ask({ phone: uzbekPhone(0, range) })).code;
    await expect(gate.setPool('UZ', { perDayUsd: 4 }, BY)).rejects.toThrow('"cap.hourUsd"');
    expect([await asked(1), dayOf('pool:UZ')]).toEqual(['country-refused', undefined]);
    const roomy = setUpMoney({ cap: { hourUsd: 50, dayUsd: 100, monthUsd: 3_000 } });
    const askedThere = async (range: number) => (await roomy.ask({ phone: uzbekPhone(0, range) })).code;
    await roomy.gate.setPool('UZ', { perDayUsd: 4 }, BY);
    expect(await askedThere(1)).toBeUndefined();
    await roomy.gate.setPool('UZ', 'as-configured', BY);
    expect(await askedThere(2)).toBe('country-refused');
  });

  it('opens and closes everything elsewhere', async () => {
    const { gate, ask } = setUpMoney({ cap: { hourUsd: 50, dayUsd: 100, monthUsd: 3_000 } });
    const asked = async (range: number) => (await ask({ phone: uzbekPhone(0, range) })).code;
    expect(await asked(1)).toBe('country-refused');
    await gate.setPool('elsewhere', { perDayUsd: 60 }, BY);
    expect(await asked(2)).toBeUndefined();
    await gate.setPool('elsewhere', 'refuse', BY);
    expect(await asked(3)).toBe('country-refused');
    await gate.setPool('elsewhere', 'as-configured', BY);
    expect(await asked(4)).toBe('country-refused');
  });

  it('is refused where all pools would be more than the cap, and changes nothing', async () => {
    const { gate, dayOf } = setUp();
    await expect(gate.setPool('DE', { perDayUsd: 41 }, BY)).rejects.toThrow(
      // (10.25 + 10) / 0.75
      new RangeError('option "cap.hourUsd" must be at least $27.00, what all pools and known numbers need'),
    );
    await expect(gate.setPool('DE', { perDayUsd: 3.99 }, BY)).rejects.toThrow(
      new RangeError('option "countries.DE" must be worth at least $4.00 a day, 40 of its texts'),
    );
    expect(dayOf('pool:DE')).toBe(40_000_000);
    expect(await gate.controls()).toEqual({ pools: {}, closed: [], former: [], log: [] });
  });
});

describe('a closed prefix', () => {
  it('refuses strangers until its time, and others not at all', async () => {
    const { gate, ask, clock, after } = setUp();
    await gate.closePrefix('+491500', after(600), BY);
    const inside = germanPhone({ block: 5 });
    const verdict = refused(await ask({ phone: inside }));
    expect(verdict).toMatchObject({ kind: 'step-up', code: 'prefix-closed', reasons: ['prefix-closed'] });
    expect((await ask({ phone: germanPhone({ block: 15 }) })).kind).toBe('allow');
    expect((await ask({ phone: inside, known: true })).reasons).toEqual(['tier-known']);
    clock.advanceSec(599);
    expect((await ask({ phone: germanPhone({ block: 6 }) })).code).toBe('prefix-closed');
    clock.advanceSec(1);
    expect((await ask({ phone: germanPhone({ block: 6 }) })).kind).toBe('allow');
  });

  it('leaves tokens good for when it is opened, five times in all', async () => {
    const { gate, after } = setUp();
    const phone = freshPhone();
    const asked = facts(await (await Visitor.at(gate)).token({ phone }), { phone });
    await gate.closePrefix('49', after(600), BY);
    for (let turn = 0; turn < 4; turn++) expect((await gate.admit(asked)).code).toBe('prefix-closed');
    await gate.openPrefix('49', BY);
    expect((await gate.admit(asked)).kind).toBe('allow');
  });

  it('is opened again, by whom and when', async () => {
    const { gate, ask, clock, after } = setUp();
    await gate.closePrefix('49', after(600), BY);
    expect((await gate.controls()).closed).toEqual([
      { prefix: '49', untilSec: after(600), by: 'ada', atSec: clock.nowSec },
    ]);
    await gate.closePrefix('49', after(1_200), { by: 'bob' });
    expect((await gate.controls()).closed).toEqual([
      { prefix: '49', untilSec: after(1_200), by: 'bob', atSec: clock.nowSec },
    ]);
    expect((await ask()).code).toBe('prefix-closed');
    await gate.openPrefix('+49', BY);
    expect((await ask({ phone: freshPhone() })).kind).toBe('allow');
    const { closed, log } = await gate.controls();
    expect(closed).toEqual([]);
    expect(log.map(({ change }) => change)).toEqual([
      `closePrefix 49 until ${after(600)}`,
      `closePrefix 49 until ${after(1_200)}`,
      'openPrefix 49',
    ]);
  });

  it('may be one of a thousand, and room comes back as they open', async () => {
    const { gate, ask, clock, after } = setUp();
    for (let at = 0; at < 1_000; at++) await gate.closePrefix(`7${at}`, after(600), BY);
    await expect(gate.closePrefix('49', after(600), BY)).rejects.toThrow(
      new RangeError('at most 1000 prefixes may be closed at once'),
    );
    await gate.closePrefix('7999', after(700), BY);
    expect((await ask()).kind).toBe('allow');
    expect((await gate.controls()).closed).toHaveLength(1_000);
    expect((await gate.controls()).log).toHaveLength(100);
    clock.advanceSec(600);
    await gate.closePrefix('49', after(600), BY);
    expect((await ask()).code).toBe('prefix-closed');
    expect((await gate.controls()).closed.map(({ prefix }) => prefix)).toEqual(['7999', '49']);
  });
});
