import { expect, it, onTestFinished } from 'vitest';
import { createRedisStore } from '../src/redis.js';
import type { TestSite } from '../src/test-site.js';
import { ask as askServer } from './support/redis-admin.js';
import { toServerByIoredis } from './support/redis-connections.js';
import { startRedisServer } from './support/redis-server.js';
import { allowed, createTestGate } from './support/test-gate.js';
import { setUpTestSite } from './support/test-site-setup.js';

const SITES: readonly TestSite[] = ['test-pass', 'test-work', 'test-delay', 'test-step-up', 'test-deny', 'test-spent'];

it('a test site keeps its own keys in Redis: a real site’s stay as they were', async () => {
  const server = await startRedisServer();
  onTestFinished(() => server.stop());
  const connection = toServerByIoredis(server.port);
  onTestFinished(() => connection.close());
  const { client } = connection;
  const storeOf = (site: string) => createRedisStore({ client, site });
  const real = createTestGate({ store: storeOf('shop'), clock: Date.now }).gate;
  await real.ready();
  const keysOf = async () => ((await askServer(server, 'KEYS', '*')) as string[]).sort();
  const before = await keysOf();
  for (const site of SITES) {
    const { gate, bySend, token } = await setUpTestSite(site, { store: storeOf(site), clock: Date.now });
    await gate.ready();
    const good = await token();
    await bySend(good);
    if (site === 'test-delay') allowed(await bySend(good));
  }
  const added = (await keysOf()).filter((key) => !before.includes(key));
  expect(added.length).toBeGreaterThan(0);
  for (const key of added) expect(key).toMatch(/^\{tg:test-[a-z-]+\}/);
  expect(before.every((key) => key.startsWith('{tg:shop}'))).toBe(true);
});
