import { type Permit, TollgateError, type Verdict } from '@tollgate/server';
import { APP_ORIGIN, requestText } from '../support/bare-shop.js';
import { type Bare, expect, PHONE, test } from '../support/bare-test.js';

const TEXT = { text: 'Your code is 123456' };

async function admit(bare: Bare): Promise<Permit> {
  const { token } = await bare.goodToken();
  const facts = { token, phone: PHONE, action: 'signup', origin: APP_ORIGIN, ip: undefined, headers: {} };
  const verdict: Verdict = await bare.shop.gate.admit(facts);
  if (verdict.kind !== 'allow') throw new Error(`expected a permit, got ${verdict.code}`);
  return verdict.permit;
}

async function codesOf(sends: readonly Promise<unknown>[]): Promise<string[]> {
  const settled = await Promise.allSettled(sends);
  return settled.map((one) => (one.status === 'fulfilled' ? 'sent' : codeOf(one.reason)));
}

function codeOf(error: unknown): string {
  return error instanceof TollgateError ? error.code : 'no code';
}

const countOf = (codes: readonly string[], code: string) => codes.filter((one) => one === code).length;

test('one permit sent 50 times at once is one text', async ({ bare }) => {
  const permit = await admit(bare);
  const codes = await codesOf(Array.from({ length: 50 }, () => bare.shop.sender.sendSms(permit, TEXT)));
  expect([countOf(codes, 'sent'), countOf(codes, 'permit-claimed')]).toEqual([1, 49]);
  expect(await bare.standIn.received()).toHaveLength(1);
});

test('one permit sealed and opened 50 times is one text', async ({ bare }) => {
  const { gate, sender } = bare.shop;
  const sealed = await (await admit(bare)).seal();
  const sends = Array.from({ length: 50 }, async () => {
    const opened = await gate.openPermit(sealed, { phone: PHONE });
    if (!opened.ok) throw new Error(opened.code);
    return sender.sendSms(opened.value, TEXT);
  });
  const codes = await codesOf(sends);
  expect([countOf(codes, 'sent'), countOf(codes, 'permit-claimed')]).toEqual([1, 49]);
  expect(await bare.standIn.received()).toHaveLength(1);
});

test('a provider that accepts and then times out is counted and not asked again', async ({ bare }) => {
  await bare.standIn.tell({ mode: 'accept-then-hang', times: 1 });
  const used = await usedBy(bare, async () => {
    const { token } = await bare.goodToken();
    const facts = { token, phone: PHONE, idempotencyKey: 'hang' };
    expect(await requestText(bare.shop, facts)).toEqual({ kind: 'error', code: 'provider-silent' });
    expect(await requestText(bare.shop, facts)).toEqual({ kind: 'allow' });
  });
  expect(await bare.standIn.received()).toHaveLength(1);
  expect(used).toBeGreaterThan(0);
});

test('a provider that fails with 5xx may have texted: counted and not asked again', async ({ bare }) => {
  await bare.standIn.tell({ mode: 'fail' });
  const used = await usedBy(bare, async () => {
    const permit = await admit(bare);
    expect(await codesOf([bare.shop.sender.sendSms(permit, TEXT)])).toEqual(['provider-failed']);
    expect(await codesOf([bare.shop.sender.sendSms(permit, TEXT)])).toEqual(['permit-claimed']);
  });
  expect(used).toBeGreaterThan(0);
});

test('a provider that refuses before it accepts gives the money back', async ({ bare }) => {
  await bare.standIn.tell({ mode: 'refuse' });
  const used = await usedBy(bare, async () => {
    const permit = await admit(bare);
    expect(await codesOf([bare.shop.sender.sendSms(permit, TEXT)])).toEqual(['provider-refused']);
  });
  expect(used).toBe(0);
  expect(await bare.standIn.received()).toHaveLength(0);
});

test('a permit texts no more segments than it was given for, and nobody else', async ({ bare }) => {
  const { sender } = bare.shop;
  const permit = await admit(bare);
  const long = { text: 'x'.repeat(161) };
  expect(await codesOf([sender.sendSms(permit, long)])).toEqual(['permit-segments-exceeded']);
  expect(await codesOf([sender.sendSms(permit, TEXT, { phone: '+12025550199' })])).toEqual(['permit-number-mismatch']);
  expect(await codesOf([sender.sendSms(permit, TEXT, { action: 'login' })])).toEqual(['permit-action-mismatch']);
  expect(await bare.standIn.received()).toHaveLength(0);
  expect(await codesOf([sender.sendSms(permit, TEXT)])).toEqual(['sent']);
});

/** What a deed adds to the pool, as the next verdict states it: the probe's own hold comes after the reading. */
async function usedBy(bare: Bare, deed: () => Promise<void>): Promise<number> {
  const before = await poolUse(bare, '+13035550123');
  await deed();
  // Before the deed, one probe was held by the reading itself.
  return (await poolUse(bare, '+14155550123')) - before - PROBE_MICRO_USD;
}

/** One text to the United States in the public table. */
const PROBE_MICRO_USD = 12_760;

async function poolUse(bare: Bare, phone: string): Promise<number> {
  const { token } = await bare.goodToken({ phone });
  const facts = { token, phone, action: 'signup', origin: APP_ORIGIN, ip: undefined, headers: {} };
  const { cost } = await bare.shop.gate.admit(facts);
  return cost.exposure?.usedMicroUsd ?? Number.NaN;
}
