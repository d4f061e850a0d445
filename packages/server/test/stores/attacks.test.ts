import { describe, expect, it } from 'vitest';
import type { Choice, Outcome } from '../../src/store.js';
import { EVERY_KIND, MEMORY_KIND } from '../support/stores.js';
import { expectBound } from './support/bounds.js';
import type { Asked } from './support/claims.js';
import { choice, DAY_MS, HOUR_MS, limit, meter, siteMeter, textMeter } from './support/choices.js';
import { type Desk, openDesk } from './support/desk.js';
import { TextBook } from './support/text-book.js';

/** Sends a text if it is admitted, writes it into the book, and answers what the store said. */
async function attempt(
  desk: Desk,
  book: TextBook,
  {
    choices,
    outcome,
    ...asked
  }: Asked & { readonly choices: readonly Choice[]; readonly outcome?: Outcome | undefined },
): Promise<string> {
  book.see(desk.nowMs);
  const claim = desk.claimOf(asked);
  const result = await desk.store.admit(claim, choices);
  if (result.kind !== 'granted') return result.kind;
  const { pid, microUsd } = claim.permit;
  const granted = choices.find(({ tier }) => tier === result.tier)!;
  const text = book.grant({ pid, microUsd, number: claim.number[0], choice: granted });
  await desk.claim(pid);
  book.claim(text);
  await desk.settle(pid, 'accepted');
  if (outcome) {
    await desk.report(pid, outcome);
    book.report(text, outcome);
  }
  return `granted ${result.tier}`;
}

/** Room for `texts` of 100 exposed in an hour, three times that untrusted, twice as much in a day. */
function room(texts: number) {
  const most = texts * 100;
  return [
    limit('exposed', 'hour', most),
    limit('untrusted', 'hour', 3 * most),
    limit('exposed', 'day', 2 * most),
    limit('untrusted', 'day', 6 * most),
  ];
}

describe.each(EVERY_KIND)('an attack on $name', (kind) => {
  const isMemory = kind === MEMORY_KIND;

  it.each([60, 90, 100])('with %d per cent of its codes typed back spends what the limits say', async (percent) => {
    const desk = await openDesk(kind);
    const book = new TextBook();
    const choices = [choice([siteMeter(), meter('pool:DE', room(10))])];
    const startMs = desk.nowMs;
    let refused = 0;
    for (let turn = 0; desk.nowMs < startMs + 3 * HOUR_MS; turn++) {
      const outcome = turn % 10 < percent / 10 ? 'verified' : undefined;
      if ((await attempt(desk, book, { choices, outcome })) === 'full') refused++;
      desk.pass(60_000);
    }
    expectBound(book, kind.slackMs);
    expect(refused).toBeGreaterThan(0);
    const { exposed, untrusted } = await desk.holds('pool:DE', 'day');
    expect(exposed).toBeLessThanOrEqual(2_000);
    expect(untrusted).toBeLessThanOrEqual(6_000);
    if (percent === 100) expect(untrusted).toBe(6_000);
  });

  it('with numbers verified once and ripened has the pool of known numbers, and three texts of each', async () => {
    const desk = await openDesk(kind);
    const book = new TextBook();
    const numbers = Array.from({ length: 6 }, (_, at) => `ripened ${at}`);
    for (const number of numbers) await desk.report(await desk.sent({ number }), 'verified');
    desk.pass(25 * HOUR_MS);
    const known = choice([siteMeter(), meter('pool:known', room(3))], 'known', 'known-number');
    const strangers = choice([siteMeter(), meter('pool:DE', room(0))]);
    const sent = new Map<string, number>();
    for (let hour = 0; hour < 4 * 24; hour++) {
      for (const number of numbers) {
        const answer = await attempt(desk, book, { number, choices: [known, strangers] });
        if (answer === 'granted known') sent.set(number, (sent.get(number) ?? 0) + 1);
        else expect(answer).toBe('full');
      }
      desk.pass(HOUR_MS);
    }
    expectBound(book, kind.slackMs);
    expect([...sent.values()]).toEqual(numbers.map(() => 3));
    for (const number of numbers) expect(await desk.isKnown({ number })).toBe(false);
  });

  it('with permits that are never sent holds the limit for 150 s, and costs nothing', async () => {
    const desk = await openDesk(kind);
    const choices = [choice([siteMeter([limit('all', 'hour', 5_000)]), meter('pool:DE', room(10))])];
    let granted = 0;
    for (let turn = 0; turn < 120; turn++) {
      if ((await desk.admit({}, choices)).kind === 'granted') granted++;
      expect((await desk.holds('site')).all).toBeLessThanOrEqual(1_000);
      desk.pass(5_000);
    }
    expect(granted).toBeGreaterThan(10);
    await desk.sent({}, [choice([siteMeter([limit('all', 'hour', 5_000)]), meter('pool:FR', room(1))])]);
    desk.pass(150_000);
    expect(await desk.holds('pool:DE', 'day')).toEqual({ exposed: 0, untrusted: 0, all: 0 });
    expect((await desk.holds('site', 'month')).all).toBe(100);
    await desk.sent({ microUsd: 1_000 }, choices);
  });

  it('on one pool leaves all of the others, and known numbers theirs', async () => {
    const desk = await openDesk(kind);
    const book = new TextBook();
    const site = siteMeter([limit('all', 'hour', 3_000 + 3_000 + 900)]);
    const known = choice([site, meter('pool:known', room(3))], 'known', 'known-number');
    const inPool = (name: string) => [known, choice([site, meter(`pool:${name}`, room(10))])];
    await desk.report(await desk.sent({ number: 'friend' }, inPool('UZ')), 'trusted');
    desk.pass(2 * HOUR_MS);
    const attack = { choices: inPool('UZ'), outcome: 'verified' } as const;
    for (let turn = 0; turn < 40; turn++) await attempt(desk, book, attack);
    expect(await attempt(desk, book, attack)).toBe('full');
    expect(await attempt(desk, book, { number: 'friend', choices: inPool('UZ') })).toBe('granted known');
    for (let turn = 0; turn < 10; turn++) {
      expect(await attempt(desk, book, { choices: inPool('DE') })).toBe('granted cold');
    }
    expect(await attempt(desk, book, { choices: inPool('DE') })).toBe('full');
    expectBound(book, kind.slackMs);
  });

  it('from thousands of networks, devices and numbers of one range has the room of that range', async () => {
    const desk = await openDesk(kind);
    const book = new TextBook();
    const answers: Record<string, number> = {};
    for (let turn = 0; turn < (isMemory ? 20_000 : 2_000); turn++) {
      const meters = [siteMeter(), meter('range:49151123', room(10)), textMeter(`network:${turn}`)];
      const answer = await attempt(desk, book, { choices: [choice(meters)] });
      answers[answer] = (answers[answer] ?? 0) + 1;
    }
    expect(answers).toEqual({ 'granted cold': 10, full: isMemory ? 19_990 : 1_990 });
    expect(await desk.holds('range:49151123')).toEqual({ exposed: 1_000, untrusted: 1_000, all: 1_000 });
    expectBound(book, kind.slackMs);
  });

  it('on one number every hour for a month stays under the limits of day and month', async () => {
    const desk = await openDesk(kind);
    const book = new TextBook();
    const cap = [limit('all', 'day', 1_000), limit('all', 'month', 15_000)];
    const choices = [choice([siteMeter(cap), meter('range:49151123', room(5))])];
    const startMs = desk.nowMs;
    while (desk.nowMs < startMs + 30 * DAY_MS) {
      await attempt(desk, book, { number: 'victim', choices });
      desk.pass(HOUR_MS);
    }
    expectBound(book, kind.slackMs);
    const { all } = await desk.holds('site', 'month');
    expect(all).toBe(book.texts.length * 100);
    expect(all).toBe(15_000);
  });
});
