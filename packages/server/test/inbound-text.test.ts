import { describe, expect, it } from 'vitest';
import { createGate } from '../src/gate.js';
import { INBOUND_OPTIONS, OWN_NUMBER, setUpInbound } from './support/inbound-setup.js';
import { DE_PHONE, OTHER_DE_PHONE, testOptions } from './support/test-gate.js';

const TAKEN = { ok: true, value: true };
const refusal = (code: string) => ({ ok: false, code });

describe('a text to the site', () => {
  it('is taken with the secret that its sender was shown', async () => {
    const { invite, text, store } = setUpInbound();
    expect(await text((await invite()).secret)).toEqual(TAKEN);
    expect(store.calls).toEqual(['mark']);
  });

  it.each<[string, (secret: string) => string]>([
    ['in small letters', (secret) => secret.toLowerCase()],
    ['without dashes', (secret) => secret.replaceAll('-', '')],
    ['with spaces for dashes, and around', (secret) => `  ${secret.replaceAll('-', ' ')}\n`],
    ['with the dashes that a keyboard makes of them', (secret) => secret.replace('-', '–').replace('-', '—')],
    ['in quotation marks, with a full stop', (secret) => `“${secret}”.`],
    ['with marks of writing direction', (secret) => `\u200e${secret}\u202c`],
    ['with letters for the digits they look like', (secret) => secret.replaceAll('0', 'O').replaceAll('1', 'l')],
  ])('is read %s', async (_, write) => {
    const { invite, text } = setUpInbound();
    for (let turn = 0; turn < 8; turn++) expect(await text(write((await invite()).secret))).toEqual(TAKEN);
  });

  it.each<[string, (secret: string) => unknown]>([
    ['nothing', () => undefined],
    ['a number', () => 123_456_789_012],
    ['a list', (secret) => [secret]],
    ['an empty text', () => ''],
    ['other words', () => 'Hello, is this the shop?'],
    ['words beside the secret', (secret) => `My code is ${secret}`],
    ['a character less', (secret) => secret.slice(0, -1)],
    ['a character more', (secret) => `${secret}0`],
    ['two secrets', (secret) => `${secret} ${secret}`],
    ['a letter of no secret', (secret) => `U${secret.slice(1)}`],
    ['digits of another script', (secret) => `٣${secret.slice(1)}`],
    ['more than 64 characters', (secret) => secret.padEnd(65)],
    ['a million characters', () => '-'.repeat(1_000_000)],
  ])('with %s is malformed, and nothing is stored', async (_, change) => {
    const { invite, text, store } = setUpInbound();
    const { secret } = await invite();
    expect(await text(change(secret))).toEqual(refusal('inbound-text-malformed'));
    expect(store.calls).toEqual([]);
  });

  it('with any one character changed is wrong, and nothing is stored', async () => {
    const { invite, text, store } = setUpInbound();
    const letters = (await invite()).secret.replaceAll('-', '');
    for (let at = 0; at < letters.length; at++) {
      const other = letters[at] === '7' ? '8' : '7';
      const changed = letters.slice(0, at) + other + letters.slice(at + 1);
      expect(await text(changed), changed).toEqual(refusal('inbound-secret-wrong'));
    }
    expect(store.calls).toEqual([]);
  });

  it('from another number than the one it was shown for is wrong, and nothing is stored', async () => {
    const { invite, text, store } = setUpInbound();
    const { secret } = await invite();
    expect(await text(secret, { from: OTHER_DE_PHONE })).toEqual(refusal('inbound-secret-wrong'));
    expect(store.calls).toEqual([]);
  });

  it.each([['SHOP'], ['12345'], [''], [undefined], [`whatsapp:${DE_PHONE}`], [DE_PHONE.slice(1)]])(
    'from %j is from no number, and nothing is stored',
    async (from) => {
      const { gate, invite, store } = setUpInbound();
      const { secret } = await invite();
      expect(await gate.takeInboundText({ from, to: OWN_NUMBER, text: secret })).toEqual(refusal('number-invalid'));
      expect(store.calls).toEqual([]);
    },
  );

  it('to another number than the site’s is refused, and nothing is stored', async () => {
    const { gate, invite, store } = setUpInbound();
    const { secret } = await invite();
    for (const to of [DE_PHONE, '', undefined, OWN_NUMBER.slice(1)]) {
      const taken = await gate.takeInboundText({ from: DE_PHONE, to, text: secret });
      expect(taken).toEqual(refusal('inbound-recipient-mismatch'));
    }
    expect(store.calls).toEqual([]);
  });

  it('with the secret of another site is wrong, also on the same store and hash secret', async () => {
    const { invite, store, clock } = setUpInbound();
    // Wrapped, so that nobody sees that it keeps another site's books.
    const wrapped = { ...store };
    const other = createGate(testOptions({ ...INBOUND_OPTIONS, site: 'bank', store: wrapped, clock: clock.read }));
    const { secret } = await invite();
    const taken = await other.takeInboundText({ from: DE_PHONE, to: OWN_NUMBER, text: secret });
    expect(taken).toEqual(refusal('inbound-secret-wrong'));
  });

  it('is taken once, however often the provider tells of it', async () => {
    const { invite, text, take } = setUpInbound();
    const { secret, ticket } = await invite();
    expect(await text(secret)).toEqual(TAKEN);
    expect(await text(secret)).toEqual(refusal('inbound-repeated'));
    expect(await take(ticket)).toMatchObject({ ok: true });
    expect(await text(secret)).toEqual(refusal('inbound-repeated'));
    expect(await take(ticket)).toEqual(refusal('inbound-used'));
  });

  it('is never taken again: while its secret could be, that it came is still known', async () => {
    for (const shownAtSec of [0, 29, 59]) {
      const { invite, text, clock } = setUpInbound();
      clock.advanceSec(shownAtSec);
      const { secret } = await invite();
      clock.advanceSec(20);
      expect(await text(secret)).toEqual(TAKEN);
      const seen = new Set<string>();
      for (let turn = 0; turn < 60; turn++) {
        clock.advanceSec(10);
        const again = await text(secret);
        if (again.ok) throw new Error(`taken twice, ${turn * 10 + 30} s after it was shown`);
        seen.add(again.code);
      }
      expect([...seen]).toEqual(['inbound-repeated', 'inbound-secret-wrong']);
    }
  });

  it('is taken for as long as its ticket lives, and a minute longer at most', async () => {
    for (const shownAtSec of [0, 30, 59]) {
      for (const [laterSec, expected] of [
        [299, TAKEN],
        [360, refusal('inbound-secret-wrong')],
      ] as const) {
        const { invite, text, clock } = setUpInbound();
        clock.advanceSec(shownAtSec);
        const { secret } = await invite();
        clock.advanceSec(laterSec);
        expect(await text(secret)).toEqual(expected);
      }
    }
  });

  it('is taken by a process whose clock is a minute behind the one that showed the secret', async () => {
    const { invite, text, clock } = setUpInbound();
    const { secret } = await invite();
    clock.advanceSec(-60);
    expect(await text(secret)).toEqual(TAKEN);
  });

  it('is kept under no number and no secret, for eight minutes at most', async () => {
    const seen: [string, number][] = [];
    const { store, clock } = setUpInbound();
    const watched = { ...store, mark: async (...given: [string, number]) => seen.push(given) > 0 };
    const { invite, text } = setUpInbound({ store: watched, clock: clock.read });
    const { secret } = await invite();
    expect(await text(secret)).toEqual(TAKEN);
    const [[key, ttlMs]] = seen as [[string, number]];
    expect(key).toMatch(/^[\w-]{22}$/);
    expect(ttlMs).toBeLessThanOrEqual(480_000);
  });

  it('is an error of the surroundings where the store does not answer', async () => {
    const { invite, text, store } = setUpInbound();
    store.down.add('mark');
    await expect(text((await invite()).secret)).rejects.toMatchObject({
      name: 'TollgateError',
      code: 'store-unavailable',
      cause: expect.any(Error) as Error,
    });
  });
});
