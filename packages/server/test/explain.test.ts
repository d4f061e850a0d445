import { CODES, type Code, codeRow } from '@tollgate/core';
import { describe, expect, it } from 'vitest';
import { EVIDENCE_ROWS } from '../src/evidence/evidence-rows.js';
import { CODE_SENTENCES, explain } from '../src/explain.js';
import { recordOf, type Verdict } from '../src/verdict.js';
import { setUpMoney } from './support/money-setup.js';
import { freshPhone } from './support/phones.js';
import { createTestGate, DE_PHONE, facts, refused, UZ_PHONE } from './support/test-gate.js';
import { Visitor } from './support/visitor.js';

/** Written out once more: one that was swapped with another would not be noticed by comparing the table with itself. */
const SENTENCES: Readonly<Record<string, string>> = {
  'facts-invalid': 'The site’s own code handed over facts that are wrong.',
  'action-unknown': 'The form’s action is not one of the gate’s.',
  'channel-unknown': 'The channel is neither a text nor a call.',
  'origin-refused': 'The request came from an origin that is not one of the gate’s.',
  'number-invalid': 'What was typed cannot be a number.',
  'number-unassigned': 'The number is one that its country has not assigned.',
  'number-premium-rate': 'The number is a premium-rate one.',
  'number-shared-cost': 'The number is a shared-cost one.',
  'number-satellite': 'The number belongs to a satellite or another global network.',
  'number-pager': 'The number is a pager’s.',
  'price-invalid': 'The operator’s prices have no usable price for the number.',
  'token-missing': 'The form came without a token: no script ran, or none of ours.',
  'token-too-long': 'The token is longer than any of ours.',
  'token-encoding-invalid': 'The token is not written as ours are.',
  'token-header-invalid': 'The token’s header is not one of ours.',
  'device-key-invalid': 'The token names a device key that is none.',
  'token-payload-invalid': 'The token’s content does not have the shape of ours.',
  'token-version-unsupported': 'The token is of another wire version.',
  'proof-malformed': 'The token’s proof cannot be read.',
  'signals-invalid': 'The token’s signals are not of the shape that browsers send.',
  'client-data-invalid': 'The token’s client data is not a bounded text.',
  'extension-invalid': 'The token’s extension is not a bounded object.',
  'challenge-encoding-invalid': 'The challenge in the token is not written as ours are.',
  'challenge-header-invalid': 'The challenge’s header is not one of ours.',
  'challenge-payload-invalid': 'The challenge’s content does not have the shape of ours.',
  'challenge-key-unknown': 'The challenge names a key that this gate does not have.',
  'challenge-forged': 'The challenge was not made by this site.',
  'challenge-version-unsupported': 'The challenge is of another wire version.',
  'challenge-early': 'The challenge is from the future: clocks of this site’s servers differ.',
  'challenge-expired': 'The challenge is older than 15 minutes.',
  'site-mismatch': 'The challenge was made for another site.',
  'action-mismatch': 'The token was made for another form.',
  'channel-mismatch': 'The token was made for the other channel.',
  'origin-mismatch': 'The token was made on another origin.',
  'puzzle-unknown': 'The challenge names a puzzle that there is not.',
  'puzzle-refused': 'The challenge is over a puzzle that this gate does not hand out.',
  'work-out-of-bounds': 'The challenge asks other work than this gate does.',
  'number-mismatch': 'The token was made for another number.',
  'number-unpriced': 'The work was done before a number was named: the rest is asked for.',
  'proof-too-long': 'The proof has more pieces than were asked for.',
  'nonce-out-of-range': 'The proof has a nonce that no searcher comes to.',
  'proof-wrong': 'The work was not done.',
  'proof-short': 'A part of the work is missing: the rest is asked for.',
  'signature-wrong': 'The token is not signed by the device that it names.',
  'client-data-mismatch': 'The token’s client data is not what the page was given.',
  'token-used': 'The token was used before.',
  'idempotency-mismatch': 'The token was used before, under another idempotency key.',
  'in-progress': 'The same text is being sent at this moment.',
  'number-spacing': 'The number was texted a short time ago, or too often.',
  'device-exhausted': 'The device has too many numbers open, or too many texts whose codes were not entered.',
  'country-refused': 'Strangers’ numbers of this country are not texted.',
  'prefix-closed': 'The operator has closed the number’s prefix to strangers.',
  'cap-reached': 'The site’s cap is reached.',
  'pool-busy': 'The hour’s share of the pool is out, and codes may still come back: there will be room soon.',
  'pool-exhausted': 'The pool has no room for another text.',
  'block-exhausted': 'The number’s block of a million has no room for another text.',
  'range-exhausted': 'The number’s range of ten thousand has no room for another text.',
  'store-degraded': 'The store lost writes, and is closed to strangers until the operator or an hour has passed.',
  'store-unavailable': 'The store did not answer.',
};

const codes = (Object.keys(CODES) as Code[]).filter((code) => codeRow(code).kind !== undefined);

describe('explain', () => {
  it('has a sentence of its own for every code that a verdict can carry, and for no other', () => {
    expect(Object.keys(CODE_SENTENCES).sort()).toEqual([...codes].sort());
    expect(CODE_SENTENCES).toEqual(SENTENCES);
    const sentences = Object.values(CODE_SENTENCES);
    expect(new Set(sentences).size).toBe(sentences.length);
    for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z][^.]+\.$/);
  });

  it('begins with the decision and what its code means', () => {
    for (const code of codes) {
      const { kind = 'deny' } = codeRow(code);
      const cost = { work: undefined, price: undefined, exposure: undefined };
      const verdict = { kind, code, reasons: [code], cost } as Verdict;
      expect(explain(verdict)).toEqual([`${kind}: ${SENTENCES[code]}`]);
    }
  });

  it('tells of an ordinary text whose room it used, its price, its pool and its work', async () => {
    const { ask, text } = setUpMoney();
    await text();
    expect(explain(await ask())).toEqual([
      'allow: A text may go out.',
      'Tier cold: neither the number nor the device has a history that counts here.',
      "It costs $0.1000 (1 segment; by prefix 49, as of 2026-01-01; source: the operator's own price).",
      'Before it, $0.1000 of $0.4500 of pool:DE were used; the fullest of its places was less than half full.',
      'Work shown: 1 expected hashes, 0.00 seconds of a server’s core; a million such proofs cost an attacker $0.0000 on rented cores, $0.0000 on rented GPUs.',
    ]);
  });

  it('tells the same of the record that a log has', async () => {
    const { ask } = setUpMoney();
    const verdict = await ask();
    expect(explain(recordOf(verdict))).toEqual(explain(verdict));
  });

  it('names segments and a fee where there are any', async () => {
    const prices = { asOf: '2026-01-01', smsUsd: { '49': 0.1 }, feeUsd: 0.05 };
    const { gate } = createTestGate({ prices });
    const verdict = await gate.admit(facts(await (await Visitor.at(gate)).token(), { segments: 2 }));
    expect(explain(verdict)).toContain(
      "It costs $0.2500 (2 segments and a fee of $0.0500; by prefix 49, as of 2026-01-01; source: the operator's own price).",
    );
  });

  it('says so where no prefix of the table fits', async () => {
    const { gate } = createTestGate({ prices: { asOf: '2026-01-01', usdOf: () => 0.2 } });
    const verdict = await gate.admit(facts(await (await Visitor.at(gate)).token()));
    expect(explain(verdict)[2]).toMatch(/^It costs \$0\.2000 \(1 segment; by no prefix of the table, as of /);
  });

  it('tells known and warm from cold', async () => {
    const { ask, warmDevice } = setUpMoney();
    expect(explain(await ask({ by: await warmDevice() }))[1]).toBe(
      'Tier warm: a code was entered for a text of this device in the last 90 days.',
    );
    expect(explain(await ask({ known: true }))[1]).toBe(
      'Tier known: the number was verified or trusted here before, or is on the site’s record.',
    );
  });

  it('names the limit that was full, and how hot its places are', async () => {
    const { ask, textEach } = setUpMoney();
    await textEach(4);
    expect(explain(await ask())).toEqual([
      'delay: The hour’s share of the pool is out, and codes may still come back: there will be room soon.',
      'Full was the limit of pool:DE for money out whose codes were not entered within an hour.',
      'Tier cold: neither the number nor the device has a history that counts here.',
      "It costs $0.1000 (1 segment; by prefix 49, as of 2026-01-01; source: the operator's own price).",
      expect.stringMatching(/^Before it, \$0\.\d{4} of \$0\.4500 of pool:DE were used; .* was at least 80 % full\.$/),
      expect.stringMatching(/^Work shown: /),
    ]);
  });

  it.each([
    ['pool-exhausted', 'pool:DE', 'untrusted', 'day', 'money out that is not trusted within a day'],
    ['pool-exhausted', 'pool:DE', 'exposed', 'day', 'money out whose codes were not entered within a day'],
    ['cap-reached', 'site', 'all', 'hour', 'all money within an hour'],
    ['cap-reached', 'site', 'all', 'month', 'all money within 30 days'],
  ] as const)('names the limit that was full: %s, %s, %s, %s', async (code, meter, sum, window, said) => {
    const refusal = refused(await setUpMoney().gate.admit(facts(undefined)));
    const verdict = { ...refusal, code, reasons: [code, meter, sum, window] };
    expect(explain(verdict)[1]).toBe(`Full was the limit of ${meter} for ${said}.`);
  });

  it.each([
    [0, 'less than half full'],
    [50, 'at least 50 % full'],
    [80, 'at least 80 % full'],
  ] as const)('says how hot its places were: %s', async (heat, said) => {
    const exposure = { pool: 'pool:DE', usedMicroUsd: 100_000, limitMicroUsd: 450_000, heat };
    const verdict = await setUpMoney().ask();
    expect(explain({ ...verdict, cost: { ...verdict.cost, exposure } }).join(' ')).toContain(`was ${said}`);
  });

  it('says that a permit is the one of before', async () => {
    const { gate } = createTestGate();
    const asked = facts(await (await Visitor.at(gate)).token(), { idempotencyKey: 'one' });
    await gate.admit(asked);
    expect(explain(await gate.admit(asked))[0]).toBe(
      'allow: The same text was allowed before: this is its permit again.',
    );
  });

  it('says what shadow mode did not do', async () => {
    const { ask, textEach } = setUpMoney({ mode: 'shadow' });
    await textEach(4);
    expect(explain(await ask()).slice(0, 3)).toEqual([
      'allow, in shadow mode. It would have been delay: The hour’s share of the pool is out, and codes may still come back: there will be room soon.',
      'Full was the limit of pool:DE for money out whose codes were not entered within an hour.',
      'Tier cold: neither the number nor the device has a history that counts here.',
    ]);
  });

  it('says why a browser is not believed', async () => {
    const { gate } = createTestGate();
    const visitor = await Visitor.at(gate);
    const silent = await gate.admit(facts(await visitor.token({}, { signals: {} })));
    expect(explain(silent)[2]).toBe('The browser said too little of itself for the warm tier.');
  });

  it('says each thing that was noticed in a sentence, with what was seen', async () => {
    const { gate } = createTestGate({ hostingAsns: [64_500], ipData: { lookUp: () => ({ country: 'NL' }) } });
    const visitor = await Visitor.at(gate);
    const agent = 'Mozilla/5.0 (Linux; Android 10; K) Gecko/153.0 Firefox/153.0 Mobile Headless';
    const signals = {
      webdriver: { v: true },
      bot: { v: { bot: true } },
      languages: { v: ['ru'] },
      timeZone: { v: 'Asia/Tokyo' },
      touch: { v: 0 },
      interactions: { v: { keys: 900, pointer: 0, pastes: 0 } },
      pageMs: { v: 5 },
    };
    const token = await visitor.token({}, { signals });
    const headers = { 'user-agent': agent, 'accept-language': 'de', 'sec-ch-ua': '"Chromium";v="156"' };
    const [, , ...told] = explain(await gate.admit(facts(token, { headers, asn: 64_500 })));
    expect(told.slice(0, 10)).toEqual([
      'automation: The browser says that a program drives it (navigator.webdriver). [true]',
      'automation: BotD recognises automation. ["unnamed"]',
      `automation: The headers name a browser without a window, a crawler, or a program that is no browser. ["${agent}"]`,
      `contradiction: The client hints name another browser or system than the User-Agent. ["\\"Chromium\\";v=\\"156\\"","","${agent}"]`,
      'contradiction: The page is told other languages than the Accept-Language header. [["ru"],"de"]',
      `doubt: The browser of a phone has no touch screen. [0,"${agent}"]`,
      'doubt: The address is in a country that does not use the browser’s time zone. ["Asia/Tokyo","NL"]',
      'doubt: The address belongs to a hosting provider. [true]',
      'doubt: Neither the address nor the time zone is in the country of the number. ["DE","NL",["JP","AU"]]',
      'automation: There were more key presses and pointer presses than the time on the page has room for. [{"keys":900,"pointer":0,"pastes":0},5]',
    ]);
  });

  it('says the rest of what can be noticed', async () => {
    const { gate } = createTestGate();
    const visitor = await Visitor.at(gate);
    const signals = {
      timeZone: { v: 'Nowhere' },
      interactions: { v: { keys: 0, pointer: 0, pastes: 0 } },
      pageMs: { v: 5 },
    };
    const verdict = await gate.admit(
      facts(await visitor.token({}, { signals }), { headers: { host: 'shop.example' } }),
    );
    expect(explain(verdict).slice(1, 6)).toEqual([
      'Tier flagged: evidence speaks against the request, and half of the room is left to others.',
      'doubt: Headers that every browser sends are missing (User-Agent, Accept-Language). [false,false]',
      'doubt: The browser names a time zone that is not known. ["Nowhere"]',
      'doubt: Nobody pressed a key or a pointer, or pasted anything, on the page. [{"keys":0,"pointer":0,"pastes":0}]',
      'doubt: The form was sent within a second of the page’s beginning. [5]',
    ]);
    expect(EVIDENCE_ROWS).toHaveLength(14);
  });

  it('never has a number or an address', async () => {
    const { gate, events } = createTestGate();
    const visitor = await Visitor.at(gate);
    for (const phone of [DE_PHONE, UZ_PHONE, freshPhone()]) {
      const verdict = await gate.admit(facts(await visitor.token({ phone }), { phone }));
      const text = [...explain(verdict), JSON.stringify(events)].join(' ');
      expect(text).not.toContain(phone.slice(1, -2));
      expect(text).not.toContain('203.0.113.7');
    }
  });
});
