import { describe, expect, it } from 'vitest';
import { DeviceRecord } from '../../src/memory-store/device-record.js';
import { numberKeys } from './support/claims.js';
import { DAY_MS, HOUR_MS } from './support/choices.js';
import { claimedText, heldText } from './support/texts.js';

const NEW = numberKeys('new');

describe('a device, to the millisecond,', () => {
  it('is warm for 90 days after a code, and never without one', () => {
    const device = new DeviceRecord('d');
    expect(device.isWarm(0)).toBe(false);
    device.answer(0);
    expect([0, 90 * DAY_MS, 90 * DAY_MS + 1].map((nowMs) => device.isWarm(nowMs))).toEqual([true, true, false]);
  });

  it('has a number open for an hour after it was texted, and while a text to it is only held', () => {
    const texted = new DeviceRecord('d');
    for (const key of ['a', 'b']) texted.hold(claimedText(0), { key });
    expect([HOUR_MS - 1, HOUR_MS].map((nowMs) => texted.isFull(NEW, nowMs))).toEqual([true, false]);
    const held = new DeviceRecord('e');
    for (const key of ['a', 'b']) held.hold(heldText(0), { key });
    expect([119_999, 120_000].map((nowMs) => held.isFull(NEW, nowMs))).toEqual([true, false]);
  });

  it('counts five unverified texts of a day, whichever number they were to', () => {
    const device = new DeviceRecord('d');
    for (let hour = 0; hour < 5; hour++) device.hold(claimedText(hour * HOUR_MS), { key: NEW[0] });
    expect([DAY_MS - 1, DAY_MS].map((nowMs) => device.isFull(NEW, nowMs))).toEqual([true, false]);
  });
});
