import { describe, expect, it } from 'vitest';
import {
  CHANNELS,
  isAction,
  isBounded,
  isChannel,
  isE164,
  isIntegerBetween,
  isKid,
  isOrigin,
  isSite,
  isWireTime,
} from '../src/fields.js';

const notTexts: unknown[] = [undefined, null, 0, 1, true, [], ['a'], {}, { toString: () => 'a', length: 1 }];

describe('an origin', () => {
  it.each([
    'https://a.example',
    'https://a.example:8443',
    'http://localhost:3000',
    'http://127.0.0.1',
    'https://[::1]:8080',
    'https://xn--bcher-kva.example',
    'app:x',
    'app:shop-ios',
    'app:com.example.shop_2',
  ])('is %s', (origin) => {
    expect(isOrigin(origin)).toBe(true);
  });

  it.each([
    ['a trailing slash', 'https://a.example/'],
    ['upper case in the host', 'https://A.example'],
    ['upper case in the scheme', 'HTTPS://a.example'],
    ['a path', 'https://a.example/form'],
    ['a query', 'https://a.example?q'],
    ['an empty query', 'https://a.example?'],
    ['a fragment', 'https://a.example#f'],
    ['a user', 'https://u@a.example'],
    ['a user and a password', 'https://u:p@a.example'],
    ['an empty user', 'https://@a.example'],
    ['the default port of https', 'https://a.example:443'],
    ['the default port of http', 'http://a.example:80'],
    ['an empty port', 'https://a.example:'],
    ['a port beyond 65,535', 'https://a.example:65536'],
    ['no host', 'https://'],
    ['no slashes', 'https:a.example'],
    ['one slash', 'https:/a.example'],
    ['backslashes', 'https:\\\\a.example'],
    ['characters outside ASCII', 'https://bücher.example'],
    ['a wide letter', 'https://\uff41.example'],
    ['a number for an address', 'http://2130706433'],
    ['another scheme', 'ftp://a.example'],
    ['a file', 'file:///etc/passwd'],
    ['a blob', 'blob:https://a.example/x'],
    ['an extension', 'chrome-extension://abcdef'],
    ['a script', 'javascript:alert(1)'],
    ['what a sandboxed frame sends', 'null'],
    ['a wildcard', '*'],
    ['no scheme', 'a.example'],
    ['nothing', ''],
    ['a space in front', ' https://a.example'],
    ['a line feed at the end', 'https://a.example\n'],
    ['a tab inside', 'https://a.exa\tmple'],
    ['two origins', 'https://a.example https://b.example'],
    ['an app without a name', 'app:'],
    ['an app in upper case', 'app:Shop'],
    ['an app with slashes', 'app://shop'],
    ['an app that begins with a hyphen', 'app:-shop'],
    ['an app with a space', 'app:a b'],
    ['an app with a line feed at the end', 'app:shop\n'],
    ['256 characters', `app:${'o'.repeat(252)}`],
    ['256 characters of a host', `https://${'a.'.repeat(120)}${'b'.repeat(8)}`],
  ])('has not %s', (_, origin) => {
    expect(isOrigin(origin)).toBe(false);
  });

  it('may have 255 characters', () => {
    expect(isOrigin(`app:${'o'.repeat(251)}`)).toBe(true);
  });
});

describe.each([
  ['an action', isAction, 32],
  ['a site', isSite, 64],
])('%s', (_, is, maxChars) => {
  it.each(['a', '0', 'signup', 'log-in', 'two.factor_2', 'a'.repeat(maxChars)])('is "%s"', (text) => {
    expect(is(text)).toBe(true);
  });

  it.each([
    '',
    'a'.repeat(maxChars + 1),
    'A',
    'sign up',
    '.a',
    '-a',
    '_a',
    'a/b',
    'a:b',
    'a{b}',
    'a\n',
    '\na',
    'ä',
    'а',
  ])('is not %j', (text) => {
    expect(is(text)).toBe(false);
  });
});

describe('the name of a key', () => {
  it.each(['a', 'A', '2026-11', '-', '_', '.', 'k'.repeat(64)])('is "%s"', (text) => {
    expect(isKid(text)).toBe(true);
  });

  it.each(['', 'k'.repeat(65), 'a b', 'a/b', 'a\\b', 'a\n', 'ä', 'a+b', 'a=', '\0'])('is not %j', (text) => {
    expect(isKid(text)).toBe(false);
  });
});

describe('a number in E.164', () => {
  it.each(['+1234567', '+491701234567', '+123456789012345'])('is %s', (text) => {
    expect(isE164(text)).toBe(true);
  });

  it.each([
    ['six digits', '+123456'],
    ['sixteen digits', '+1234567890123456'],
    ['no plus', '491701234567'],
    ['a zero in front', '+0491701234567'],
    ['two plus', '++491701234567'],
    ['spaces', '+49 170 1234567'],
    ['a line feed at the end', '+491701234567\n'],
    ['a letter', '+49170123456a'],
    ['digits of another script', '+٤٩١٧٠١٢٣٤٥٦٧'],
    ['wide digits', '+４９１７０１２３４５６７'],
    ['an extension', '+491701234567;ext=1'],
    ['nothing', ''],
  ])('has not %s', (_, text) => {
    expect(isE164(text)).toBe(false);
  });
});

describe('a channel', () => {
  it('is one of the list', () => {
    expect(CHANNELS).toEqual(['sms', 'voice']);
    expect(CHANNELS.every(isChannel)).toBe(true);
  });

  it.each(['SMS', 'call', '', 'sms ', 'toString', 'length', '0'])('is not "%s"', (text) => {
    expect(isChannel(text)).toBe(false);
  });
});

describe('a time on the wire', () => {
  it.each([0, 1, 1_800_000_000, 8_640_000_000_000])('is %d', (value) => {
    expect(isWireTime(value)).toBe(true);
  });

  it.each([-1, 0.5, 2 ** 53, NaN, Infinity, -Infinity, '0', null, undefined, 0n])('is not %s', (value) => {
    expect(isWireTime(value)).toBe(false);
  });
});

describe('bounds', () => {
  it('include both ends', () => {
    expect([0, 1, 2, 3, 4].map((value) => isIntegerBetween(value, 1, 3))).toEqual([false, true, true, true, false]);
    expect(['', 'a', 'ab', 'abc'].map((text) => isBounded(text, 2))).toEqual([false, true, true, false]);
  });

  it.each([1.5, NaN, Infinity, '2', null, undefined, [2], 2n, true])('of whole numbers leave out %s', (value) => {
    expect(isIntegerBetween(value, 1, 3)).toBe(false);
  });
});

it.each([
  ['isOrigin', isOrigin],
  ['isAction', isAction],
  ['isSite', isSite],
  ['isKid', isKid],
  ['isE164', isE164],
  ['isChannel', isChannel],
  ['isBounded', (value: unknown) => isBounded(value, 10)],
])('%s is false for whatever is no text, without asking it for one', (_, is) => {
  for (const value of notTexts) expect(is(value)).toBe(false);
});
