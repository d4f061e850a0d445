import { createECDH, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto';
import { checkPiece, type DeviceJwk, findPuzzle } from '@tollgate/core';
import { describe, expect, it } from 'vitest';
import { primitives as node } from '../src/primitives/node.js';
import type { Primitives } from '../src/primitives/primitives.js';
import { primitives as web } from '../src/primitives/web.js';
import puzzles from '../../hashwx/test/vectors/hashwx-puzzle.json' with { type: 'json' };

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));
const text = (value: string) => new Uint8Array(Buffer.from(value));
const hex = (value: Uint8Array) => Buffer.from(value).toString('hex');

/** RFC 4231, the cases whose output is not cut short: key, data, HMAC-SHA-256. */
const HMAC_VECTORS: readonly (readonly [name: string, key: Uint8Array, data: Uint8Array, mac: string])[] = [
  [
    'test case 1',
    bytes('0b'.repeat(20)),
    text('Hi There'),
    'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
  ],
  [
    'test case 2',
    text('Jefe'),
    text('what do ya want for nothing?'),
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  ],
  [
    'test case 3',
    bytes('aa'.repeat(20)),
    bytes('dd'.repeat(50)),
    '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe',
  ],
  [
    'test case 4',
    bytes('0102030405060708090a0b0c0d0e0f10111213141516171819'),
    bytes('cd'.repeat(50)),
    '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b',
  ],
  [
    'test case 6',
    bytes('aa'.repeat(131)),
    text('Test Using Larger Than Block-Size Key - Hash Key First'),
    '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54',
  ],
  [
    'test case 7',
    bytes('aa'.repeat(131)),
    text(
      'This is a test using a larger than block-size key and a larger than block-size data. ' +
        'The key needs to be hashed before being used by the HMAC algorithm.',
    ),
    '9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2',
  ],
];

describe.each<[string, Primitives]>([
  ['node', node],
  ['web', web],
])('primitives of %s', (_, primitives) => {
  it('hash as FIPS 180-4 shows for "abc" and for nothing', async () => {
    expect(hex(await primitives.sha256(text('abc')))).toBe(
      'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
    );
    expect(hex(await primitives.sha256(new Uint8Array(0)))).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
  });

  it.each(HMAC_VECTORS)('authenticate as RFC 4231, %s', async (_name, key, data, mac) => {
    expect(hex(await primitives.hmacSha256(key, data))).toBe(mac);
  });

  it('authenticate a text by its UTF-8 bytes, as base64url', async () => {
    for (const written of ['+4915112345678', 'Grüße 🙂', '']) {
      const mac = Buffer.from(await primitives.hmacSha256(text('key'), text(written)));
      expect(await primitives.hmacSha256Text(text('key'), written)).toBe(mac.toString('base64url'));
    }
  });

  it('derive as RFC 5869, test case 3 (no salt, no info), its first 32 bytes', async () => {
    const okm = await primitives.hkdfSha256(bytes('0b'.repeat(22)), new Uint8Array(0));
    expect(hex(okm)).toBe('8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d');
  });

  it('derive the same for the package’s own infos, whichever is in use', async () => {
    const other = primitives === node ? web : node;
    for (const info of ['tollgate/1 challenge', 'tollgate/1 dst', 'tollgate/1 permit']) {
      const secret = text('a secret of the operator, 32 bytes');
      expect(await primitives.hkdfSha256(secret, text(info))).toEqual(await other.hkdfSha256(secret, text(info)));
    }
  });

  it('take a view into a larger buffer for what it shows', async () => {
    const view = text('xxabcxx').subarray(2, 5);
    expect(await primitives.sha256(view)).toEqual(await primitives.sha256(text('abc')));
    expect(await primitives.hmacSha256(view, view)).toEqual(await primitives.hmacSha256(text('abc'), text('abc')));
  });

  it.each(puzzles.filter(({ noncesPerProgram }) => noncesPerProgram === 65_536))(
    'make the programs that hashwx-1 is checked by: nonce $firstWinningNonce wins at $difficulty',
    async ({ challenge, difficulty, firstWinningNonce }) => {
      const { sha256 } = primitives;
      const task = { row: findPuzzle('hashwx-1')!, input: bytes(challenge), p: difficulty, sha256 };
      expect(await checkPiece(task, Number(firstWinningNonce))).toBe(true);
      expect(await checkPiece(task, Number(firstWinningNonce) - 1)).toBe(false);
    },
  );

  it('tell equal bytes from others, and from longer and shorter ones', () => {
    expect(primitives.equalBytes(bytes('0102ff'), bytes('0102ff'))).toBe(true);
    expect(primitives.equalBytes(new Uint8Array(0), new Uint8Array(0))).toBe(true);
    for (const other of ['0102fe', '8102ff', '0002ff', '0102', '0102ff00', '']) {
      expect(primitives.equalBytes(bytes('0102ff'), bytes(other))).toBe(false);
    }
  });

  describe('verify ES256', () => {
    const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const jwk = deviceJwk(pair.publicKey.export({ format: 'jwk' }));
    const data = text('header.payload');
    const good = new Uint8Array(sign('sha256', data, { key: pair.privateKey, dsaEncoding: 'ieee-p1363' }));

    it('and say yes to the right one', async () => {
      expect(await primitives.verifyEs256(jwk, data, good)).toBe(true);
    });

    it('as RFC 7515 appendix A.3 shows', async () => {
      const rfc = {
        kty: 'EC',
        crv: 'P-256',
        x: 'f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU',
        y: 'x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0',
      } as const;
      const input = text(
        'eyJhbGciOiJFUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ',
      );
      const signature = Buffer.from(
        'DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q',
        'base64url',
      );
      expect(await primitives.verifyEs256(rfc, input, new Uint8Array(signature))).toBe(true);
    });

    it('and say no to every flipped byte of it', async () => {
      for (let at = 0; at < good.length; at++) {
        const flipped = good.slice();
        flipped[at]! ^= 1;
        expect(await primitives.verifyEs256(jwk, data, flipped)).toBe(false);
      }
    });

    it('and say no to other data, another key and another hash', async () => {
      const other = deviceJwk(generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey.export({ format: 'jwk' }));
      const sha512 = new Uint8Array(sign('sha512', data, { key: pair.privateKey, dsaEncoding: 'ieee-p1363' }));
      expect(await primitives.verifyEs256(jwk, text('header.payloaD'), good)).toBe(false);
      expect(await primitives.verifyEs256(other, data, good)).toBe(false);
      expect(await primitives.verifyEs256(jwk, data, sha512)).toBe(false);
    });

    it('and say no to a signature of another length, in DER, of zeros or of the order', async () => {
      const der = new Uint8Array(sign('sha256', data, pair.privateKey));
      const order = bytes('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551'.repeat(2));
      const lengths = [0, 32, 63, 65, 128].map((length) => new Uint8Array(length).fill(1));
      for (const signature of [der, order, new Uint8Array(64), ...lengths, good.subarray(0, 63)]) {
        expect(await primitives.verifyEs256(jwk, data, new Uint8Array(signature))).toBe(false);
      }
    });

    it('and say no, without throwing, to a point that is not on the curve', async () => {
      const zero = Buffer.alloc(32).toString('base64url');
      const ones = Buffer.alloc(32, 255).toString('base64url');
      for (const point of [
        { x: jwk.x, y: jwk.x },
        { x: zero, y: zero },
        { x: ones, y: ones },
        { x: jwk.y, y: jwk.x },
      ]) {
        expect(await primitives.verifyEs256({ ...jwk, ...point }, data, good)).toBe(false);
      }
    });

    it('and say no to a point of another curve', async () => {
      const ecdh = createECDH('secp256k1');
      const point = ecdh.generateKeys();
      const foreign = {
        ...jwk,
        x: point.subarray(1, 33).toString('base64url'),
        y: point.subarray(33).toString('base64url'),
      };
      expect(await primitives.verifyEs256(foreign, data, good)).toBe(false);
    });

    it('and do not care who holds the private half', async () => {
      const again = createPrivateKey(pair.privateKey.export({ type: 'pkcs8', format: 'pem' }));
      const signature = new Uint8Array(sign('sha256', data, { key: again, dsaEncoding: 'ieee-p1363' }));
      expect(await primitives.verifyEs256(jwk, data, signature)).toBe(true);
    });
  });
});

function deviceJwk({ x = '', y = '' }: { x?: string; y?: string }): DeviceJwk {
  return { kty: 'EC', crv: 'P-256', x, y };
}
