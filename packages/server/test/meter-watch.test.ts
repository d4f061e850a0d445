import { afterEach, describe, expect, it, vi } from 'vitest';
import { later, MeterWatch } from '../src/meter-watch.js';
import type { MeterReading } from '../src/store.js';
import { ManualTimers } from './support/manual-timers.js';
import { TestClock } from './support/test-gate.js';

const sums = (exposed: number) => ({ exposed, untrusted: exposed, all: exposed });
const reading = (exposed: number): MeterReading => {
  return { hour: sums(exposed), day: sums(exposed), month: sums(exposed), days: [] };
};

/** A watch over a store that holds what `money` says, and what it was asked. */
function setUp() {
  const clock = new TestClock();
  const timers = new ManualTimers();
  const money = new Map<string, number>();
  const asked: (readonly string[])[] = [];
  const read: string[] = [];
  let answer = async (meters: readonly string[]) => meters.map((meter) => reading(money.get(meter) ?? 0));
  const watch = new MeterWatch({
    store: {
      snapshot: (meters) => {
        asked.push(meters);
        return answer(meters);
      },
    },
    clock: clock.read,
    later: timers.later,
    onRead: (meter) => void read.push(meter),
  });
  const see = async (...meters: readonly string[]) => {
    watch.look(meters);
    await timers.goOff();
  };
  return {
    watch,
    clock,
    timers,
    money,
    asked,
    read,
    see,
    answerBy: (by: typeof answer) => {
      answer = by;
    },
  };
}

const exposed = (readings: readonly (MeterReading | undefined)[]) => readings.map((one) => one?.day.exposed);

describe('a watch over meters', () => {
  it('knows nothing at first, asks at once, and knows then', async () => {
    const { watch, timers, money, asked, read } = setUp();
    money.set('pool:DE', 70);
    expect(watch.look(['pool:DE', 'range:DE:49151'])).toEqual([undefined, undefined]);
    expect(asked).toEqual([]);
    expect(timers.waits).toEqual([0]);
    await timers.goOff();
    expect(exposed(watch.look(['range:DE:49151', 'pool:DE']))).toEqual([0, 70]);
    expect(read).toEqual(['pool:DE', 'range:DE:49151']);
  });

  it('never asks the store while it is looked at', async () => {
    const { watch, see, asked } = setUp();
    await see('a');
    const before = asked.length;
    for (let turn = 0; turn < 1_000; turn++) watch.look([`meter:${turn}`]);
    expect(asked.length).toBe(before);
  });

  it('asks twice a second, however many look', async () => {
    const { watch, see, clock, timers } = setUp();
    await see('a');
    for (let turn = 0; turn < 100; turn++) watch.look(['b']);
    expect(timers.waits).toEqual([500]);
    clock.advanceMs(500);
    await timers.goOff();
    expect(timers.waits).toEqual([500]);
  });

  it('forgets a reading after a second', async () => {
    const { watch, see, clock } = setUp();
    await see('a');
    clock.advanceMs(1_000);
    expect(exposed(watch.look(['a']))).toEqual([0]);
    clock.advanceMs(1);
    expect(exposed(watch.look(['a']))).toEqual([undefined]);
  });

  it('takes a reading to be as old as its question', async () => {
    const { watch, timers, clock, answerBy } = setUp();
    let answered: (readings: MeterReading[]) => void = () => undefined;
    answerBy(() => new Promise((resolve) => (answered = resolve)));
    watch.look(['a']);
    await timers.goOff();
    clock.advanceMs(900);
    answered([reading(5)]);
    await timers.goOff();
    expect(exposed(watch.look(['a']))).toEqual([5]);
    clock.advanceMs(101);
    expect(exposed(watch.look(['a']))).toEqual([undefined]);
  });

  it('asks no second time for what has no money out, unless somebody looks again', async () => {
    const { see, clock, timers, asked } = setUp();
    await see('a');
    for (let turn = 0; turn < 2; turn++) {
      clock.advanceMs(500);
      await timers.goOff();
    }
    await see('b');
    expect(asked.slice(1).flat()).toEqual(['b']);
  });

  it('goes on for a minute after the last look where money is out, and then stops', async () => {
    const { see, clock, timers, money } = setUp();
    money.set('a', 10);
    await see('a');
    let turns = 0;
    for (; timers.waits.length > 0 && turns < 1_000; turns++) {
      clock.advanceMs(500);
      await timers.goOff();
    }
    expect(turns).toBe(121);
  });

  it('stays silent over a store that fails, and knows again when it answers', async () => {
    const { watch, see, clock, timers, answerBy } = setUp();
    answerBy(() => Promise.reject(new Error('down')));
    await see('a');
    expect(exposed(watch.look(['a']))).toEqual([undefined]);
    answerBy(async (meters) => meters.map(() => reading(3)));
    clock.advanceMs(500);
    await timers.goOff();
    expect(exposed(watch.look(['a']))).toEqual([3]);
  });

  it('asks for few at a time, and waits for one answer before it asks again', async () => {
    const { see, asked } = setUp();
    await see(...Array.from({ length: 70 }, (_, at) => `meter:${at}`));
    expect(asked.map(({ length }) => length)).toEqual([32, 32, 6]);
  });

  it('asks nothing about no meters', async () => {
    const { see, asked, clock, timers } = setUp();
    await see(...Array.from({ length: 64 }, (_, at) => `meter:${at}`));
    expect(asked.map(({ length }) => length)).toEqual([32, 32]);
    clock.advanceMs(500);
    await timers.goOff();
    expect(asked).toHaveLength(2);
    expect(timers.waits).toEqual([]);
  });

  it('asks again for what has no money out where somebody looked since it was asked', async () => {
    const { watch, see, clock, timers, asked } = setUp();
    await see('a', 'b');
    clock.advanceMs(400);
    watch.look(['a']);
    clock.advanceMs(100);
    await timers.goOff();
    expect(asked.slice(1)).toEqual([['a']]);
  });

  it('plans no second question while one is out, and the next half a second after it', async () => {
    const { watch, timers, clock, asked, answerBy } = setUp();
    let answered: (readings: MeterReading[]) => void = () => undefined;
    answerBy(() => new Promise((resolve) => (answered = resolve)));
    watch.look(['a']);
    await timers.goOff();
    watch.look(['b']);
    expect(timers.waits).toEqual([]);
    clock.advanceMs(100);
    answered([reading(5)]);
    await timers.goOff();
    expect(timers.waits).toEqual([400]);
    expect(asked).toEqual([['a']]);
  });

  it('keeps at most 128, those with money out the longest, whatever else is looked at', async () => {
    const { watch, see, clock, timers, money, asked } = setUp();
    money.set('full', 90);
    await see('full');
    for (let turn = 0; turn < 5_000; turn++) watch.look([`range:${turn}`]);
    clock.advanceMs(500);
    asked.length = 0;
    await timers.goOff();
    expect(asked.flat()).toHaveLength(128);
    expect(asked.flat()).toContain('full');
    expect(exposed(watch.look(['full']))).toEqual([90]);
  });

  it('gives way to the one looked at longest ago where all have money out', async () => {
    const { watch, timers, money, clock } = setUp();
    const names = Array.from({ length: 129 }, (_, at) => `meter:${at}`);
    for (const name of names) money.set(name, 1);
    watch.look(names.slice(0, 128));
    await timers.goOff();
    watch.look(['meter:0', 'meter:128']);
    clock.advanceMs(500);
    await timers.goOff();
    expect(exposed(watch.look(['meter:0', 'meter:128', 'meter:2', 'meter:1']))).toEqual([1, 1, 1, undefined]);
  });

  it('asks no more once it is closed', async () => {
    const { watch, see, timers, asked } = setUp();
    await see('a');
    watch.close();
    const before = asked.length;
    watch.look(['b']);
    await timers.goOff();
    expect(timers.waits).toEqual([]);
    expect(asked.length).toBe(before);
  });

  it('asks nothing where it was closed before anybody looked', async () => {
    const { watch, timers, asked } = setUp();
    watch.close();
    watch.look(['a']);
    expect(timers.waits).toEqual([]);
    expect(asked).toEqual([]);
  });

  it('plans nothing where it was closed while a question was out', async () => {
    const { watch, timers, answerBy } = setUp();
    let answered: (readings: MeterReading[]) => void = () => undefined;
    answerBy(() => new Promise((resolve) => (answered = resolve)));
    watch.look(['a']);
    await timers.goOff();
    watch.close();
    answered([reading(5)]);
    await timers.goOff();
    expect(timers.waits).toEqual([]);
  });
});

describe('the machine’s own timer', () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it('runs something once, unless it was called off', async () => {
    const run = vi.fn();
    const calledOff = vi.fn();
    later(calledOff, 0)();
    await new Promise<void>((resolve) => {
      later(() => {
        run();
        resolve();
      }, 0);
    });
    expect(run).toHaveBeenCalledTimes(1);
    expect(calledOff).not.toHaveBeenCalled();
  });

  it('keeps no process alive, whatever kind of timer a runtime has', () => {
    const unref = vi.fn();
    const cleared = vi.fn();
    vi.stubGlobal('clearTimeout', cleared);
    for (const timer of [{ unref }, {}, 7]) {
      vi.stubGlobal('setTimeout', () => timer);
      later(() => undefined, 1_000)();
      expect(cleared).toHaveBeenLastCalledWith(timer);
    }
    expect(unref).toHaveBeenCalledTimes(1);
  });
});
