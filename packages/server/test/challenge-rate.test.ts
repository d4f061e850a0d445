import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChallengeRate, CHALLENGES_A_MINUTE } from '../src/challenge-rate.js';
import { createTestGate, ORIGIN } from './support/test-gate.js';
import { challengeRequest } from './support/visitor.js';

const body = { v: [1], algs: ['hashwx-1'], action: 'signup' };

function createAsker() {
  const { gate, clock } = createTestGate();
  const status = async (ip: string | undefined) => (await gate.handle(challengeRequest(body), { ip })).status;
  const statuses = async (ip: string | undefined, count: number) => {
    const all: number[] = [];
    for (let turn = 0; turn < count; turn++) all.push(await status(ip));
    return all;
  };
  return { gate, clock, status, statuses };
}

const sixtyTimes = (value: number) => Array<number>(60).fill(value);

describe('challenges from one address', () => {
  it('are 60 a minute; the 61st is 429 with Retry-After, and the next address is unaffected', async () => {
    const { gate, status, statuses } = createAsker();
    expect(await statuses('192.0.2.1', 60)).toEqual(sixtyTimes(200));
    const late = await gate.handle(challengeRequest(body), { ip: '192.0.2.1' });
    expect(late.status).toBe(429);
    expect(late.headers.get('retry-after')).toBe('60');
    expect(late.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(late.headers.get('access-control-expose-headers')).toBe('Retry-After');
    expect(await late.json()).toEqual({ code: 'try-later' });
    expect(await status('192.0.2.2')).toBe(200);
  });

  it('are free again when the longest minute has passed', async () => {
    const { clock, status, statuses } = createAsker();
    await statuses('192.0.2.1', 60);
    clock.advanceMs(59_999);
    expect(await status('192.0.2.1')).toBe(429);
    clock.advanceMs(10_001);
    expect(await statuses('192.0.2.1', 61)).toEqual([...sixtyTimes(200), 429]);
  });

  it('count whatever they ask for, bad bodies too', async () => {
    const { gate, status } = createAsker();
    for (let turn = 0; turn < 60; turn++) await gate.handle(challengeRequest('{'), { ip: '192.0.2.1' });
    expect(await status('192.0.2.1')).toBe(429);
  });

  it('do not count a preflight, nor what another origin’s page sends in their name', async () => {
    const { gate, status } = createAsker();
    for (let turn = 0; turn < 100; turn++) {
      const headers = { origin: ORIGIN };
      await gate.handle(new Request('https://x.example/challenge', { method: 'OPTIONS', headers }), {
        ip: '192.0.2.1',
      });
      await gate.handle(challengeRequest(body, { origin: 'https://evil.example' }), { ip: '192.0.2.1' });
    }
    expect(await status('192.0.2.1')).toBe(200);
  });

  it('are counted by the /64 for IPv6', async () => {
    const { status, statuses } = createAsker();
    for (let host = 1; host <= 60; host++) expect(await status(`2001:db8:1:2::${host.toString(16)}`)).toBe(200);
    expect(await status('2001:db8:1:2:ffff:ffff:ffff:ffff')).toBe(429);
    expect(await status('2001:0DB8:0001:0002:0:0:0:9')).toBe(429);
    expect(await statuses('2001:db8:1:3::1', 1)).toEqual([200]);
  });

  it('are counted as IPv4 for an IPv4-mapped address', async () => {
    const { status, statuses } = createAsker();
    await statuses('::ffff:192.0.2.1', 60);
    expect(await status('192.0.2.1')).toBe(429);
    expect(await status('::ffff:c000:0201')).toBe(429);
    expect(await status('::ffff:192.0.2.2')).toBe(200);
  });

  it('share one allowance where there is no address to read', async () => {
    const { status, statuses } = createAsker();
    await statuses(undefined, 30);
    await statuses('x'.repeat(10_000), 30);
    for (const ip of [undefined, '', 'unknown', '192.0.2.1, 192.0.2.2', '0xc0.0.2.1'])
      expect(await status(ip)).toBe(429);
  });
});

describe('the count behind it', () => {
  const steps = fc.array(fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 70_000 })), {
    minLength: 100,
    maxLength: 700,
  });

  it('lets no interval of 60 s hold more than 60, wherever it begins', () => {
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 10_000 }), (gaps, start) => {
        const rate = new ChallengeRate();
        const taken: number[] = [];
        let now = 1e12 + start;
        for (const gap of gaps) {
          now += gap;
          if (rate.take('net', now)) taken.push(now);
        }
        for (let at = CHALLENGES_A_MINUTE; at < taken.length; at++) {
          expect(taken[at]! - taken[at - CHALLENGES_A_MINUTE]!).toBeGreaterThanOrEqual(60_000);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('is never fooled by a clock that goes back', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -4_000, max: 500 }), { minLength: 100, maxLength: 300 }), (jumps) => {
        const rate = new ChallengeRate();
        let now = 1e12;
        let taken = 0;
        for (const jump of jumps) {
          now = Math.min(now + jump, 1e12 + 49_999);
          if (rate.take('net', now)) taken++;
        }
        expect(taken).toBeLessThanOrEqual(CHALLENGES_A_MINUTE);
      }),
    );
  });

  it('forgets only the network unseen for longest', () => {
    const rate = new ChallengeRate();
    for (let turn = 0; turn < 60; turn++) rate.take('busy', 1e12);
    for (let network = 0; network < 120_000; network++) {
      if (network % 40_000 === 0) expect(rate.take('busy', 1e12)).toBe(false);
      rate.take(`n${network}`, 1e12);
    }
  });
});
