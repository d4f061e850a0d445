import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { startExample } from './server.js';

/** `npm run example -- react`: builds the example where it needs that, and serves it. */
const name = process.argv[2] ?? 'plain-html';
if (name !== 'plain-html' && name !== 'react') throw new RangeError(`${name}: no such example`);
const root = fileURLToPath(new URL(`./${name}/`, import.meta.url));
if (name === 'react') await build({ root, logLevel: 'warn' });

const { url } = await startExample({
  folder: name === 'react' ? `${root}dist/` : root,
  port: Number(process.env['PORT'] ?? 4_600),
  deliver: (phone, text) => console.log(`to ${phone}: ${text}`),
});
console.log(`The example ${name} is at ${url}`);
