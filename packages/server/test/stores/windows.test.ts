import { describe, expect, it } from 'vitest';
import { STORE_KINDS } from '../support/stores.js';
import { choice, HOUR_MS, meter } from './support/choices.js';
import { openDesk } from './support/desk.js';

const HOUR_ONLY = [choice([meter('pool:DE', [], { windows: ['hour'] })])];
const HOUR_AND_DAY = [choice([meter('pool:DE')])];

describe.each(STORE_KINDS)('a meter that counts in more windows than before, in $name,', (kind) => {
  it('gives back in no window what was not counted there', async () => {
    const desk = await openDesk(kind);
    const before = await desk.sent({}, HOUR_ONLY);
    await desk.sent({}, HOUR_AND_DAY);
    const reading = async () => (await desk.store.snapshot(['pool:DE']))[0]!;
    expect((await reading()).hour.exposed).toBe(200);
    expect((await reading()).day.exposed).toBe(100);
    await desk.report(before, 'trusted');
    expect((await reading()).hour.exposed).toBe(100);
    expect((await reading()).day.exposed).toBe(100);
    desk.pass(2 * HOUR_MS);
    expect((await reading()).day.exposed).toBe(100);
  });
});
