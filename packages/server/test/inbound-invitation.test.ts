import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { verdictReply } from '../src/verdict-reply.js';
import { INBOUND_OPTIONS, INBOUND_WAYS, OWN_NUMBER, setUpInbound } from './support/inbound-setup.js';
import { send, setUpMoney } from './support/money-setup.js';
import { bindDst, readJws } from './support/raw-wire.js';
import { DE_PHONE, facts, permitOf, refused, UZ_PHONE, WAYS } from './support/test-gate.js';
import { Visitor } from './support/visitor.js';

const INVITATION = {
  number: OWN_NUMBER,
  secret: expect.stringMatching(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/) as string,
  ticket: expect.any(String) as string,
  expiresInSec: 300,
};
const PREMIUM_PHONE = '+49900123456';

describe('a verdict that shows other ways', () => {
  it('invites somebody without a token, or without JavaScript, to text the site', async () => {
    const { gate } = setUpInbound();
    const verdict = refused(await gate.admit(facts(undefined)));
    expect(verdict).toMatchObject({ kind: 'step-up', code: 'token-missing', ways: INBOUND_WAYS, inbound: INVITATION });
  });

  it('invites where no text is to be had, and where one is to be waited for', async () => {
    const { gate } = setUpInbound();
    const visitor = await Visitor.at(gate);
    const token = await visitor.token({ phone: UZ_PHONE });
    const closed = refused(await gate.admit(facts(token, { phone: UZ_PHONE })));
    expect(closed).toMatchObject({ code: 'country-refused', ways: INBOUND_WAYS, inbound: INVITATION });
    permitOf(await gate.admit(facts(await visitor.token())));
    const spaced = refused(await gate.admit(facts(await visitor.token())));
    expect(spaced).toMatchObject({ code: 'number-spacing', ways: INBOUND_WAYS, inbound: INVITATION });
  });

  it('invites through gate.send as well, for a number that was typed as a national one', async () => {
    const { gate } = setUpInbound();
    const given = facts(undefined, { phone: '0151 12345678', country: 'DE' });
    const { verdict } = await gate.send(given, (permit) => send(permit, ''));
    expect(refused(verdict).inbound).toEqual(INVITATION);
  });

  it.each<[string, object]>([
    ['an action that creates no account', { action: 'login' }],
    ['no number', { phone: 'call me' }],
    ['a national number without its country', { phone: '0151 12345678' }],
    ['a number of a kind that is refused', { phone: PREMIUM_PHONE }],
  ])('invites nobody with %s, and does not name the way', async (_, change) => {
    const { gate } = setUpInbound();
    const verdict = refused(await gate.admit(facts(undefined, change)));
    expect(verdict).toMatchObject({ kind: 'step-up', ways: WAYS });
    expect(verdict).not.toHaveProperty('inbound');
    expect(JSON.stringify(verdictReply(verdict))).not.toContain('inbound');
  });

  it.each<[string, object]>([
    ['a bad token', { token: 'x' }],
    ['an action that is none', { action: 'evil' }],
    ['a foreign origin', { origin: 'https://evil.example' }],
    ['facts that are wrong', { known: 'yes' }],
  ])('is none with %s: deny invites nobody', async (_, change) => {
    const { gate } = setUpInbound();
    const verdict = refused(await gate.admit({ ...facts(undefined), ...change }));
    expect(verdict.kind).toBe('deny');
    expect(verdict).not.toHaveProperty('inbound');
  });

  it('invites nobody where work is asked: the text is still to be had', async () => {
    const { gate } = setUpInbound();
    const visitor = await Visitor.at(gate);
    const token = await visitor.tokenFor(await visitor.challenge({ phone: undefined }));
    const verdict = refused(await gate.admit(facts(token)));
    expect(verdict.kind).toBe('work');
    expect(verdict).not.toHaveProperty('inbound');
  });

  it('does not invite without the option', async () => {
    const { gate } = setUpInbound({ stepUp: WAYS, inbound: undefined as never });
    expect(refused(await gate.admit(facts(undefined)))).toMatchObject({ ways: WAYS });
  });
});

describe('an invitation', () => {
  it('is not stored', async () => {
    const { store, invite } = setUpInbound();
    await invite();
    expect(store.calls).toEqual([]);
  });

  it('is another one each time, also for the same number', async () => {
    const { invite } = setUpInbound();
    const [first, second] = [await invite(), await invite()];
    expect(first.secret).not.toBe(second.secret);
    expect(first.ticket).not.toBe(second.ticket);
  });

  it('has a ticket that says what the wire format says: neither the number nor the secret', async () => {
    const { clock, invite } = setUpInbound();
    const { ticket, secret } = await invite();
    const { header, payload } = readJws(ticket);
    expect(header).toEqual({ alg: 'HS256', kid: 'k2', typ: 'tollgate-inbound+jwt' });
    expect(payload).toEqual({
      v: 1,
      site: 'shop',
      tid: expect.stringMatching(/^[\w-]{22}$/) as string,
      act: 'signup',
      dst: expect.stringMatching(/^[\w-]{32}$/) as string,
      exp: clock.nowSec + 300,
    });
    const said = JSON.stringify(payload);
    for (const part of [DE_PHONE.slice(3), ...secret.split('-')]) expect(said).not.toContain(part);
  });

  it('binds its number as a challenge does', async () => {
    const { invite, take } = setUpInbound({ random: (length) => new Uint8Array(length).fill(7) });
    const { ticket } = await invite();
    const { payload } = readJws(ticket);
    expect(payload['dst']).toBe(bindDst('k2', payload['tid'] as string, DE_PHONE));
    expect(await take(ticket)).toEqual({ ok: false, code: 'inbound-pending' });
  });

  it('is not in what onVerdict is shown, which names the way', async () => {
    const { gate, events, invite } = setUpInbound();
    const { secret, ticket } = await invite();
    await gate.send(facts(undefined), (permit) => send(permit, ''));
    expect(events).toHaveLength(2);
    for (const { verdict } of events) expect(verdict).toMatchObject({ kind: 'step-up', ways: INBOUND_WAYS });
    const shown = inspect(events, { depth: 20 }) + JSON.stringify(events);
    for (const part of [secret, ticket, OWN_NUMBER, 'ticket']) expect(shown).not.toContain(part);
  });
});

describe('the answer to a verdict that invites', () => {
  it('carries the ways in order, the last with what the page shows', async () => {
    const { gate } = setUpInbound();
    const { status, body } = verdictReply(refused(await gate.admit(facts(undefined))));
    expect(status).toBe(403);
    expect(body).toEqual({ code: 'step-up', ways: INBOUND_WAYS, inbound: INVITATION });
  });

  it('carries them beside the wait of a delay', async () => {
    const { ask, text } = setUpMoney({ ...INBOUND_OPTIONS });
    await text({ phone: DE_PHONE });
    const { status, headers, body } = verdictReply(refused(await ask({ phone: DE_PHONE })));
    expect([status, headers['retry-after']]).toEqual([429, '30']);
    expect(body).toEqual({ code: 'try-later', retryAfterSec: 30, ways: INBOUND_WAYS, inbound: INVITATION });
  });

  it('carries the ways of a full hour, without an invitation where the action has none', async () => {
    const { ask, textEach } = setUpMoney({ ...INBOUND_OPTIONS });
    await textEach(4);
    const { body } = verdictReply(refused(await ask({ action: 'login' })));
    expect(body).toEqual({ code: 'try-later', retryAfterSec: expect.any(Number) as number, ways: WAYS });
  });
});
