import type { Store } from '@tollgate/server';
import { describe, expect, it } from 'vitest';
import { ForgetfulStore } from '../../src/defences/forgetful-store.js';

const USE = { meter: 'pool:DE', unit: 'micro-usd', windows: ['hour', 'day'], keepsHistory: true } as const;
const CHOICES: Parameters<Store['admit']>[1] = [
  { tier: 'known', opening: 'site-known-number', meters: [] },
  { tier: 'cold', opening: 'anyone', meters: [{ use: USE, limits: [] }] },
];

function setUp() {
  let nowMs = 1e12;
  let count = 0;
  const forgetful = new ForgetfulStore(() => nowMs);
  const { store } = forgetful;
  const admit = (choices = CHOICES.slice(1)) => {
    const name = `text-${++count}`;
    return store.admit(
      {
        jti: name,
        redeemedUntilMs: nowMs + 960_000,
        permit: { pid: name, action: 'signup', channel: 'sms', segments: 1, microUsd: 100 },
        number: [name, `${name}b`, `${name}c`],
        device: name,
        controlsVersion: 0,
        isSecondCall: false,
      },
      choices,
    );
  };
  const sum = async () => (await store.snapshot(['pool:DE']))[0]?.hour.all;
  const pass = (ms: number) => {
    nowMs += ms;
  };
  return { forgetful, store, admit, sum, pass };
}

describe('a store that loses its last seconds', () => {
  it('is as it was before them, with the times of what it kept', async () => {
    const { forgetful, store, admit, sum, pass } = setUp();
    await admit();
    await store.claim('text-1');
    pass(10_000);
    await admit();
    expect(await sum()).toBe(200);
    await forgetful.lose(5_000);
    expect(await sum()).toBe(100);
    expect(await store.claim('text-2')).toEqual({ kind: 'permit-unknown' });
    // The claim counts in the buckets of its own time: 65 minutes at most.
    pass(65 * 60_000 - 10_000);
    expect(await sum()).toBe(0);
  });

  it('is closed to strangers for an hour, and open to numbers on record', async () => {
    const { forgetful, admit, pass } = setUp();
    await admit();
    await forgetful.lose(0);
    expect(await admit()).toEqual({ kind: 'degraded' });
    expect(await admit(CHOICES.slice())).toMatchObject({ kind: 'granted', tier: 'known' });
    pass(3_600_000);
    expect(await admit()).toMatchObject({ kind: 'granted', tier: 'cold' });
  });
});
