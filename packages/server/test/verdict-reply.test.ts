import { type Code, CODES, codeRow } from '@tollgate/core';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { kindOf, NO_COST, type Refused } from '../src/verdict.js';
import { verdictReply } from '../src/verdict-reply.js';
import { createTestGate, DE_PHONE, facts, permitOf, US_PHONE } from './support/test-gate.js';
import { Visitor } from './support/visitor.js';

const codes = (Object.keys(CODES) as Code[]).filter((code) => codeRow(code).kind !== undefined);
const verdictOf = (code: Code, change: Partial<Refused> = {}): Refused => ({
  kind: kindOf(code),
  code,
  reasons: [code, 'pool:DE', 'secret detail'],
  cost: NO_COST,
  ...change,
});

describe('the answer to a verdict', () => {
  it.each(codes)('%s: has its status and public code, and nothing of the inside', (code) => {
    const { status, publicCode } = codeRow(code);
    const reply = verdictReply(
      verdictOf(code, { challenge: 'cha', expiresInSec: 7, ways: ['email'], retryAfterSec: 5 }),
    );
    expect(reply.status).toBe(status);
    expect(reply.headers['cache-control']).toBe('no-store');
    const said = JSON.stringify(reply.body);
    expect(said).not.toMatch(/pool:|secret detail|cost|microUsd/);
    if (code !== publicCode) expect(said).not.toContain(`"${code}"`);
    if (reply.status === 402) expect(reply.body).toEqual({ challenge: 'cha', expiresInSec: 7, reasons: ['work'] });
    else expect(reply.body['code']).toBe(publicCode);
  });

  it('names the ways that are open, where there are any', () => {
    expect(verdictReply(verdictOf('cap-reached', { ways: ['email'] })).body).toEqual({
      code: 'step-up',
      ways: ['email'],
    });
    expect(verdictReply(verdictOf('cap-reached', { kind: 'deny' })).body).toEqual({ code: 'step-up' });
  });

  it('says when to come back, also where the verdict does not', () => {
    expect(verdictReply(verdictOf('in-progress', { retryAfterSec: 30 })).headers['retry-after']).toBe('30');
    expect(verdictReply(verdictOf('in-progress')).headers['retry-after']).toBe('1');
  });

  it('is the same for every token that somebody tampered with', () => {
    const bad: Code[] = [
      'token-encoding-invalid',
      'challenge-forged',
      'signature-wrong',
      'proof-wrong',
      'site-mismatch',
    ];
    expect(new Set(bad.map((code) => JSON.stringify(verdictReply(verdictOf(code))))).size).toBe(1);
  });
});

describe('what onVerdict is shown', () => {
  async function shown(phone: string) {
    const { gate, events, clock } = createTestGate();
    const visitor = await Visitor.at(gate);
    permitOf(await gate.admit(facts(await visitor.token({ phone }), { phone })));
    return { event: events[0]!, clock };
  }

  it('is the verdict, the purpose and the time', async () => {
    const { event, clock } = await shown(DE_PHONE);
    expect(event).toMatchObject({ action: 'signup', channel: 'sms', country: 'DE', atSec: clock.nowSec });
    expect(event.verdict.kind).toBe('allow');
  });

  it.each([
    [DE_PHONE, '+49 … 78'],
    [US_PHONE, '+1 … 23'],
  ])('hints at %s by its calling code and last two digits: %s', async (phone, hint) => {
    expect((await shown(phone)).event.phoneHint).toBe(hint);
  });

  it('prints without the number', async () => {
    const { event } = await shown(DE_PHONE);
    expect(inspect(event, { depth: 20 }) + JSON.stringify(event)).not.toContain('15112345678');
  });

  it('is not a number anywhere a log might reach', async () => {
    const { event } = await shown(DE_PHONE);
    const texts: unknown[] = [];
    const walk = (value: unknown): void => {
      if (typeof value === 'object' && value !== null) Object.values(value).forEach(walk);
      else texts.push(value);
    };
    walk(event);
    expect(texts).not.toContain(DE_PHONE);
  });
});
