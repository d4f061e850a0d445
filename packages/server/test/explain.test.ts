import { CODES, type Code, codeRow } from '@tollgate/core';
import { describe, expect, it } from 'vitest';
import { EVIDENCE_ROWS } from '../src/evidence/evidence-rows.js';
import { CODE_SENTENCES, explain } from '../src/explain.js';
import { recordOf, type Verdict } from '../src/verdict.js';
import { setUpMoney } from './support/money-setup.js';
import { freshPhone } from './support/phones.js';
import { createTestGate, DE_PHONE, facts, UZ_PHONE } from './support/test-gate.js';
import { Visitor } from './support/visitor.js';

const codes = (Object.keys(CODES) as Code[]).filter((code) => codeRow(code).kind !== undefined);

describe('explain', () => {
  it('has a sentence of its own for every code that a verdict can carry, and for no other', () => {
    expect(Object.keys(CODE_SENTENCES).sort()).toEqual([...codes].sort());
    const sentences = Object.values(CODE_SENTENCES);
    expect(new Set(sentences).size).toBe(sentences.length);
    for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z][^.]+\.$/);
  });

  it('begins with the decision and what its code means', () => {
    for (const code of codes) {
      const { kind = 'deny' } = codeRow(code);
      const cost = { work: undefined, price: undefined, exposure: undefined };
      const verdict = { kind, code, reasons: [code], cost } as Verdict;
      expect(explain(verdict)).toEqual([`${kind}: ${CODE_SENTENCES[code as keyof typeof CODE_SENTENCES]}`]);
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
