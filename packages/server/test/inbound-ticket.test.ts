import { describe, expect, it } from 'vitest';
import { createGate } from '../src/gate.js';
import { INBOUND_OPTIONS, OWN_NUMBER, setUpInbound } from './support/inbound-setup.js';
import { hs256, readJws, respellLast, subkey } from './support/raw-wire.js';
import { EVERY_KIND } from './support/stores.js';
import { DE_PHONE, facts, OTHER_DE_PHONE, refused, RETIRED, SECRETS, testOptions } from './support/test-gate.js';
import { Visitor } from './support/visitor.js';

const refusal = (code: string) => ({ ok: false, code });

/** A gate, and somebody who was invited and texted. */
async function setUpTexted() {
  const setup = setUpInbound();
  const invitation = await setup.invite();
  const texted = await setup.text(invitation.secret);
  if (!texted.ok) throw new Error(texted.code);
  setup.store.calls.length = 0;
  return { ...setup, ...invitation };
}

describe('a ticket', () => {
  it('waits for its text, and is taken once it came', async () => {
    const { invite, text, take } = setUpInbound();
    const { ticket, secret } = await invite();
    for (let turn = 0; turn < 3; turn++) expect(await take(ticket)).toEqual(refusal('inbound-pending'));
    await text(secret);
    expect(await take(ticket)).toEqual({ ok: true, value: { phone: DE_PHONE } });
    expect(await take(ticket)).toEqual(refusal('inbound-used'));
  });

  it('is taken with the number as the session has it', async () => {
    const { ticket, take } = await setUpTexted();
    const taken = await take(ticket, { phone: '0151 12345678', country: 'DE' });
    expect(taken).toEqual({ ok: true, value: { phone: DE_PHONE } });
  });

  it('is taken by one of fifty at once', async () => {
    const { ticket, take } = await setUpTexted();
    const taken = await Promise.all(Array.from({ length: 50 }, () => take(ticket)));
    expect(taken.filter(({ ok }) => ok)).toHaveLength(1);
    expect(taken.filter((result) => !result.ok && result.code === 'inbound-used')).toHaveLength(49);
  });

  it('is not taken by the text of another invitation to the same number', async () => {
    const { invite, text, take } = setUpInbound();
    const [first, second] = [await invite(), await invite()];
    await text(first.secret);
    expect(await take(second.ticket)).toEqual(refusal('inbound-pending'));
    expect((await take(first.ticket)).ok).toBe(true);
  });

  it.each<[string, object, string]>([
    ['another number', { phone: OTHER_DE_PHONE }, 'inbound-number-mismatch'],
    ['no number', { phone: undefined }, 'inbound-number-mismatch'],
    ['a national number without its country', { phone: '0151 12345678' }, 'inbound-number-mismatch'],
    ['another action', { action: 'login' }, 'inbound-action-mismatch'],
    ['no action', { action: undefined }, 'inbound-action-mismatch'],
  ])('is refused for %s, without a look at the store, and stays', async (_, change, code) => {
    const { ticket, take, store } = await setUpTexted();
    expect(await take(ticket, change)).toEqual(refusal(code));
    expect(store.calls).toEqual([]);
    expect((await take(ticket)).ok).toBe(true);
  });

  it('is good for 300 seconds', async () => {
    const { ticket, take, clock, store } = await setUpTexted();
    clock.advanceSec(300);
    expect(await take(ticket)).toEqual(refusal('inbound-expired'));
    expect(store.calls).toEqual([]);
    clock.advanceMs(-1);
    expect((await take(ticket)).ok).toBe(true);
  });

  it('is refused by a code of its own wherever it was changed, without a look at the store', async () => {
    const { ticket, take, store, clock } = await setUpTexted();
    const { header, payload } = readJws(ticket);
    const key = subkey('k2', 'inbound');
    const cases: readonly (readonly [unknown, string])[] = [
      [undefined, 'inbound-ticket-invalid'],
      [{ ticket }, 'inbound-ticket-invalid'],
      [respellLast(ticket), 'inbound-ticket-invalid'],
      ['A'.repeat(1_000_000), 'inbound-ticket-invalid'],
      [hs256({ ...header, typ: 'tollgate-permit+jwt' }, payload, key), 'inbound-ticket-invalid'],
      [hs256(header, { ...payload, phone: DE_PHONE }, key), 'inbound-ticket-invalid'],
      [hs256({ ...header, kid: 'k9' }, payload, key), 'inbound-key-unknown'],
      [hs256({ ...header, kid: '__proto__' }, payload, key), 'inbound-key-unknown'],
      [hs256(header, { ...payload, exp: clock.nowSec + 9_999 }, new Uint8Array(32)), 'inbound-forged'],
      [hs256(header, payload, subkey('k2', 'permit')), 'inbound-forged'],
      [hs256({ ...header, kid: 'k1' }, payload, key), 'inbound-forged'],
      [hs256(header, { ...payload, site: 'bank' }, key), 'inbound-foreign'],
      [hs256(header, { ...payload, exp: clock.nowSec }, key), 'inbound-expired'],
      [hs256(header, { ...payload, act: 'login' }, key), 'inbound-action-mismatch'],
      [hs256(header, { ...payload, tid: 'A'.repeat(22) }, key), 'inbound-number-mismatch'],
    ];
    for (const [text, code] of cases) expect.soft(await take(text), code).toEqual(refusal(code));
    expect(store.calls).toEqual([]);
    expect((await take(ticket)).ok).toBe(true);
  });

  it('of an action that the operator took off the list is refused', async () => {
    const { ticket, store, clock } = await setUpTexted();
    const inbound = { number: OWN_NUMBER, actions: ['login'] };
    const later = setUpInbound({ store, clock: clock.read, inbound });
    expect(await later.take(ticket)).toEqual(refusal('inbound-action-mismatch'));
  });

  it('and its text outlive a rotation of the secrets, for as long as the old one is listed', async () => {
    const { store, clock, invite } = setUpInbound();
    const { ticket, secret } = await invite();
    const rotated = setUpInbound({ store, clock: clock.read, secrets: [RETIRED, SECRETS[0]] });
    const without = setUpInbound({ store, clock: clock.read, secrets: [RETIRED] });
    expect(await rotated.text(secret)).toEqual({ ok: true, value: true });
    expect(await without.take(ticket)).toEqual(refusal('inbound-key-unknown'));
    expect((await rotated.take(ticket)).ok).toBe(true);
  });

  it('is no permit, no challenge and no token, and none of those is a ticket', async () => {
    const { gate, ticket, take } = await setUpTexted();
    const visitor = await Visitor.at(gate);
    expect(await gate.openPermit(ticket, { phone: DE_PHONE })).toEqual(refusal('permit-header-invalid'));
    expect((await visitor.ask({ challenge: ticket })).status).toBe(403);
    expect(refused(await gate.admit(facts(ticket))).kind).toBe('deny');
    for (const other of [await visitor.challenge(), await visitor.token()]) {
      expect(await take(other)).toEqual(refusal('inbound-ticket-invalid'));
    }
  });

  it('is an error of the surroundings where the store does not answer, and stays', async () => {
    const { ticket, take, store } = await setUpTexted();
    store.down.add('spend');
    const failure = { name: 'TollgateError', code: 'store-unavailable', cause: expect.any(Error) as Error };
    await expect(take(ticket)).rejects.toMatchObject(failure);
    store.down.clear();
    expect((await take(ticket)).ok).toBe(true);
  });

  it('makes no number known and no device warm, and moves no money', async () => {
    const { gate, ticket, take, store } = await setUpTexted();
    const before = await store.snapshot(['site', 'pool:DE', 'pool:known']);
    expect((await take(ticket)).ok).toBe(true);
    expect(await store.snapshot(['site', 'pool:DE', 'pool:known'])).toEqual(before);
    expect(await gate.report({ phone: DE_PHONE, outcome: 'verified' })).toEqual(refusal('report-unknown'));
    const verdict = await gate.admit(facts(await (await Visitor.at(gate)).token()));
    expect(verdict).toMatchObject({ kind: 'allow', reasons: ['tier-cold'] });
  });
});

describe.each(EVERY_KIND)('a text to the site in $name', (kind) => {
  it('is told of in one process and taken in another, once', async () => {
    const test = await kind.create();
    const clock = () => test.clock.nowMs();
    const site = test.store.site ?? 'shop';
    const [page, webhook] = [test.store, await test.second()].map((store) =>
      createGate(testOptions({ ...INBOUND_OPTIONS, site, store, clock })),
    );
    const { inbound } = refused(await page!.admit(facts(undefined)));
    const text = { from: DE_PHONE, to: OWN_NUMBER, text: inbound!.secret };
    const told = await Promise.all(Array.from({ length: 10 }, () => webhook!.takeInboundText(text)));
    expect(told.filter(({ ok }) => ok)).toHaveLength(1);
    const claim = { ticket: inbound!.ticket, phone: DE_PHONE, action: 'signup' };
    const taken = await Promise.all(Array.from({ length: 20 }, (_, at) => [page, webhook][at % 2]!.takeInbound(claim)));
    expect(taken.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await webhook!.takeInboundText(text)).toEqual(refusal('inbound-repeated'));
    expect(await page!.takeInbound(claim)).toEqual(refusal('inbound-used'));
    await test.close();
  });
});
