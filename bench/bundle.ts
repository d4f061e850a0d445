import { fileURLToPath } from 'node:url';
import { build, type Platform } from 'esbuild';

const root = new URL('../', import.meta.url);

/**
 * One minified module of an entry and everything it imports, packages as built. `entry` is a path from the root of the
 * repository, or the name of an installed package's entry.
 */
export async function bundle(entry: string, platform: Platform = 'browser'): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    absWorkingDir: fileURLToPath(root),
    tsconfig: fileURLToPath(new URL('tsconfig.built.json', root)),
    bundle: true,
    format: 'esm',
    platform,
    minify: true,
    write: false,
    logLevel: 'silent',
  });
  return outputFiles[0]!.text;
}
