import { readdir, readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import type { Row } from './table.js';

const SCRIPT_FOLDER = new URL('../packages/client/dist/script/', import.meta.url);

const PACKAGES = new URL('../node_modules/', import.meta.url);

/** What pages load of others to solve their puzzles, as their packages have it. */
const OTHERS = [
  'hash-wasm/dist/sha256.umd.min.js',
  'hash-wasm/dist/argon2.umd.min.js',
  '@cap.js/wasm/browser/cap_wasm.js',
  '@cap.js/wasm/browser/cap_wasm_bg.wasm',
  'altcha/dist/workers/sha.js',
  'altcha/dist/workers/pbkdf2.js',
  'altcha/dist/main/altcha.min.js',
  'friendly-challenge/worker.min.js',
  'friendly-challenge/widget.module.min.js',
];

/**
 * Bytes of the files a page without a bundler loads, the first one at once, the others when needed; and of the puzzles and
 * widgets of others.
 */
export async function measureSizes(): Promise<readonly Row[]> {
  const names = (await readdir(SCRIPT_FOLDER)).sort();
  const ours = await Promise.all(names.map((file) => sizeOf(file, new URL(file, SCRIPT_FOLDER))));
  const total = {
    file: 'everything',
    bytes: ours.reduce((sum, row) => sum + row.bytes, 0),
    'KiB gzip': ours.reduce((sum, row) => sum + row['KiB gzip'], 0),
  };
  const others = await Promise.all(OTHERS.map((file) => sizeOf(file, new URL(file, PACKAGES))));
  return [...ours, total, ...others];
}

async function sizeOf(file: string, url: URL) {
  const bytes = await readFile(url);
  return { file, bytes: bytes.length, 'KiB gzip': gzipSync(bytes, { level: 9 }).length / 1_024 };
}
