import { describe, expect, it } from 'vitest';
import { decodeBase64url } from '../src/base64url.js';
import { utf8 } from '../src/bytes.js';
import { decodeChallenge } from '../src/challenge.js';
import { decodeChallengeRequest } from '../src/challenge-request.js';
import { parseJsonObject } from '../src/json.js';
import { decodeSealedPermit } from '../src/sealed-permit.js';
import { decodeToken } from '../src/token.js';

const SMALL = 2 ** 15;
const FACTOR = 32;

/** The best of several runs: noise only ever adds. */
function bestMs(run: () => void): number {
  const times = Array.from({ length: 7 }, () => {
    const before = performance.now();
    run();
    return performance.now() - before;
  });
  return Math.min(...times);
}

describe('run time against input size', () => {
  const parse = (text: string) => {
    const bytes = utf8(text);
    return () => void parseJsonObject(bytes);
  };
  const decode = (text: string) => () => void decodeBase64url(text);
  const distinct = (size: number) => Array.from({ length: size / 8 }, (_, at) => `"${at}":0`).join(',');

  // Linear would be 32 times as long, quadratic 1,024 times: the bound lies far from both, so that noise decides nothing.
  it.each([
    ['canonical base64url', (size: number) => decode('A'.repeat(size))],
    ['base64url that is wrong at its end', (size: number) => decode(`${'A'.repeat(size)}=`)],
    ['opening brackets', (size: number) => parse('['.repeat(size))],
    ['nested brackets', (size: number) => parse('['.repeat(size / 2) + ']'.repeat(size / 2))],
    ['closing brackets', (size: number) => parse(']'.repeat(size))],
    ['colons', (size: number) => parse(`{${':'.repeat(size)}`)],
    ['backslashes in a text that never ends', (size: number) => parse(`{"${'\\'.repeat(size)}`)],
    ['quotes', (size: number) => parse(`{${'"'.repeat(size)}`)],
    ['white space', (size: number) => parse(`{${' '.repeat(size)}`)],
    ['members of different names', (size: number) => parse(`{${distinct(size)}}`)],
    ['members of one name', (size: number) => parse(`{${'"a":0,'.repeat(size / 6)}"b":0}`)],
    ['empty objects in a row', (size: number) => parse(`{"a":[${'{},'.repeat(size / 3)}{}]}`)],
  ])('grows at most linearly for %s', (_, make) => {
    const [small, large] = [make(SMALL), make(SMALL * FACTOR)];
    small();
    // Below a tenth of a millisecond the clock and the garbage collector are what is measured.
    expect(bestMs(large)).toBeLessThan(8 * FACTOR * Math.max(bestMs(small), 0.1));
  });

  it('ends at the length for whatever is longer than its limit: nothing in it is looked at', () => {
    const looked: PropertyKey[] = [];
    const body = new Proxy(new Uint8Array(2 ** 20), {
      get(target, name) {
        looked.push(name);
        return Reflect.get(target, name, target) as unknown;
      },
    });
    expect(decodeChallengeRequest(body)).toEqual({ ok: false, code: 'body-too-large' });
    expect(looked).toEqual(['length']);
    const long = 'A.'.repeat(2 ** 20);
    expect(decodeToken(long)).toEqual({ ok: false, code: 'token-too-long' });
    expect(decodeChallenge(long)).toEqual({ ok: false, code: 'challenge-encoding-invalid' });
    expect(decodeSealedPermit(long)).toEqual({ ok: false, code: 'permit-encoding-invalid' });
  });
});
