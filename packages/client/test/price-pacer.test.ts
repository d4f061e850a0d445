import { describe, expect, it } from 'vitest';
import { PricePacer } from '../src/browser/price-pacer.js';

describe('pricing while somebody types', () => {
  it('sends one number at a time, at most one a second, the latest of those that wait', async () => {
    const sent: [string, number][] = [];
    const pacer = new PricePacer(async ({ phone }) => {
      sent.push([phone, performance.now()]);
    });
    await pacer.price({ phone: '1' });
    await Promise.all(['2', '3', '4'].map((phone) => pacer.price({ phone })));
    expect(sent.map(([phone]) => phone)).toEqual(['1', '4']);
    expect(sent[1]![1] - sent[0]![1]).toBeGreaterThanOrEqual(990);
  });

  it('forgets the number that waits when it is called off', async () => {
    const sent: string[] = [];
    const pacer = new PricePacer(async ({ phone }) => {
      sent.push(phone);
    });
    const waiting = pacer.price({ phone: '1' });
    pacer.cancel();
    await waiting;
    expect(sent).toEqual([]);
  });
});
