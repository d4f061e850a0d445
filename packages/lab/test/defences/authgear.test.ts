import { describe, expect, it } from 'vitest';
import { AUTHGEAR } from '../../src/defences/authgear.js';
import type { Ask } from '../../src/defences/defence.js';
import { AN_ASK } from './support/an-ask.js';
import { Site } from '../../src/world/site.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const START_MS = Date.UTC(2026, 10, 1);
const REFUSED = { kind: 'refused' };

function setUp() {
  const clock = { nowMs: START_MS };
  const defence = AUTHGEAR.create({
    clock: () => clock.nowMs,
    random: (length) => new Uint8Array(length),
    site: new Site(),
  });
  let turn = 0;
  const ask = (change: Partial<Ask> = {}) =>
    defence.ask({ ...AN_ASK, ip: `10.${turn >> 16}.${(turn >> 8) & 255}.${turn++ & 255}`, ...change });
  /** So many texts of ever new IPs, each of which has to go out; their ids. */
  const texts = async (count: number, change: Partial<Ask> = {}) => {
    const ids: string[] = [];
    for (let at = 0; at < count; at++) {
      const answer = await ask(change);
      ids.push(answer.kind === 'sent' ? answer.id : expect.fail(answer.kind));
    }
    return ids;
  };
  const verified = async (count: number) => {
    for (let at = 0; at < count; at++) for (const id of await texts(1)) await defence.report(id, 'verified');
  };
  const at = (afterMs: number) => void (clock.nowMs = START_MS + afterMs);
  return { defence, ask, texts, verified, at };
}

describe('the unverified texts of a country', () => {
  it('are three in an hour for a start, to the millisecond', async () => {
    const { ask, texts, at } = setUp();
    await texts(3);
    expect(await ask()).toEqual(REFUSED);
    await texts(1, { country: 'US' });
    at(HOUR_MS - 1);
    expect(await ask()).toEqual(REFUSED);
    at(HOUR_MS);
    await texts(3);
  });

  it('are twenty in 24 h for a start, to the millisecond', async () => {
    const { ask, texts, at } = setUp();
    for (let hour = 0; hour < 20; hour++) {
      at(hour * HOUR_MS);
      await texts(1);
    }
    at(DAY_MS - 1);
    expect(await ask()).toEqual(REFUSED);
    at(DAY_MS);
    await texts(1);
  });

  it.each(['verified', 'trusted'] as const)('are one fewer when a text is reported as %s, once', async (report) => {
    const { defence, ask, texts } = setUp();
    const [id = ''] = await texts(3);
    await defence.report(id, report);
    await texts(1);
    await defence.report(id, 'trusted');
    expect(await ask()).toEqual(REFUSED);
  });

  it('may be a fifth of what was verified within the last hour, to the millisecond', async () => {
    const { ask, texts, verified, at } = setUp();
    await verified(25);
    at(HOUR_MS - 1);
    await texts(4);
    at(HOUR_MS);
    expect(await ask()).toEqual(REFUSED);
  });

  it('may be 0.3 of what was verified within the last 24 h', async () => {
    const { ask, texts, verified, at } = setUp();
    await verified(80);
    for (let hour = 1; hour <= 8; hour++) {
      at(hour * HOUR_MS);
      await texts(3);
    }
    at(9 * HOUR_MS);
    expect(await ask()).toEqual(REFUSED);
  });

  it.each<[string, number, number]>([
    ['not today, which is not over', DAY_MS - 1, 3],
    ['the day before', DAY_MS, 5],
    ['14 days before', 15 * DAY_MS - 1, 5],
    ['not 15 days before', 15 * DAY_MS, 3],
  ])('draw on the best of 14 whole days: %s', async (_, afterMs, most) => {
    const { ask, texts, verified, at } = setUp();
    await verified(150);
    at(afterMs);
    await texts(most);
    expect(await ask()).toEqual(REFUSED);
  });
});

describe('one IP', () => {
  const ip = '198.51.100.7';

  it('may have five unverified texts in an hour', async () => {
    const { ask, texts, verified, at } = setUp();
    at(DAY_MS);
    await verified(150);
    await texts(5, { ip });
    expect(await ask({ ip })).toEqual(REFUSED);
    at(DAY_MS + HOUR_MS);
    await texts(1, { ip });
  });

  it('may have ten unverified texts in a day, and entered codes are not among them', async () => {
    const { defence, ask, texts, at } = setUp();
    for (let hour = 0; hour < 12; hour++) {
      at(hour * HOUR_MS);
      const [id = ''] = await texts(1, { ip });
      if (hour < 2) await defence.report(id, 'verified');
    }
    at(2 * HOUR_MS + DAY_MS - 1);
    expect(await ask({ ip })).toEqual(REFUSED);
    at(2 * HOUR_MS + DAY_MS);
    await texts(1, { ip });
  });

  it('may text three countries in 24 h, to the millisecond', async () => {
    const { ask, texts, at } = setUp();
    for (const country of ['DE', 'US', 'FR', 'DE']) await texts(1, { ip, country });
    at(DAY_MS - 1);
    expect(await ask({ ip, country: 'GB' })).toEqual(REFUSED);
    at(DAY_MS);
    await texts(1, { ip, country: 'GB' });
  });

  it('may text a country in which it has a verified text beside three others, for 24 h', async () => {
    const { defence, ask, texts, at } = setUp();
    const [id = ''] = await texts(1, { ip, country: 'DE' });
    await defence.report(id, 'verified');
    for (const country of ['US', 'FR', 'GB', 'DE']) await texts(1, { ip, country });
    expect(await ask({ ip, country: 'PL' })).toEqual(REFUSED);
    at(DAY_MS - 1);
    await texts(1, { ip, country: 'DE' });
    at(DAY_MS);
    expect(await ask({ ip, country: 'PL' })).not.toEqual(REFUSED);
  });

  it('may have 0.3 of its verified texts of 24 h, and in an hour a fifth of a sixth', async () => {
    const { defence, ask, texts, verified, at } = setUp();
    await verified(1_000);
    at(DAY_MS);
    for (let text = 0; text < 200; text++) {
      for (const id of await texts(1, { ip })) await defence.report(id, 'verified');
    }
    at(DAY_MS + HOUR_MS);
    // 200 ÷ 6 × 0.2 = 6.7 in an hour, 60 in a day.
    await texts(6, { ip });
    expect(await ask({ ip })).toEqual(REFUSED);
    for (let hour = 2; hour <= 10; hour++) {
      at(DAY_MS + hour * HOUR_MS);
      await texts(6, { ip });
    }
    at(DAY_MS + 11 * HOUR_MS);
    expect(await ask({ ip })).toEqual(REFUSED);
  });

  it('shares its IPv6 /64', async () => {
    const { ask, texts } = setUp();
    for (const [end, country] of ['DE', 'US', 'FR'].entries()) await texts(1, { ip: `2001:db8::${end + 1}`, country });
    expect(await ask({ ip: '2001:db8::9', country: 'GB' })).toEqual(REFUSED);
    await texts(1, { ip: '2001:db8:0:1::9', country: 'GB' });
  });
});
