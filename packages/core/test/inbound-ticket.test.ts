import { describe, expect, it } from 'vitest';
import { decodeInboundTicket, encodeInboundTicket, type InboundTicket } from '../src/inbound-ticket.js';
import { LIMITS } from '../src/limits.js';
import { base64url, type Part, rawJws, rawJwsOf, respellLast, without, withMemberText } from './raw-jws.js';

const MAC = new Uint8Array(32).fill(7);
const header = { alg: 'HS256', kid: 'k-1', typ: 'tollgate-inbound+jwt' };
const payload = {
  v: 1,
  site: 'shop.example',
  tid: base64url(new Uint8Array(16).fill(1)),
  act: 'signup',
  dst: base64url(new Uint8Array(24).fill(2)),
  exp: 1_800_000_300,
};
const good = rawJws(header, payload, MAC);
const INVALID = { ok: false, code: 'inbound-ticket-invalid' };
const decodeParts = (first: Part, second: Part) => decodeInboundTicket(rawJws(first, second, MAC));

describe('an inbound ticket', () => {
  it('is read, and decodes to what was encoded', async () => {
    const ticket: InboundTicket = {
      site: 's'.repeat(LIMITS.siteMaxChars),
      tid: new Uint8Array(16).fill(5),
      action: 'a'.repeat(LIMITS.actionMaxChars),
      dst: new Uint8Array(24).fill(6),
      expSec: 8_640_000_000_000,
    };
    const kid = 'k'.repeat(LIMITS.kidMaxChars);
    expect(decodeInboundTicket(await encodeInboundTicket(ticket, kid, () => MAC))).toMatchObject({
      ok: true,
      value: { kid, ticket, mac: MAC },
    });
    expect(decodeInboundTicket(good)).toMatchObject({ ok: true, value: { kid: 'k-1' } });
  });

  it('may be 1,024 characters long and not one more', () => {
    expect(decodeInboundTicket(rawJwsOf(1_024, header, payload, MAC))).toMatchObject({ ok: true });
    expect(decodeInboundTicket(rawJwsOf(1_025, header, payload, MAC))).toEqual(INVALID);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['an object', { ticket: good }],
    ['an empty text', ''],
    ['padding', `${good}=`],
    ['a line end', `${good}\n`],
    ['a respelled signature', respellLast(good)],
    ['a fourth part', `${good}.AAAA`],
    ['a signature of 16 bytes', rawJws(header, payload, MAC.subarray(16))],
  ])('is refused with %s', (_, text) => {
    expect(decodeInboundTicket(text)).toEqual(INVALID);
  });

  it.each<[string, Part]>([
    ['another algorithm', { ...header, alg: 'none' }],
    ['the type of a permit', { ...header, typ: 'tollgate-permit+jwt' }],
    ['one more member', { ...header, jku: 'https://evil.example' }],
    ['no kid', without(header, 'kid')],
    ['a kid twice', withMemberText(header, '"kid":"k-1"')],
  ])('is refused whose header has %s', (_, part) => {
    expect(decodeParts(part, payload)).toEqual(INVALID);
  });

  it.each<[string, Part]>([
    ...Object.keys(payload).map((member): [string, Part] => [`no ${member}`, without(payload, member)]),
    ['another version', { ...payload, v: 2 }],
    ['a site that is none', { ...payload, site: 'Shop' }],
    ['an id of 15 bytes', { ...payload, tid: base64url(new Uint8Array(15)) }],
    ['an action that is none', { ...payload, act: 'Sign up' }],
    ['a number that is bound too short', { ...payload, dst: base64url(new Uint8Array(23)) }],
    ['a time that is none', { ...payload, exp: -1 }],
    ['a number in clear', { ...payload, phone: '+4915112345678' }],
    ['a member twice', withMemberText(payload, '"act":"signup"')],
  ])('is refused whose payload has %s', (_, part) => {
    expect(decodeParts(header, part)).toEqual(INVALID);
  });
});
