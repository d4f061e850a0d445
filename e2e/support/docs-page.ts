import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** Within the repository, so that packages are found as an installed site finds them. */
const CACHE = join(ROOT, 'node_modules/.cache/tollgate-frameworks');

/** An app of its own folder, written for a test. */
export interface WrittenApp {
  readonly folder: string;
  remove(): Promise<void>;
}

/** The files that a page of docs/frameworks shows, `name → code`: each block below a line with the file's name. */
export async function filesOf(page: string): Promise<Readonly<Record<string, string>>> {
  const text = await readFile(join(ROOT, `docs/frameworks/${page}.md`), 'utf8');
  const blocks = text.matchAll(/^`([^`\n]+)`:\n\n```\w+\n([\s\S]*?)```/gm);
  return Object.fromEntries(Array.from(blocks, ([, file = '', code = '']) => [file, code]));
}

/** Writes an app's files into a folder of its own. */
export async function writeApp(name: string, files: Readonly<Record<string, string>>): Promise<WrittenApp> {
  const folder = join(CACHE, `${name}-${process.pid}`);
  await rm(folder, { recursive: true, force: true });
  for (const [file, code] of Object.entries(files)) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), code);
  }
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** The page that every app of a test starts from. */
export const INDEX = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><title>Sign up</title></head>
  <body><div id="app"></div><script type="module" src="/src/main.ts"></script></body>
</html>`;
