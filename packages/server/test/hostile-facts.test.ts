import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { allowed, createTestGate, facts, permitOf } from './support/test-gate.js';
import { Visitor } from './support/visitor.js';

const { gate, store } = createTestGate();
const visitor = await Visitor.at(gate);
const good = await visitor.token();
const admit = (given: unknown) => gate.admit(given as never);
const throws = (): never => {
  throw new Error('a trap of the host');
};
/** Whose every member throws, and even the question which there are. */
const trapped = () =>
  new Proxy(
    {},
    { get: throws, has: throws, ownKeys: throws, getOwnPropertyDescriptor: throws, getPrototypeOf: throws },
  );
const revoked = () => {
  const { proxy, revoke } = Proxy.revocable([], {});
  revoke();
  return proxy;
};
const odd: readonly unknown[] = [
  null,
  7,
  NaN,
  true,
  10n,
  Symbol('odd'),
  [],
  ['+4915112345678'],
  {},
  Object.create(null),
  { __proto__: { length: 3 }, toString: () => '+4915112345678' },
  JSON.parse('{"__proto__":{"phone":"+4915112345678"}}'),
  () => '+4915112345678',
  new Date(0),
  'x'.repeat(10_000),
  '\0',
  '\ud800',
];

afterEach(() => {
  expect(store.calls).toEqual([]);
});

describe('admit never throws for what comes from outside', () => {
  it('a phone of any kind is number-invalid', async () => {
    for (const phone of [undefined, ...odd]) {
      expect(await admit(facts(good, { phone }))).toMatchObject({ kind: 'deny', code: 'number-invalid' });
    }
  });

  it('a country of any kind is ignored where it is none', async () => {
    for (const country of [...odd, 'ZZ', '__proto__', 'constructor', 'DEU']) {
      const verdict = await admit(facts(good, { country, phone: '0151 12345678' }));
      expect(verdict).toMatchObject({ code: 'number-invalid' });
    }
  });

  it('a token of any kind is refused by a code of its own', async () => {
    const codes = ['token-missing', 'token-encoding-invalid', 'token-too-long'];
    for (const token of odd) expect(codes).toContain((await admit(facts(token))).code);
    for (const none of [undefined, null, '']) expect((await admit(facts(none))).code).toBe('token-missing');
  });

  it('headers, origin and address of any kind are a verdict', async () => {
    for (const value of [undefined, ...odd]) {
      for (const name of ['headers', 'origin', 'ip']) {
        const verdict = await admit({ ...facts('x'), [name]: value });
        expect(['facts-invalid', 'origin-refused', 'token-encoding-invalid']).toContain(verdict.code);
      }
    }
    const headers = { 'x-forwarded-for': ['1', '2'], cookie: undefined, host: '\r\n', __proto__: null };
    expect(await admit({ ...facts('x'), headers })).toMatchObject({ code: 'token-encoding-invalid' });
  });

  it('anything else at all is a verdict', async () => {
    const anything = fc.oneof(
      fc.anything(),
      fc.record({ ...Object.fromEntries(Object.keys(facts('')).map((name) => [name, fc.anything()])) }),
      fc.string({ maxLength: 5_000 }).map((token) => facts(token)),
      fc.anything().map((phone) => facts(good, { phone: typeof phone === 'string' ? 'x' : phone })),
    );
    await fc.assert(
      fc.asyncProperty(anything, async (given) => {
        const verdict = await admit(given);
        expect(verdict.kind).not.toBe('allow');
        expect(verdict.permit).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });
});

describe('facts-invalid names the member that the site got wrong', () => {
  it.each<[string, object]>([
    ['action', { action: 7 }],
    ['action', { action: undefined }],
    ['channel', { channel: 'fax' }],
    ['channel', { channel: null }],
    ['segments', { segments: 0 }],
    ['segments', { segments: 11 }],
    ['segments', { segments: 1.5 }],
    ['segments', { segments: NaN }],
    ['segments', { segments: '1' }],
    ['origin', { origin: 7 }],
    ['ip', { ip: {} }],
    ['headers', { headers: 'host: x' }],
    ['headers', { headers: null }],
    ['known', { known: 'true' }],
    ['known', { known: 1 }],
    ['cd', { cd: '' }],
    ['cd', { cd: 'x'.repeat(256) }],
    ['idempotencyKey', { idempotencyKey: '' }],
    ['idempotencyKey', { idempotencyKey: 'x'.repeat(256) }],
    ['idempotencyKey', { idempotencyKey: 7 }],
    ['Phone', { Phone: '+4915112345678' }],
    ['tier', { tier: 'known' }],
    ['constructor', { constructor: 7 }],
  ])('%s: %j', async (name, change) => {
    const verdict = await admit({ ...facts(good), ...change });
    expect(verdict).toMatchObject({ kind: 'deny', code: 'facts-invalid', reasons: ['facts-invalid', name] });
  });

  it.each([undefined, null, 7, 'facts', [], [facts(good)]])('or the whole: %j', async (given) => {
    expect(await admit(given)).toMatchObject({ code: 'facts-invalid', reasons: ['facts-invalid', 'facts'] });
  });

  it('and an origin that is null is none', async () => {
    expect(await admit({ ...facts(good), origin: null })).toMatchObject({ code: 'origin-refused' });
  });

  it('or the whole, where reading it throws', async () => {
    const withTrap = Object.defineProperty({ ...facts(good) }, 'phone', { enumerable: true, get: throws });
    for (const given of [trapped(), revoked(), withTrap]) {
      expect(await admit(given)).toMatchObject({ code: 'facts-invalid', reasons: ['facts-invalid', 'facts'] });
    }
  });

  it.each(['4915112345678', 'x'.repeat(33), 'a number', 'tier\n2026'])(
    'but not one whose name is none: %j stays out of the log',
    async (name) => {
      const verdict = await admit({ ...facts(good), [name]: true });
      expect(verdict).toMatchObject({ code: 'facts-invalid', reasons: ['facts-invalid', 'facts'] });
    },
  );

  it('also a member that was smuggled in as __proto__', async () => {
    const smuggled = JSON.parse(JSON.stringify(facts(good)).replace('{', '{"__proto__":{"known":true},')) as unknown;
    expect(await admit(smuggled)).toMatchObject({ code: 'facts-invalid', reasons: ['facts-invalid', '__proto__'] });
  });
});

describe('what may be absent', () => {
  it.each([undefined, null])('headers, address (%j) and country make no difference to a good token', async (ip) => {
    const other = createTestGate();
    const own = await Visitor.at(other.gate);
    const bare = {
      token: await own.token(),
      phone: '+4915112345678',
      action: 'signup',
      origin: 'https://shop.example',
      ip,
    };
    expect(permitOf(await other.gate.admit(bare as never)).segments).toBe(1);
  });
});

describe('headers of a host that throw', () => {
  const automated = { 'user-agent': 'python-requests/2.32', 'accept-language': 'en' };

  /** How somebody of whom nothing is known is judged with these headers. */
  async function judgedWith(headers: unknown) {
    const other = createTestGate();
    const own = await Visitor.at(other.gate);
    const verdict = allowed(await other.gate.admit(facts(await own.token(), { headers } as never)));
    return { tier: verdict.tier, reasons: verdict.reasons, impression: verdict.impression };
  }

  it.each<[string, () => unknown]>([
    ['by every trap of a proxy', trapped],
    ['as a proxy that was revoked', revoked],
    ['by a member', () => Object.defineProperty({ ...automated }, 'cookie', { enumerable: true, get: throws })],
    ['by the value of a member', () => ({ ...automated, cookie: revoked() })],
    ['by the iterator of a Headers', () => Object.assign(new Headers(automated), { [Symbol.iterator]: throws })],
  ])('%s while they are read say nothing, as none do', async (_, headers) => {
    expect(await judgedWith(headers())).toEqual(await judgedWith({}));
  });

  it('and such as do not throw are heard', async () => {
    for (const headers of [automated, new Headers(automated)]) {
      expect(await judgedWith(headers)).toMatchObject({ impression: { standing: 'flagged' } });
    }
  });

  it('are read once: what they say another time is not heard', async () => {
    let reads = 0;
    const agent = { enumerable: true, get: () => (reads++ === 0 ? automated['user-agent'] : throws()) };
    const headers = Object.defineProperty({ 'accept-language': 'en' }, 'user-agent', agent);
    expect(await judgedWith(headers)).toMatchObject({ impression: { standing: 'flagged' } });
    expect(reads).toBe(1);
  });
});
