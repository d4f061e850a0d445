import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';

const FOLDER = new URL('../packages/client/dist/script/', import.meta.url);

/**
 * Prints the `integrity` of the script tag's files. That of `tollgate.js` stands in the tag; browsers compare the others
 * only where the page's import map names them, and a worker's script never.
 */
const files = (await readdir(FOLDER, { recursive: true })).filter((file) => file.endsWith('.js')).sort();
console.log('Integrity of the script tag and what it loads:');
for (const file of files) {
  const hash = createHash('sha384')
    .update(await readFile(new URL(file, FOLDER)))
    .digest('base64');
  console.log(`  ${file.padEnd(22)} sha384-${hash}`);
}
