import { describe, expect, it } from 'vitest';
import { type Alert, Alerts } from '../src/alerts.js';
import { ROOM_RULES } from '../src/room-rules.js';
import type { RowUse } from '../src/store.js';
import { settled } from './support/alert-setup.js';
import { TestClock } from './support/test-gate.js';

function setUp() {
  const told: Alert[] = [];
  const clock = new TestClock();
  const alerts = new Alerts((alert) => void told.push(alert), clock.read, ROOM_RULES);
  /** Operators are told in a moment of their own. */
  const heard = async () => {
    await settled();
    return told;
  };
  return { heard, clock, alerts };
}

const row = (of: Partial<RowUse> = {}): RowUse => {
  return { meter: 'pool:DE', unit: 'micro-usd', sum: 'exposed', window: 'hour', limit: 1_000_000, used: 0, ...of };
};

const messageOf = ({ message }: Alert) => message;

describe('an alert of a limit', () => {
  it('says of whom, how much of what, and whose room that is', async () => {
    const { heard, alerts } = setUp();
    alerts.rowsUsed([row({ used: 400_000 })], 'cold', 100_000);
    alerts.rowsUsed([row({ meter: 'site', sum: 'all', window: 'day', used: 790_000 })], 'warm', 10_000);
    alerts.rowsUsed([row({ meter: 'pool:known', sum: 'all', window: 'month', used: 900_000 })], 'known', 60_000);
    expect((await heard()).map(messageOf)).toEqual([
      'pool:DE: $0.50 exposed of the $1.00 an hour that cold devices may use (50 %)',
      'site: $0.80 all of the $1.00 a day (80 %)',
      'pool:known: $0.96 all of the $1.00 in 30 days (95 %)',
    ]);
  });

  it('is of the text that reaches a level, and of none after it', async () => {
    const { heard, alerts, clock } = setUp();
    alerts.rowsUsed([row({ used: 399_999 })], 'cold', 100_000);
    expect(await heard()).toEqual([]);
    alerts.rowsUsed([row({ used: 400_000 })], 'cold', 100_000);
    expect(await heard()).toHaveLength(1);
    clock.advanceSec(601);
    alerts.rowsUsed([row({ used: 500_000 })], 'cold', 100_000);
    expect(await heard()).toHaveLength(1);
  });

  it('is of the site and its pools alone: places and networks have none', async () => {
    const { heard, alerts } = setUp();
    const meters = ['range:DE:49151123', 'block:DE:491511', 'network:abc', 'as:64500'];
    alerts.rowsUsed(
      meters.map((meter) => row({ meter, used: 490_000 })),
      'cold',
      100_000,
    );
    expect(await heard()).toEqual([]);
  });
});

describe('what was told', () => {
  const full = (prefix: string): Alert => ({ kind: 'place-full', prefix, message: prefix });
  const other = (kind: 'price-overrun' | 'trusted-line', message: string): Alert => ({ kind, message });

  it('is not told again within ten minutes: a place by its prefix, a limit by all of it, the rest by their kind', async () => {
    const { heard, alerts } = setUp();
    alerts.tell(full('4915112'));
    alerts.tell(full('4915112'));
    alerts.tell(full('4915113'));
    alerts.tell(other('price-overrun', 'first'));
    alerts.tell(other('price-overrun', 'second'));
    alerts.tell(other('trusted-line', 'third'));
    for (const window of ['hour', 'day', 'hour'] as const)
      alerts.rowsUsed([row({ used: 490_000, window })], 'cold', 20_000);
    expect(
      (await heard()).map((alert) => [alert.kind, alert.kind === 'limit-used' ? alert.window : alert.message]),
    ).toEqual([
      ['place-full', '4915112'],
      ['place-full', '4915113'],
      ['price-overrun', 'first'],
      ['trusted-line', 'third'],
      ['limit-used', 'hour'],
      ['limit-used', 'day'],
    ]);
  });

  it('is forgotten at once where ten thousand different things were told: memory is bounded, and nothing is kept quiet', async () => {
    const { heard, alerts } = setUp();
    for (let at = 0; at < 10_000; at++) alerts.tell(full(String(at)));
    alerts.tell(full('0'));
    expect(await heard()).toHaveLength(10_000);
    alerts.tell(full('one more'));
    alerts.tell(full('0'));
    expect(await heard()).toHaveLength(10_002);
  });

  it('needs somebody to tell', () => {
    const alerts = new Alerts(undefined, () => 0, ROOM_RULES);
    expect(() => {
      alerts.tell(full('1'));
      alerts.rowsUsed([row({ used: 490_000 })], 'cold', 100_000);
    }).not.toThrow();
  });
});
