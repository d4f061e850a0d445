import { describe, expect, it } from 'vitest';
import { readRefusal } from '../src/widget/read-refusal.js';

const NOW_MS = 5_000;
const INBOUND = { number: '+12025550100', secret: 'ABCD-EFGH-JKMN', expiresInSec: 300 };
const read = (body: unknown) => readRefusal(body, NOW_MS);

describe('what is no refusal of a gate', () => {
  it.each([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'denied'],
    ['a number', 403],
    ['an empty object', {}],
    ['an answer of the site’s own', { ok: true, message: 'sent' }],
    ['a code that is no text', { code: 403 }],
    ['ways that are no list', { ways: 'email' }],
    ['a wait that is no number', { retryAfterSec: '30' }],
    ['a code of the site’s own', { code: 'email-taken', message: 'There is an account already.' }],
    ['a code that every object knows', { code: 'constructor' }],
  ])('%s shows nothing', (_, body) => {
    expect(read(body)).toBeUndefined();
  });
});

describe('a wait', () => {
  it('ends so many seconds from now', () => {
    expect(read({ code: 'too-soon', retryAfterSec: 30 })).toEqual({
      kind: 'wait',
      untilMs: NOW_MS + 30_000,
      again: false,
      ways: [],
      textUs: undefined,
    });
  });

  it('keeps the ways beside it', () => {
    expect(read({ code: 'pool-busy', retryAfterSec: 40, ways: ['email'] })).toMatchObject({
      kind: 'wait',
      ways: ['email'],
    });
  });

  it.each([-1, 1.5, NaN, Infinity, 86_401, null, [30]])('of %j seconds is none', (retryAfterSec) => {
    expect(read({ code: 'step-up', retryAfterSec })?.kind).toBe('denied');
  });
});

describe('a token that is refused', () => {
  it.each(['token-used', 'token-expired', 'token-invalid', 'token-other-number'])(
    'as %s asks for another press',
    (code) => {
      expect(read({ code })).toEqual({ kind: 'problem', problem: 'expired', code });
    },
  );
});

describe('a site that is not set up right, or fails', () => {
  it.each(['origin-refused', 'action-unknown', 'channel-unknown', 'try-later', 'in-progress', 'internal'])(
    'is told as a failure and not as a number’s fault: %s',
    (code) => {
      expect(read({ code })).toEqual({ kind: 'problem', problem: 'failed', code });
    },
  );

  it('still names waits and other ways first', () => {
    expect(read({ code: 'in-progress', retryAfterSec: 1 })?.kind).toBe('wait');
    expect(read({ code: 'internal', ways: ['email'] })?.kind).toBe('other-ways');
  });
});

describe('other ways', () => {
  it('are those that the gate names', () => {
    expect(read({ code: 'step-up', ways: ['email', 'passkey'] })).toMatchObject({
      kind: 'other-ways',
      ways: ['email', 'passkey'],
    });
  });

  it('are sixteen at most, however many are named', () => {
    const ways = Array.from({ length: 100_000 }, (_, at) => `way-${at}`);
    expect(read({ code: 'step-up', ways })).toHaveProperty('ways.length', 16);
  });

  it('are names: nothing empty, long, of markup or of another type', () => {
    const ways = [7, null, '', 'x'.repeat(65), '<img>', { toString: () => 'email' }, ['email'], 'email'];
    expect(read({ code: 'step-up', ways })).toHaveProperty('ways', ['email']);
  });

  it('without any of them is a denial', () => {
    expect(read({ code: 'number-refused', ways: [] })).toEqual({ kind: 'denied' });
    expect(read({ code: 'number-refused' })).toEqual({ kind: 'denied' });
  });
});

describe('a text to the site', () => {
  const textUs = (change: object) => {
    const situation = read({ code: 'step-up', ways: ['inbound'], inbound: { ...INBOUND, ...change } });
    return situation?.kind === 'other-ways' ? situation.textUs : 'no other way';
  };

  it('has number, secret and end', () => {
    expect(textUs({})).toEqual({ number: '+12025550100', secret: 'ABCD-EFGH-JKMN', untilMs: NOW_MS + 300_000 });
  });

  it.each([
    ['a number without plus', { number: '12025550100' }],
    ['a number with a command behind it', { number: '+12025550100;ext=1' }],
    ['a number of two lines', { number: '+12025550100\n' }],
    ['a number of two digits', { number: '+12' }],
    ['a number that is none', { number: 12_025_550_100 }],
    ['an empty secret', { secret: '' }],
    ['a secret of 65 characters', { secret: 'A'.repeat(65) }],
    ['a secret of markup', { secret: '<img src=x onerror=alert(1)>' }],
    ['a secret that turns what follows', { secret: 'ABCD\u202eDCBA' }],
    ['half a character', { secret: '\ud800' }],
    ['a secret that is a list', { secret: ['ABCD'] }],
    ['no end', { expiresInSec: undefined }],
    ['an end in two days', { expiresInSec: 172_800 }],
  ])('with %s is none', (_, change) => {
    expect(textUs(change)).toBeUndefined();
  });

  it('that is no object is none', () => {
    for (const inbound of [null, 'x', 7, []]) {
      expect(read({ code: 'step-up', ways: ['inbound'], inbound })).toHaveProperty('textUs', undefined);
    }
  });
});

it('a number that cannot be read is said, whatever else is in the answer', () => {
  expect(read({ code: 'number-invalid', ways: ['email'] })).toEqual({
    kind: 'problem',
    problem: 'numberInvalid',
    code: 'number-invalid',
  });
});
