import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string) => fileURLToPath(new URL(`./packages/${path}`, import.meta.url));

export default defineConfig({
  resolve: {
    alias: [
      { find: '@tollgate/core', replacement: source('core/src/index.ts') },
      { find: '@tollgate/hashwx', replacement: source('hashwx/src/index.ts') },
      { find: '@tollgate/client/headless', replacement: source('client/src/headless.ts') },
      { find: '@tollgate/server/express', replacement: source('server/src/express.ts') },
      { find: '@tollgate/server/twilio', replacement: source('server/src/twilio.ts') },
      { find: '@tollgate/server/lab', replacement: source('server/src/lab.ts') },
      { find: '@tollgate/server/redis', replacement: source('server/src/redis.ts') },
      { find: '@tollgate/server/price-csv', replacement: source('server/src/prices/price-csv.ts') },
      { find: '@tollgate/server/ip-data', replacement: source('server/src/mmdb-ip-data.ts') },
      { find: /^@tollgate\/server$/, replacement: source('server/src/index.ts') },
      { find: '#primitives', replacement: source('server/src/primitives/node.ts') },
    ],
  },
  test: {
    include: ['packages/*/test/**/*.test.ts', 'test/**/*.test.ts'],
    testTimeout: 30_000,
  },
});
