import { describe, expect, it } from 'vitest';
import { readHeaders } from '../src/read-headers.js';

const throws = () => {
  throw new Error('the host');
};

describe('headers that throw while they are read say nothing', () => {
  it.each<[string, object]>([
    ['an object with a member that throws', Object.defineProperty({ a: '1' }, 'b', { enumerable: true, get: throws })],
    ['an object whose members cannot be listed', new Proxy({ a: '1' }, { ownKeys: throws })],
    ['a Headers that cannot be walked', Object.assign(new Headers({ a: '1' }), { [Symbol.iterator]: throws })],
  ])('%s', (_, given) => {
    expect(readHeaders(given)).toEqual({});
  });
});

describe('headers', () => {
  it('that are not there are none', () => {
    expect(readHeaders()).toEqual({});
    expect(readHeaders({})).toEqual({});
  });

  it('have names as they came, and those of a fetch-style request have small letters', () => {
    expect(readHeaders({ 'User-Agent': 'a', accept: 'b' })).toEqual({ 'User-Agent': 'a', accept: 'b' });
    expect(readHeaders(new Headers({ 'User-Agent': 'a', accept: 'b' }))).toEqual({ 'user-agent': 'a', accept: 'b' });
  });

  it('that came more than once have their first value, and what is no text has none', () => {
    const given = {
      twice: ['a', 'b'],
      none: [],
      number: 7,
      numbers: [7, 'a'],
      nothing: undefined,
      null: null,
      own: {},
    };
    expect(readHeaders(given)).toEqual({ twice: 'a' });
  });
});
