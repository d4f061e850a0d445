import { LIMITS } from '@tollgate/core';
import { beforeEach, describe, expect, it } from 'vitest';
import { createLabGate } from '../src/lab.js';
import type { GateOptions } from '../src/options.js';
import { ManualTimers } from './support/manual-timers.js';
import { send } from './support/money-setup.js';
import { freshPhone } from './support/phones.js';
import { readJws } from './support/raw-wire.js';
import { createRecordingStore } from './support/recording-store.js';
import {
  DE_PHONE,
  facts,
  OTHER_ORIGIN,
  permitOf,
  refused,
  TestClock,
  testOptions,
  US_PHONE,
  UZ_PHONE,
} from './support/test-gate.js';
import { type Asked, freshAddress, Visitor } from './support/visitor.js';

/**
 * A gate where a text costs $0.10, and of Germany eight may be out unverified, five of them of one hour: three are more
 * than half of it, four are 80 %. In a range four may be out.
 */
async function setUp(overrides: Partial<GateOptions> = {}) {
  const clock = new TestClock();
  const timers = new ManualTimers();
  const store = createRecordingStore({ clock: clock.read });
  const options = testOptions({
    store,
    prices: { asOf: '2026-01-01', smsUsd: { '49': 0.1, '1': 0.1 } },
    countries: { DE: { perDayUsd: 4 }, US: { perDayUsd: 4 } },
    cap: { hourUsd: 3, dayUsd: 12, monthUsd: 360 },
    work: { p: 1, k: 2 },
    ...overrides,
  });
  const gate = createLabGate(options, { clock: clock.read, later: timers.later });
  const visitor = await Visitor.at(gate);
  const ask = async (asked: Asked) => {
    const response = await visitor.ask({ phone: DE_PHONE, ...asked });
    const body = (await response.json()) as { readonly challenge: string };
    return { response, body };
  };
  /** Pieces that a number is asked for, as the gate sees its places now. */
  const piecesFor = async (phone: string, asked: Asked = {}) => {
    await ask({ phone });
    clock.advanceMs(500);
    await timers.goOff();
    return piecesOf((await ask({ phone, ...asked })).body.challenge);
  };
  const text = async (phone: string) => {
    const someone = await Visitor.at(gate);
    const permit = permitOf(await gate.admit(facts(await someone.token({ phone }), { phone, ip: freshAddress() })));
    await send(permit, '');
    return permit;
  };
  return { gate, clock, timers, store, visitor, ask, piecesFor, text };
}

const piecesOf = (challenge: string) => (readJws(challenge).payload['puz'] as { readonly k: number }).k;

describe('the work that a number is asked for', () => {
  it('is the base for who asks first of a hot range within a minute, which tells whether somebody asked before', async () => {
    const { ask, piecesFor, clock, timers, text } = await setUp({
      countries: { DE: { perDayUsd: 40 }, US: { perDayUsd: 4 } },
      cap: { hourUsd: 30, dayUsd: 120, monthUsd: 3_600 },
    });
    const phone = (line: number) => `+491511234${String(line).padStart(4, '0')}`;
    const first = async () => piecesOf((await ask({ phone: phone(9_999) })).body.challenge);
    const forget = async () => {
      // A look finds out whom nobody asked for in the last minute, the next one asks no more.
      clock.advanceMs(61_000);
      await timers.goOff();
      clock.advanceMs(1_001);
      await timers.goOff();
    };
    await text(phone(1));
    await text(phone(2));
    await forget();
    expect(await first()).toBe(2);
    await forget();
    expect(await piecesFor(phone(3))).toBe(4);
    expect(await first()).toBe(4);
  });

  it('is the base, twice that from half of what may be out, four times from 80 %', async () => {
    const { piecesFor, text } = await setUp();
    const asked = [await piecesFor(DE_PHONE)];
    for (let out = 1; out <= 4; out++) {
      await text(freshPhone());
      asked.push(await piecesFor(DE_PHONE));
    }
    expect(asked).toEqual([2, 2, 2, 4, 8]);
  });

  it('is of the range too, and of no other one', async () => {
    const { piecesFor, text } = await setUp();
    await text('+4915112340001');
    await text('+4915112340002');
    expect(await piecesFor('+4915112349999')).toBe(4);
    expect(await piecesFor('+4915187654321')).toBe(2);
  });

  it('is of one pool and not of another', async () => {
    const { piecesFor, text } = await setUp();
    for (let out = 0; out < 4; out++) await text(freshPhone());
    expect(await piecesFor(DE_PHONE)).toBe(8);
    expect(await piecesFor(US_PHONE)).toBe(2);
  });

  it('falls again as codes are entered', async () => {
    const { gate, piecesFor, text } = await setUp();
    const permits = [];
    for (let out = 0; out < 4; out++) permits.push(await text(freshPhone()));
    for (const { id } of permits.slice(0, 3)) await gate.report({ permitId: id, outcome: 'verified' });
    expect(await piecesFor(DE_PHONE)).toBe(2);
  });

  it('counts the room that codes have earned', async () => {
    const { gate, piecesFor, text } = await setUp({
      countries: { DE: { perDayUsd: 40 }, US: { perDayUsd: 4 } },
      cap: { hourUsd: 30, dayUsd: 120, monthUsd: 3_600 },
    });
    const phone = (line: number) => `+491511234${String(line).padStart(4, '0')}`;
    await text(phone(1));
    await text(phone(2));
    expect(await piecesFor(phone(9_999))).toBe(4);
    for (let line = 10; line < 30; line++) {
      await gate.report({ permitId: (await text(phone(line))).id, outcome: 'trusted' });
    }
    expect(await piecesFor(phone(9_999))).toBe(2);
  });

  it('is the base where the store does not answer, and where what it said is older than a second', async () => {
    const { store, clock, ask, piecesFor, text } = await setUp();
    for (let out = 0; out < 4; out++) await text(freshPhone());
    expect(await piecesFor(DE_PHONE)).toBe(8);
    store.down.add('snapshot');
    expect(await piecesFor(DE_PHONE)).toBe(8);
    clock.advanceMs(1_001);
    expect(piecesOf((await ask({})).body.challenge)).toBe(2);
    expect(await piecesFor(DE_PHONE)).toBe(2);
    store.down.clear();
    expect(await piecesFor(DE_PHONE)).toBe(8);
  });

  it('stays within what a challenge may ask', async () => {
    const { piecesFor, text } = await setUp({ work: { p: 1, k: 16 } });
    for (let out = 0; out < 4; out++) await text(freshPhone());
    expect(await piecesFor(DE_PHONE)).toBe(LIMITS.piecesMax);
  });

  it('is never asked of the store on the request', async () => {
    const { store, ask, timers } = await setUp();
    for (let turn = 0; turn < 20; turn++) await ask({ phone: freshPhone() });
    expect(store.calls).toEqual([]);
    expect(timers.waits).toHaveLength(1);
  });
});

describe('a priced challenge', () => {
  const hot = async () => {
    const setup = await setUp();
    for (let out = 0; out < 3; out++) await setup.text(freshPhone());
    await setup.piecesFor(DE_PHONE);
    return setup;
  };

  it('that is raised keeps what is finished', async () => {
    const { gate, visitor } = await hot();
    const plain = await visitor.challenge({ phone: undefined });
    const nonces = await visitor.solve(plain);
    const raised = await visitor.challenge({ challenge: plain });
    expect([nonces.length, piecesOf(plain), piecesOf(raised)]).toEqual([2, 2, 4]);
    const { puz, dst, ...rest } = readJws(raised).payload;
    expect({ ...rest, puz: { ...(puz as object), k: 2 } }).toEqual(readJws(plain).payload);
    expect(dst).toEqual(expect.any(String));
    const whole = [...nonces, ...(await visitor.solve(raised)).slice(2)];
    permitOf(await gate.admit(facts(await visitor.tokenFor(raised, { nonces: whole }))));
  });

  it('never asks less again, as for a number whose places are empty', async () => {
    const { visitor } = await hot();
    const raised = await visitor.challenge();
    expect(piecesOf(await visitor.challenge({ challenge: raised, phone: US_PHONE }))).toBe(4);
    expect(piecesOf(await visitor.challenge({ challenge: raised, phone: undefined }))).toBe(4);
  });

  it('is a promise: what heats up later asks no more of it', async () => {
    const { gate, visitor, piecesFor, text } = await setUp();
    const promised = await visitor.challenge();
    for (let out = 0; out < 3; out++) await text(freshPhone());
    expect(await piecesFor(DE_PHONE)).toBe(4);
    const nonces = await visitor.solve(promised);
    const short = refused(await gate.admit(facts(await visitor.tokenFor(promised, { nonces: nonces.slice(1, 1) }))));
    expect(short.code).toBe('proof-short');
    expect(piecesOf(short.challenge!)).toBe(2);
    permitOf(await gate.admit(facts(await visitor.tokenFor(promised, { nonces }))));
  });

  it('answers a token over an unpriced one with the work of the number’s places', async () => {
    const { gate, visitor } = await hot();
    const plain = await visitor.challenge({ phone: undefined });
    const { code, challenge } = refused(await gate.admit(facts(await visitor.tokenFor(plain))));
    expect([code, piecesOf(challenge!)]).toEqual(['number-unpriced', 4]);
  });
});

describe('what an outsider learns from a challenge', () => {
  const shapeOf = async ({ response, body }: { readonly response: Response; readonly body: object }) => {
    const { challenge, ...rest } = body as { readonly challenge: string };
    const { header, payload } = readJws(challenge);
    const { jti, dst, iat, exp, ...open } = payload as Record<string, string>;
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      rest,
      header,
      open,
      lifetime: Number(exp) - Number(iat),
      lengths: [challenge.length, jti!.length, dst!.length],
    };
  };

  describe.each([
    [0, 2],
    [50, 4],
    [80, 8],
  ])('at %i %% heat', (heat, pieces) => {
    let setup: Awaited<ReturnType<typeof setUp>>;
    const numbers = {
      'never seen': '+4915112340000',
      'texted just now': '+4915112340001',
      verified: '+4915112340002',
      'known for a day': '+4915112340003',
      'lost by three texts in vain': '+4915112340004',
      'of a closed prefix': '+4915212340005',
      'of premium rate': '+4990012345678',
      'of no subscriber': '+4910000000000',
    };

    beforeEach(async () => {
      setup = await setUp({
        countries: { DE: { perDayUsd: 400 }, US: { perDayUsd: 4 } },
        cap: { hourUsd: 300, dayUsd: 1_200, monthUsd: 36_000 },
      });
      const { gate, clock, text } = setup;
      await gate.report({ permitId: (await text(numbers['known for a day'])).id, outcome: 'trusted' });
      for (let turn = 0; turn < 3; turn++) {
        await text(numbers['lost by three texts in vain']);
        clock.advanceSec(121);
      }
      // What went out by now is out no longer; what is known of numbers is.
      clock.advanceSec(90_000);
      await gate.report({ permitId: (await text(numbers.verified)).id, outcome: 'verified' });
      await text(numbers['texted just now']);
      await gate.closePrefix('491521234', clock.nowSec + 3_600, { by: 'test' });
      // An hour of this pool adds $20: more texts than a test sends. The operator makes it smaller instead.
      await gate.setPool('DE', { perDayUsd: 4 }, { by: 'test' });
      // Of five texts of the hour one is out: the one just now.
      for (let out = heat === 0 ? 1 : heat === 50 ? 3 : 4; out > 1; out--) await text(freshPhone());
    });

    it('is the heat, and the same of whatever number of a place', async () => {
      const { ask, piecesFor } = setup;
      const shapes = [];
      for (const phone of Object.values(numbers)) {
        expect(await piecesFor(phone)).toBe(pieces);
        shapes.push(await shapeOf(await ask({ phone })));
      }
      for (const shape of shapes) expect(shape).toEqual(shapes[0]);
    });

    it('not who asks: an address, a device that is trusted, an origin move nothing', async () => {
      const { gate, piecesFor } = setup;
      const trusted = await Visitor.at(gate);
      const token = await trusted.token({ phone: US_PHONE });
      const permit = permitOf(await gate.admit(facts(token, { phone: US_PHONE })));
      await send(permit, '');
      await gate.report({ permitId: permit.id, outcome: 'trusted' });
      for (const asked of [{ ip: '203.0.113.7' }, { ip: '2001:db8::1' }, { origin: OTHER_ORIGIN }]) {
        expect(await piecesFor(DE_PHONE, asked)).toBe(pieces);
      }
      const answer = await trusted.ask({ phone: DE_PHONE });
      expect(piecesOf(((await answer.json()) as { readonly challenge: string }).challenge)).toBe(pieces);
    });

    it('nothing of where nobody may text: that is the base', async () => {
      expect(await setup.piecesFor(UZ_PHONE)).toBe(2);
    });
  });
});
