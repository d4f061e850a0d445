import { describe, expect, it } from 'vitest';
import { defineSender } from '../src/sender.js';
import { setUpAlerts } from './support/alert-setup.js';
import { permitOf } from './support/test-gate.js';

describe('a text that cost more than was booked', () => {
  it('is told where a report says so, and is added', async () => {
    const { gate, texts, told, used } = setUpAlerts();
    const [permit] = await texts(1);
    const report = { permitId: permit!.id, outcome: 'undelivered', priceMicroUsd: 170_000 } as const;
    expect(await gate.report(report)).toEqual({ ok: true });
    expect(await told('price-overrun')).toEqual([
      {
        kind: 'price-overrun',
        message: 'a text cost $0.07 more than the price table said: bring the table up to date',
      },
    ]);
    for (const meter of ['site', 'pool:DE']) expect(await used(meter, 'all')).toBe(170_000);
  });

  it('is told where the sender’s receipt says so, once in ten minutes, and is added', async () => {
    const { ask, told, used, clock } = setUpAlerts();
    const dear = defineSender({
      name: 'dear',
      channels: ['sms'],
      segments: () => 1,
      send: async () => ({ price: 150_000 }),
      priceMicroUsd: ({ price }) => price,
    });
    await dear(permitOf(await ask()), '');
    await dear(permitOf(await ask()), '');
    expect(await told('price-overrun')).toHaveLength(1);
    expect(await used('pool:DE', 'all')).toBe(300_000);
    clock.advanceSec(600);
    await dear(permitOf(await ask()), '');
    expect(await told('price-overrun')).toHaveLength(2);
  });

  it.each([100_000, 1, 0, -1, 0.5, NaN, '170000', null, undefined, 1_000_000_001])(
    'is not what a receipt of %s says, nor one that cannot be read',
    async (price) => {
      const { ask, told, used } = setUpAlerts();
      const definition = { name: 'x', channels: ['sms'], segments: () => 1, send: async () => 'receipt' } as const;
      const odd = defineSender({ ...definition, priceMicroUsd: () => price as number });
      const throwing = defineSender({
        ...definition,
        priceMicroUsd: () => {
          throw new Error('no price');
        },
      });
      for (const send of [odd, throwing]) expect(await send(permitOf(await ask()), '')).toBe('receipt');
      expect(await told('price-overrun')).toEqual([]);
      expect(await used('pool:DE', 'all')).toBe(200_000);
    },
  );
});

describe('a refusal that comes after an outcome', () => {
  it('settles nothing, and tells of no price', async () => {
    const { gate, ask, told, used } = setUpAlerts();
    const late = defineSender({
      name: 'late',
      channels: ['sms'],
      segments: () => 1,
      send: async ({ permitId }) => {
        await gate.report({ permitId, outcome: 'undelivered' });
        throw new Error('refused');
      },
      refused: () => true,
    });
    await expect(late(permitOf(await ask()), '')).rejects.toThrow('refused');
    expect(await told('price-overrun')).toEqual([]);
    expect(await used('pool:DE', 'exposed')).toBe(100_000);
  });
});

describe('trusted money', () => {
  it('is told when it has used what the cap has beyond pools and known numbers', async () => {
    const { clock, texts, report, told } = setUpAlerts({ cap: { hourUsd: 2, dayUsd: 8, monthUsd: 300 } });
    // 2 − 1 − 0.5 an hour.
    await report(await texts(4), 'trusted');
    clock.advanceSec(60);
    expect(await told('trusted-line')).toEqual([]);
    await report(await texts(1), 'trusted');
    const message = 'trusted texts of this hour use what the cap has beyond the pools: raise the cap or lower pools';
    expect(await told('trusted-line')).toEqual([{ kind: 'trusted-line', message }]);
    clock.advanceSec(60);
    await report(await texts(1), 'trusted');
    expect(await told('trusted-line')).toHaveLength(1);
  });

  it('has more room before the line once a pool was lowered an hour ago', async () => {
    const { gate, clock, texts, report, told } = setUpAlerts({
      countries: { DE: { perDayUsd: 8 } },
      cap: { hourUsd: 4, dayUsd: 16, monthUsd: 480 },
    });
    // 4 − 2 − 1 an hour before, 4 − 1 − 1 after.
    const trust = async (times: number) => {
      for (let turn = 0; turn < times; turn++) await report(await texts(1), 'trusted');
    };
    await gate.setPool('DE', { perDayUsd: 4 }, { by: 'ada' });
    clock.advanceSec(4_021);
    await trust(14);
    clock.advanceSec(60);
    await trust(1);
    expect(await told('trusted-line')).toEqual([]);
    await trust(5);
    clock.advanceSec(60);
    await trust(1);
    expect(await told('trusted-line')).toHaveLength(1);
  });

  it('is not what a code alone proved', async () => {
    const { verifiedEach, report, told, clock } = setUpAlerts({ cap: { hourUsd: 2, dayUsd: 8, monthUsd: 300 } });
    const sent = await verifiedEach(7);
    clock.advanceSec(60);
    await report(sent.slice(0, 1), 'trusted');
    expect(await told('trusted-line')).toEqual([]);
  });
});
