import { describe, expect, it } from 'vitest';
import { Timeline } from '../../src/world/timeline.js';

describe('virtual time', () => {
  it('lets things happen in their order, and those of one moment as they were planned', async () => {
    const timeline = new Timeline(1_000);
    const seen: string[] = [];
    const note = (name: string) => () => void seen.push(`${name} ${timeline.nowMs}`);
    timeline.at(3_000, note('later'));
    timeline.at(2_000, note('first'));
    timeline.at(2_000, note('second'));
    timeline.at(500, note('past'));
    await timeline.run(10_000);
    expect(seen).toEqual(['past 1000', 'first 2000', 'second 2000', 'later 3000']);
    expect(timeline.nowMs).toBe(10_000);
  });

  it('waits for what takes its time, and goes on with what it plans', async () => {
    const timeline = new Timeline(0);
    const seen: number[] = [];
    timeline.after(10, async () => {
      await Promise.resolve();
      timeline.after(5, () => void seen.push(timeline.nowMs));
    });
    timeline.at(12, () => void seen.push(timeline.nowMs));
    await timeline.run(100);
    expect(seen).toEqual([12, 15]);
  });

  it('lets nothing happen at its end or after it', async () => {
    const timeline = new Timeline(0);
    timeline.at(100, () => {
      throw new Error('too late');
    });
    await timeline.run(100);
  });
});
