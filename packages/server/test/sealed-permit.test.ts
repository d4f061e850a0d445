import { describe, expect, it } from 'vitest';
import { fieldsOf, setUpPermits } from './support/permit-setup.js';
import { hs256, readJws, respellLast, subkey, withMemberText } from './support/raw-wire.js';
import { createTestGate, DE_PHONE, facts, OTHER_DE_PHONE, RETIRED, SECRETS } from './support/test-gate.js';

describe('a sealed permit', () => {
  it('opens for its number, twice if need be, and is claimed once', async () => {
    const { gate, send, grant, sentCount } = await setUpPermits();
    const permit = await grant();
    const sealed = await permit.seal();
    const opened = await Promise.all([1, 2].map(() => gate.openPermit(sealed, { phone: DE_PHONE })));
    const [first, second] = opened.map((result) => (result.ok ? result.value : undefined));
    expect(fieldsOf(first!)).toEqual(fieldsOf(permit));
    expect(await send(first!, 1)).toBe(permit.id);
    for (const other of [second!, permit])
      await expect(send(other, 1)).rejects.toMatchObject({ code: 'permit-claimed' });
    expect(sentCount()).toBe(1);
  });

  it('says what the wire format says, and no number', async () => {
    const { grant } = await setUpPermits();
    const permit = await grant();
    const { header, payload } = readJws(await permit.seal());
    expect(header).toEqual({ alg: 'HS256', kid: 'k2', typ: 'tollgate-permit+jwt' });
    expect(payload).toEqual({
      v: 1,
      site: 'shop',
      pid: permit.id,
      act: 'signup',
      chn: 'sms',
      seg: 1,
      dst: expect.any(String) as string,
      exp: permit.expiresAtSec,
    });
  });

  it('opens for no other number, and for nothing that is none', async () => {
    const { gate, grant } = await setUpPermits();
    const sealed = await (await grant()).seal();
    for (const phone of [
      OTHER_DE_PHONE,
      '',
      undefined,
      null,
      4915112345678,
      [DE_PHONE],
      { phone: DE_PHONE },
      '0151 12345678',
    ]) {
      expect(await gate.openPermit(sealed, { phone })).toEqual({ ok: false, code: 'permit-number-mismatch' });
    }
  });

  it('opens until its hold expires', async () => {
    const { gate, grant, clock } = await setUpPermits();
    const sealed = await (await grant()).seal();
    clock.advanceMs(119_999);
    expect((await gate.openPermit(sealed, { phone: DE_PHONE })).ok).toBe(true);
    clock.advanceMs(1);
    expect(await gate.openPermit(sealed, { phone: DE_PHONE })).toEqual({ ok: false, code: 'permit-expired' });
  });

  it('is refused by a code of its own wherever it was changed', async () => {
    const { gate, grant } = await setUpPermits();
    const sealed = await (await grant()).seal();
    const { header, payload } = readJws(sealed);
    const key = subkey('k2', 'permit');
    const cases: readonly (readonly [unknown, string])[] = [
      [undefined, 'permit-encoding-invalid'],
      [{ sealed }, 'permit-encoding-invalid'],
      [`${sealed}=`, 'permit-encoding-invalid'],
      [`${sealed}\n`, 'permit-encoding-invalid'],
      [respellLast(sealed), 'permit-encoding-invalid'],
      ['A'.repeat(1_025), 'permit-encoding-invalid'],
      [hs256({ ...header, alg: 'none' }, payload, key), 'permit-header-invalid'],
      [hs256({ ...header, typ: 'tollgate-challenge+jwt' }, payload, key), 'permit-header-invalid'],
      [hs256({ ...header, jku: 'https://evil.example' }, payload, key), 'permit-header-invalid'],
      [hs256(header, { ...payload, v: 2 }, key), 'permit-version-unsupported'],
      [hs256(header, { ...payload, seg: 11 }, key), 'permit-payload-invalid'],
      [hs256(header, { ...payload, phone: DE_PHONE }, key), 'permit-payload-invalid'],
      [hs256(header, withMemberText(payload, '"seg":10'), key), 'permit-payload-invalid'],
      [hs256({ ...header, kid: 'k9' }, payload, key), 'permit-key-unknown'],
      [hs256({ ...header, kid: '__proto__' }, payload, key), 'permit-key-unknown'],
      [hs256(header, { ...payload, seg: 10 }, new Uint8Array(32)), 'permit-forged'],
      [hs256(header, payload, subkey('k2', 'challenge')), 'permit-forged'],
      [hs256(header, payload, subkey('k2', 'dst')), 'permit-forged'],
      [hs256(header, { ...payload, site: 'other' }, key), 'permit-foreign'],
      [hs256(header, { ...payload, exp: 1 }, key), 'permit-expired'],
      [hs256(header, { ...payload, pid: 'A'.repeat(22) }, key), 'permit-number-mismatch'],
      [hs256({ ...header, kid: 'k1' }, payload, subkey('k1', 'permit')), 'permit-number-mismatch'],
    ];
    for (const [text, code] of cases) {
      expect.soft(await gate.openPermit(text, { phone: DE_PHONE }), code).toEqual({ ok: false, code });
    }
  });

  it('of a retired secret is refused, of a listed one opens', async () => {
    const { store, clock, grant } = await setUpPermits();
    const sealed = await (await grant()).seal();
    const open = (secrets: readonly { kid: string; secret: string }[]) =>
      createTestGate({ store, clock: clock.read, secrets }).gate.openPermit(sealed, { phone: DE_PHONE });
    expect(await open([RETIRED])).toEqual({ ok: false, code: 'permit-key-unknown' });
    expect((await open([RETIRED, SECRETS[0]])).ok).toBe(true);
  });

  it('is no token and no challenge', async () => {
    const { gate, visitor, grant } = await setUpPermits();
    const sealed = await (await grant()).seal();
    expect(await gate.admit(facts(sealed))).toMatchObject({ code: 'token-encoding-invalid' });
    expect((await visitor.ask({ challenge: sealed })).status).toBe(403);
    expect(await gate.openPermit(await visitor.challenge(), { phone: DE_PHONE })).toEqual({
      ok: false,
      code: 'permit-header-invalid',
    });
  });
});
