export { createRedisStore } from './redis-store/redis-store.js';
export type { RedisStoreOptions } from './redis-store/redis-store.js';
export type { IoredisClient, NodeRedisClient, RedisClient } from './redis-store/redis-client.js';
