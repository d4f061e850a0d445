import type { Signals } from '@tollgate/core';
import { describe, expect, it } from 'vitest';
import type { Facts } from '../src/facts.js';
import type { IpPlace } from '../src/ip-data.js';
import { freshPhone } from './support/phones.js';
import { createTestGate, facts, ORIGIN } from './support/test-gate.js';
import { freshAddress, PLAIN_SIGNALS, Visitor } from './support/visitor.js';

const WINDOWS = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)';
const CHROME = `${WINDOWS} Chrome/156.0.0.0 Safari/537.36`;
const PIXEL =
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Mobile Safari/537.36';
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0';
const BRANDS = '"Chromium";v="156", "Google Chrome";v="156", "Not?A_Brand";v="24"';

interface Seen {
  readonly signals?: Signals;
  readonly headers?: Facts['headers'];
  readonly origin?: string;
  readonly place?: IpPlace;
  readonly asn?: number;
  readonly phone?: string;
}

const english = (agent: string, more = {}) => ({ 'user-agent': agent, 'accept-language': 'en-GB,en;q=0.9', ...more });
const hinted = (agent: string, platform: string, mobile = '?0') =>
  english(agent, { 'sec-ch-ua': BRANDS, 'sec-ch-ua-platform': `"${platform}"`, 'sec-ch-ua-mobile': mobile });

/** What the gate noticed about a request whose token holds; to a German number unless told otherwise. */
async function noticed({ signals = {}, headers = english(CHROME), origin = ORIGIN, place, asn, phone }: Seen) {
  const { gate } = createTestGate({
    work: { p: 1, k: 1 },
    elsewhere: { perDayUsd: 50 },
    ipData: { lookUp: () => place },
    hostingAsns: [64_500],
  });
  const visitor = await Visitor.at(gate);
  const to = phone ?? freshPhone();
  const token = await visitor.token({ phone: to, origin }, { signals: { ...PLAIN_SIGNALS, ...signals } });
  const asked = { phone: to, origin, headers, ip: freshAddress(), ...(asn !== undefined && { asn }) };
  const { impression, tier } = await gate.admit(facts(token, asked));
  return { tier, standing: impression?.standing, names: impression?.evidence.map(({ name }) => name) };
}

const CLEAR = { tier: 'cold', standing: 'clear', names: [] };
const unclear = (...names: string[]) => ({ tier: 'cold', standing: 'unclear', names });
const flagged = (...names: string[]) => ({ tier: 'flagged', standing: 'flagged', names });

describe('nothing is noticed about', () => {
  it.each<[string, Seen]>([
    ['a desktop browser with client hints', { headers: hinted(CHROME, 'Windows') }],
    ['a phone with client hints', { headers: hinted(PIXEL, 'Android', '?1'), signals: { touch: { v: 5 } } }],
    [
      'a phone that asks for the desktop’s page',
      { headers: hinted(FIREFOX.replace('Gecko/20100101', 'AppleWebKit/537.36 Chrome/156.0.0.0'), 'Android') },
    ],
    ['Safari on a phone, which sends no client hints', { headers: english(IPHONE), signals: { touch: { v: 5 } } }],
    ['Firefox, which sends none either', { headers: english(FIREFOX) }],
    ['Edge on a desktop', { headers: hinted(`${CHROME} Edg/156.0.0.0`, 'Windows') }],
    ['Edge on a phone', { headers: hinted(`${PIXEL} EdgA/156.0.0.0`, 'Android', '?1'), signals: { touch: { v: 5 } } }],
    ['a CDN that puts its own name in place of the browser’s', { headers: { 'user-agent': 'Amazon CloudFront' } }],
    [
      'a browser that does not know its zone',
      { signals: { timeZone: { v: 'Etc/Unknown' } }, place: { country: 'DE' } },
    ],
    ['a browser that names an offset', { signals: { timeZone: { v: '+05:30' } }, place: { country: 'DE' } }],
    [
      'somebody at home where no zone is its country’s',
      { signals: { timeZone: { v: 'Europe/Belgrade' } }, place: { country: 'XK' }, phone: '+38344123456' },
    ],
    ['a site that hands no headers on', { headers: {} }],
    ['an app, whatever its headers are', { origin: 'app:shop', headers: { 'user-agent': 'okhttp/5.1.0' } }],
    ['somebody who reads a second language first', { signals: { languages: { v: ['de-AT', 'en'] } } }],
    ['a header that accepts any language', { headers: english(CHROME, { 'accept-language': '*' }) }],
    ['somebody at home', { signals: { timeZone: { v: 'Europe/Berlin' } }, place: { country: 'DE' } }],
    [
      'a time zone under its former name',
      { signals: { timeZone: { v: 'Asia/Calcutta' } }, place: { country: 'IN' }, phone: '+919876543210' },
    ],
    [
      'somebody abroad whose address is at home',
      { signals: { timeZone: { v: 'Etc/GMT+3' } }, place: { country: 'DE' } },
    ],
    [
      'Firefox where it resists fingerprinting',
      { signals: { timeZone: { v: 'Atlantic/Reykjavik' } }, place: { country: 'DE' } },
    ],
    [
      'a number that a browser filled in after one press',
      { signals: { interactions: { v: { keys: 0, pointer: 1, pastes: 0 } }, pageMs: { v: 1_000 } } },
    ],
    [
      'somebody who held a key',
      { signals: { interactions: { v: { keys: 120, pointer: 0, pastes: 0 } }, pageMs: { v: 1_000 } } },
    ],
    ['an address of which nothing is known', { place: {}, signals: { timeZone: { v: 'Europe/Berlin' } } }],
  ])('%s', async (_, seen) => {
    expect(await noticed(seen)).toEqual(CLEAR);
  });
});

describe('automation is', () => {
  it.each<[string, string, Seen]>([
    ['a browser that says so', 'webdriver-on', { signals: { webdriver: { v: true } } }],
    ['what BotD recognises', 'bot-detected', { signals: { bot: { v: { bot: true, kind: 'headless_chrome' } } } }],
    [
      'a headless browser by its name',
      'agent-automated',
      { headers: english(CHROME.replace('Chrome', 'HeadlessChrome')) },
    ],
    [
      'a headless browser by its hints',
      'agent-automated',
      { headers: { ...hinted(CHROME, 'Windows'), 'sec-ch-ua': BRANDS.replace('Google ', 'Headless') } },
    ],
    ['a program that is no browser', 'agent-automated', { headers: english('python-requests/2.32') }],
    [
      'more presses than an hour has room for',
      'counts-absurd',
      { signals: { interactions: { v: { keys: 999_999, pointer: 0, pastes: 0 } } } },
    ],
  ])('%s', async (_, name, seen) => {
    expect(await noticed(seen)).toEqual(flagged(name));
  });
});

describe('a contradiction is', () => {
  it.each<[string, string, Seen]>([
    ['hints of another system', 'hints-contradict', { headers: hinted(CHROME, 'Linux') }],
    ['hints from a browser that sends none', 'hints-contradict', { headers: hinted(FIREFOX, 'Linux') }],
    [
      'languages that the header does not name',
      'languages-contradict',
      { signals: { languages: { v: ['ru-RU', 'ru'] } } },
    ],
  ])('%s', async (_, name, seen) => {
    expect(await noticed(seen)).toEqual(flagged(name));
  });
});

describe('a doubt alone keeps a device cold and flags nobody:', () => {
  const berlin: Signals = { timeZone: { v: 'Europe/Berlin' } };
  it.each<[string, readonly string[], Seen]>([
    [
      'a phone without touch',
      ['touch-missing'],
      { headers: hinted(PIXEL, 'Android', '?1'), signals: { touch: { v: 0 } } },
    ],
    ['a browser without a name', ['headers-missing'], { headers: { 'accept-language': 'en' } }],
    ['an address abroad', ['time-zone-elsewhere'], { signals: berlin, place: { country: 'NL' } }],
    ['a time zone that is not known', ['time-zone-unknown'], { signals: { timeZone: { v: 'Mars/Olympus' } } }],
    ['a hosting network', ['network-hosting'], { asn: 64_500 }],
    ['a hosting network by the operator’s data', ['network-hosting'], { place: { asn: 64_500 } }],
    [
      'a VPN, however many doubts it raises',
      ['time-zone-elsewhere', 'network-hosting'],
      { signals: berlin, place: { country: 'NL', asn: 64_500 } },
    ],
    ['a traveller', ['number-elsewhere'], { signals: { timeZone: { v: 'Asia/Tokyo' } }, place: { country: 'JP' } }],
    [
      'a traveller of whose address nothing is known',
      ['number-elsewhere'],
      { signals: { timeZone: { v: 'Asia/Tokyo' } } },
    ],
    [
      'a form that nobody touched',
      ['form-untouched'],
      { signals: { interactions: { v: { keys: 0, pointer: 0, pastes: 0 } } } },
    ],
    ['a form that was sent at once', ['page-hurried'], { signals: { pageMs: { v: 999 } } }],
    [
      'both of these',
      ['form-untouched', 'page-hurried'],
      { signals: { pageMs: { v: 3 }, interactions: { v: { keys: 0, pointer: 0, pastes: 0 } } } },
    ],
  ])('%s', async (_, names, seen) => {
    expect(await noticed(seen)).toEqual(unclear(...names));
  });

  it('two of different causes flag a request', async () => {
    const seen: Seen = { signals: { timeZone: { v: 'Asia/Tokyo' } }, place: { country: 'JP' }, asn: 64_500 };
    expect(await noticed(seen)).toEqual(flagged('network-hosting', 'number-elsewhere'));
  });
});

describe('what is missing', () => {
  it('is no evidence, and keeps a device cold: a fifth of honest phones say nothing', async () => {
    for (const name of ['languages', 'timeZone', 'webdriver', 'interactions', 'pageMs'] as const) {
      expect(await noticed({ signals: { [name]: { e: 'blocked' } } }), name).toEqual(unclear());
    }
    expect(
      await noticed({ signals: { touch: { e: 'off' }, bot: { e: 'blocked' }, visitor: { e: 'timeout' } } }),
    ).toEqual(CLEAR);
  });
});

describe('headers are as hostile as any input:', () => {
  const huge = 'Mozilla/5.0 ('.repeat(50_000);
  it.each<[string, Facts['headers']]>([
    ['endless ones', { 'user-agent': huge, 'accept-language': huge, 'sec-ch-ua': huge, 'sec-ch-ua-platform': huge }],
    ['lists', { 'user-agent': [CHROME, huge], 'accept-language': ['en'], 'sec-ch-ua': [] }],
    ['empty ones', { 'user-agent': '', 'accept-language': '' }],
    ['none that is a text', { 'user-agent': 7, 'accept-language': {}, 'sec-ch-ua': [null] } as never],
    ['names of members that every object has', { constructor: 'x', __proto__: 'x', toString: 'x' }],
    ['platforms of such names', english(CHROME, { 'sec-ch-ua': BRANDS, 'sec-ch-ua-platform': '"constructor"' })],
  ])('%s end in a verdict', async (_, headers) => {
    const { tier } = await noticed({ headers });
    expect(['cold', 'flagged']).toContain(tier);
  });

  it('a site that hands none on, or those of a fetch request, is judged like any other', async () => {
    const { gate } = createTestGate();
    const visitor = await Visitor.at(gate);
    const without = { ...facts(await visitor.token()), headers: undefined };
    expect((await gate.admit(without as never)).tier).toBe('cold');
    const phone = freshPhone();
    const headers = new Headers({ 'user-agent': 'curl/8', 'accept-language': 'en' });
    const fetched = { ...facts(await visitor.token({ phone }), { phone }), headers };
    expect((await gate.admit(fetched as never)).tier).toBe('flagged');
  });

  it('what is kept of them is bounded, and quoted', async () => {
    const { gate, events } = createTestGate();
    const visitor = await Visitor.at(gate);
    const agent = `curl/8\n"${'x'.repeat(2_000)}`;
    const token = await visitor.token();
    await gate.admit(facts(token, { headers: { 'user-agent': agent, 'accept-language': 'en' } }));
    const detail = events[0]?.verdict.impression?.evidence[0]?.detail ?? '';
    expect(detail.length).toBe(200);
    expect(detail).toMatch(/^\["curl\/8\\n\\"x+$/);
  });
});

describe('the data of addresses', () => {
  it('is asked for plain addresses alone, however a proxy writes them', async () => {
    const asked: string[] = [];
    const { gate } = createTestGate({
      ipData: {
        lookUp: (ip) => {
          asked.push(ip);
          return undefined;
        },
      },
    });
    const visitor = await Visitor.at(gate);
    const spelled = [
      '198.51.100.7',
      '::ffff:198.51.100.7',
      '198.51.100.7:443',
      '[2001:db8::1]:443',
      '64:ff9b::c633:6407',
    ];
    for (const ip of [...spelled, '0306.51.100.7', '1.2', 'localhost', undefined]) {
      const phone = freshPhone();
      await gate.admit(facts(await visitor.token({ phone }), { phone, ip }));
    }
    expect(asked).toEqual(['198.51.100.7', '198.51.100.7', '198.51.100.7', '2001:db8:0:0:0:0:0:1', '198.51.100.7']);
  });

  it.each<[string, unknown]>([
    ['nothing, as null', { country: null, asn: null }],
    ['no country', { country: 'EU' }],
    ['a country in another case', { country: 'nl' }],
    ['numbers as texts', { asn: '64500' }],
    ['numbers out of range', { asn: -1 }],
    ['no object', 7],
    ['null', null],
  ])('that answers %s knows nothing', async (_, place) => {
    const seen = { signals: { timeZone: { v: 'Europe/Berlin' } }, place } as Seen;
    expect(await noticed(seen)).toEqual(CLEAR);
  });

  it('that throws knows nothing', async () => {
    const { gate } = createTestGate({
      ipData: {
        lookUp: () => {
          throw new Error('gone');
        },
      },
    });
    const visitor = await Visitor.at(gate);
    expect((await gate.admit(facts(await visitor.token()))).impression).toEqual({ standing: 'clear', evidence: [] });
  });

  it('gives networks their numbers where the site’s CDN does not', async () => {
    const { gate, store } = createTestGate({ ipData: { lookUp: () => ({ asn: 64_511 }) } });
    const visitor = await Visitor.at(gate);
    await gate.admit(facts(await visitor.token()));
    const [byData, byCdn] = await store.snapshot(['as:64511', 'as:64512']);
    expect([byData?.hour.all, byCdn?.hour.all]).toEqual([1, 0]);
    const other = freshPhone();
    await gate.admit(facts(await visitor.token({ phone: other }), { phone: other, asn: 64_512 }));
    expect((await store.snapshot(['as:64511', 'as:64512'])).map(({ hour }) => hour.all)).toEqual([1, 1]);
  });

  it('that cannot be had stops the start', async () => {
    const { gate } = createTestGate({
      ipData: { lookUp: () => undefined, ready: () => Promise.reject(new Error('no file')) },
    });
    await expect(gate.ready()).rejects.toMatchObject({ code: 'ip-data-unreadable', cause: { message: 'no file' } });
  });
});
