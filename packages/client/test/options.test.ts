import { createHeadlessClient } from '@tollgate/client/headless';
import { PUZZLES } from '@tollgate/core';
import { describe, expect, it } from 'vitest';
import { readTollgateOptions } from '../src/options/tollgate-options.js';
import { readWorkerUrl } from '../src/options/worker-url-option.js';
import { SOLVABLE_PUZZLES } from '../src/solver/solvable-puzzles.js';

const browser = { endpoint: 'https://shop.example/tollgate', action: 'signup' };
const headless = { ...browser, origin: 'app:test' };

describe('options of a browser client', () => {
  it('have the documented defaults', () => {
    expect(readTollgateOptions(browser, { cores: 4 })).toEqual({
      challengeUrl: 'https://shop.example/tollgate/challenge',
      action: 'signup',
      channel: 'sms',
      price: 'complete',
      workers: 3,
      signals: true,
    });
  });

  it.each([
    [undefined, 1],
    [1, 1],
    [2, 1],
    [3, 2],
    [64, 8],
    [NaN, 1],
  ])('give %j cores %j workers', (cores, workers) => {
    expect(readTollgateOptions(browser, { cores }).workers).toBe(workers);
  });

  it.each(['https://shop.example', 'https://shop.example/', 'https://shop.example//'])(
    'take %s with and without a slash at its end',
    (endpoint) => {
      expect(readTollgateOptions({ ...browser, endpoint }).challengeUrl).toBe('https://shop.example/challenge');
    },
  );

  it('resolve a relative endpoint against the page', () => {
    const { challengeUrl } = readTollgateOptions({ ...browser, endpoint: '/tg' }, { base: 'https://shop.example/a/b' });
    expect(challengeUrl).toBe('https://shop.example/tg/challenge');
  });

  it.each([
    ['endpoint', undefined, TypeError],
    ['endpoint', '', TypeError],
    ['endpoint', 'tollgate', TypeError],
    ['endpoint', 'ftp://shop.example', TypeError],
    ['endpoint', 'javascript:alert(1)', TypeError],
    ['endpoint', 'https://shop.example/?a=b', TypeError],
    ['endpoint', 'https://user:secret@shop.example/', TypeError],
    ['action', undefined, TypeError],
    ['action', 'Sign Up', RangeError],
    ['action', 'a'.repeat(33), RangeError],
    ['channel', 'fax', RangeError],
    ['channel', 1, TypeError],
    ['price', 'never', RangeError],
    ['price', true, TypeError],
    ['workers', 0, RangeError],
    ['workers', 9, RangeError],
    ['workers', 1.5, RangeError],
    ['workers', '2', TypeError],
    ['signals', 'off', TypeError],
    ['singals', false, TypeError],
  ])('refuse %s: %j by name', (name, value, kind) => {
    const read = () => readTollgateOptions({ ...browser, [name]: value });
    expect(read).toThrow(kind);
    expect(read).toThrow(new RegExp(`^${name}: `));
  });

  it.each([undefined, null, 'https://shop.example', []])('that are %j are refused', (options) => {
    expect(() => readTollgateOptions(options)).toThrow(TypeError);
  });
});

describe('options of a headless client', () => {
  const pair = (namedCurve: string) =>
    crypto.subtle.generateKey({ name: 'ECDSA', namedCurve }, true, ['sign', 'verify']);

  it.each<[string, unknown, typeof TypeError | typeof RangeError]>([
    ['endpoint', '/tollgate', TypeError],
    ['action', '', RangeError],
    ['origin', undefined, TypeError],
    ['origin', 'https://shop.example/', TypeError],
    ['origin', 'app:', TypeError],
    ['channel', 'SMS', RangeError],
    ['fetch', 'fetch', TypeError],
    ['keyPair', {}, TypeError],
    ['signals', { cores: { v: 0 } }, TypeError],
    ['signals', { more: { v: 0 } }, TypeError],
    ['workers', 1, TypeError],
  ])('refuse %s: %j by name', (name, value, kind) => {
    const create = () => createHeadlessClient({ ...headless, [name]: value });
    expect(create).toThrow(kind);
    expect(create).toThrow(new RegExp(`^${name}: `));
  });

  it('refuse a key pair of another curve', async () => {
    const keyPair = await pair('P-384');
    expect(() => createHeadlessClient({ ...headless, keyPair })).toThrow(/^keyPair: /);
  });
});

describe('the puzzles a client solves', () => {
  it('are those of core’s table, in its blocks, each up to 64 times its base work', () => {
    const expected = PUZZLES.map(({ alg, baseP, baseK, blockNonces }) => {
      return { alg, maxHashes: 64 * baseP * baseK, blockNonces };
    });
    expect(SOLVABLE_PUZZLES).toEqual(expected);
  });
});

describe('the address of a worker', () => {
  const page = { base: 'https://shop.example/a/b', origin: 'https://shop.example' };

  it.each([
    [1, TypeError],
    [{}, TypeError],
    [null, TypeError],
    ['', TypeError],
    ['https://', TypeError],
    ['data:text/javascript,1', TypeError],
    ['blob:https://shop.example/1', TypeError],
    ['javascript:alert(1)', TypeError],
    ['https://user:secret@shop.example/worker.js', TypeError],
    [new URL('file:///worker.js'), TypeError],
    ['https://other.example/worker.js', RangeError],
    ['http://shop.example/worker.js', RangeError],
    ['//other.example/worker.js', RangeError],
    [new URL('https://shop.example:8443/worker.js'), RangeError],
  ] as const)('is refused as %s', (workerUrl, kind) => {
    const read = () => readWorkerUrl(workerUrl, page);
    expect(read).toThrow(kind);
    expect(read).toThrow(/^workerUrl: /);
  });

  it('is of the page, not of its base address', () => {
    const elsewhere = { ...page, base: 'https://cdn.example/' };
    expect(() => readWorkerUrl('worker.js', elsewhere)).toThrow(RangeError);
  });

  it.each([
    ['/assets/worker.js', 'https://shop.example/assets/worker.js'],
    ['worker.js?v=2', 'https://shop.example/a/worker.js?v=2'],
    ['https://shop.example/worker.js', 'https://shop.example/worker.js'],
    [new URL('https://shop.example/worker.js'), 'https://shop.example/worker.js'],
  ] as const)('%s is resolved to %s', (workerUrl, url) => {
    expect(readWorkerUrl(workerUrl, page)).toBe(url);
  });

  it('is no option where workers come from beside a script', () => {
    expect(() => readTollgateOptions({ ...browser, workerUrl: '/worker.js' })).toThrow('workerUrl: unknown option');
  });
});
