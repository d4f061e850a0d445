import type { Redis } from 'ioredis';

/** Takes the whole server back to how it is now: what a failover to a replica that lags does. */
export async function savePoint(raw: Redis): Promise<() => Promise<void>> {
  const saved = await Promise.all(
    (await raw.keys('*')).map(async (key) => [key, await raw.dumpBuffer(key), await raw.pttl(key)] as const),
  );
  return async () => {
    await raw.flushall();
    for (const [key, value, ttlMs] of saved) await raw.restore(key, Math.max(ttlMs, 0), value);
  };
}
