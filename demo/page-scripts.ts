import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** File name → JavaScript, ready to be served from `/assets/`. */
export type PageScripts = ReadonlyMap<string, string>;

/**
 * Bundles page scripts into memory, as a single-page app's own build would. Each entry is its own file, so a worker
 * named here stays where `new URL('./<name>.js', import.meta.url)` looks for it.
 */
export function bundlePageScripts(entries: Readonly<Record<string, string>>): Promise<PageScripts> {
  const key = JSON.stringify(entries);
  const bundled = bundles.get(key) ?? bundle(entries);
  bundles.set(key, bundled);
  return bundled;
}

/** Tests start shop after shop in one process. */
const bundles = new Map<string, Promise<PageScripts>>();

async function bundle(entries: Readonly<Record<string, string>>): Promise<PageScripts> {
  const result = await build({
    entryPoints: Object.entries(entries).map(([out, path]) => ({ in: path.startsWith('.') ? here(path) : path, out })),
    outdir: here('./assets'),
    // In place of the repository's own, whose paths lead to the sources: the demo runs on built packages.
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
    bundle: true,
    splitting: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    write: false,
    logLevel: 'silent',
  });
  return new Map(result.outputFiles.map((file) => [file.path.slice(here('./assets').length + 1), file.text]));
}
