import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createHeadlessClient } from '@tollgate/client/headless';
import { expect } from '@playwright/test';
import { transform } from 'esbuild';
import { STAND_IN_ACCOUNT } from '../../demo/stand-in/credentials.js';
import { withStandIn as test } from '../support/with-stand-in.js';

const ROOT = new URL('../..', import.meta.url);
const ORIGIN = 'https://shop.example';
const PHONE = '+12025550123';

/** The first example of the README as it stands, but for the provider's address, the code, and a way to reach the app. */
async function loadExample(standInUrl: string): Promise<{ app: RequestListener; close(): Promise<void> }> {
  const readme = await readFile(new URL('README.md', ROOT), 'utf8');
  const [, example = ''] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];
  const code = example
    .replace(/\n {2}gate,\n/, `\n  gate,\n  baseUrl: ${JSON.stringify(standInUrl)},\n`)
    .replace('app.listen(3_000);', '')
    .replace('declare function newCode(): string;', 'function newCode(): string { return "123456"; }\nexport { app };');
  // Inside the repository, so that the packages are found as an installed site finds them.
  const folder = new URL('node_modules/.cache/tollgate-readme/', ROOT);
  const file = new URL(`example-${process.pid}.mjs`, folder);
  await mkdir(folder, { recursive: true });
  await writeFile(file, (await transform(code, { loader: 'ts', format: 'esm' })).code);
  const loaded = (await import(pathToFileURL(fileURLToPath(file)).href)) as { app: RequestListener };
  return { app: loaded.app, close: () => rm(folder, { recursive: true, force: true }) };
}

test("the README's first example texts with a token, and without one names another way", async ({ standIn }) => {
  await standIn.clear();
  process.env['TOLLGATE_SECRET'] = 's'.repeat(32);
  process.env['TOLLGATE_HASH_SECRET'] = 'h'.repeat(32);
  process.env['TWILIO_ACCOUNT_SID'] = STAND_IN_ACCOUNT.accountSid;
  process.env['TWILIO_AUTH_TOKEN'] = STAND_IN_ACCOUNT.authToken;
  const example = await loadExample(standIn.url);
  const server = createServer(example.app).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const post = (fields: Record<string, string>) =>
    fetch(`${url}/sign-up`, {
      method: 'POST',
      headers: { origin: ORIGIN },
      body: new URLSearchParams(fields),
      redirect: 'manual',
    });
  try {
    const client = createHeadlessClient({ endpoint: `${url}/tollgate`, action: 'signup', origin: ORIGIN });
    const token = await client.token({ phone: PHONE, country: 'US' });
    const texted = await post({ phone: PHONE, 'tollgate-token': token });
    expect([texted.status, texted.headers.get('location')]).toEqual([303, '/code']);
    const refused = await post({ phone: PHONE });
    const [, reply = ''] = /data-reply="([^"]*)"/.exec(await refused.text()) ?? [];
    expect([refused.status, JSON.parse(reply.replaceAll('&quot;', '"'))]).toEqual([
      403,
      { code: 'step-up', ways: ['email'] },
    ]);
    expect(await (await fetch(`${url}/sign-up`)).text()).not.toContain('data-reply');
    expect(await standIn.received()).toMatchObject([{ to: PHONE, body: 'Your code is 123456' }]);
    const script = await fetch(`${url}/tollgate-client/script/tollgate.js`);
    expect(script.headers.get('content-type')).toMatch(/javascript/);
  } finally {
    server.closeAllConnections();
    server.close();
    await example.close();
  }
});
