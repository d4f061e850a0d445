import { readdir, readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import type { Row } from './table.js';

const FOLDER = new URL('../packages/client/dist/script/', import.meta.url);

/** Bytes of the files a page without a bundler loads; the first one at once, the others when needed. */
export async function measureSizes(): Promise<readonly Row[]> {
  const names = (await readdir(FOLDER)).sort();
  const rows = await Promise.all(
    names.map(async (file) => {
      const bytes = await readFile(new URL(file, FOLDER));
      return { file, bytes: bytes.length, 'KiB gzip': gzipSync(bytes, { level: 9 }).length / 1_024 };
    }),
  );
  const total = {
    file: 'everything',
    bytes: rows.reduce((sum, row) => sum + row.bytes, 0),
    'KiB gzip': rows.reduce((sum, row) => sum + row['KiB gzip'], 0),
  };
  return [...rows, total];
}
