import { expect, it } from 'vitest';
import { inTime } from '../src/in-time.js';
import { ManualTimers } from './support/manual-timers.js';

/** Work that ends when a test says so, and what waits for it. */
function setUp() {
  const timers = new ManualTimers();
  let resolve: (done: string) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const work = new Promise<string>((...settle) => ([resolve, reject] = settle));
  const waiting = inTime(work, { ms: 70, late: () => new Error('late'), later: timers.later });
  return { timers, resolve, reject, waiting };
}

it('what comes in time is answered, and the deadline is called off', async () => {
  const { timers, resolve, waiting } = setUp();
  expect(timers.waits).toEqual([70]);
  resolve('done');
  expect(await waiting).toBe('done');
  expect(timers.waits).toEqual([]);
});

it('what fails in time fails, and the deadline is called off', async () => {
  const { timers, reject, waiting } = setUp();
  reject(new Error('broken'));
  await expect(waiting).rejects.toThrow('broken');
  expect(timers.waits).toEqual([]);
});

it('what is late is as good as nothing', async () => {
  const { timers, resolve, waiting } = setUp();
  void timers.goOff();
  await expect(waiting).rejects.toThrow('late');
  resolve('done');
  await expect(waiting).rejects.toThrow('late');
});

it.each([
  ['nothing at all', undefined],
  [
    'a thenable',
    {
      then(done: (value: undefined) => void) {
        done(undefined);
      },
    },
  ],
])('%s, where a promise was expected, is in time', async (_, work) => {
  const timers = new ManualTimers();
  const done = inTime(work as unknown as Promise<string>, {
    ms: 70,
    late: () => new Error('late'),
    later: timers.later,
  });
  await expect(done).resolves.toBe(undefined);
  expect(timers.waits).toEqual([]);
});
