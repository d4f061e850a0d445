import { rmSync } from 'node:fs';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { dts } from 'rollup-plugin-dts';
import esbuild from 'rollup-plugin-esbuild';

const compile = () => esbuild({ target: 'es2022', tsconfig: false });

/** Everything that is not a relative file stays an import: packages are installed, not copied. */
const isBare = (id) => !/^(\.|\/)/.test(id);

/** ESM and types of a package's entries, `{ name: 'file.ts' }`; ESM alone of what only the package itself imports. */
function library(name, entries, { untyped = {}, files = {} } = {}) {
  const sources = (files) =>
    Object.fromEntries(Object.entries(files).map(([entry, file]) => [entry, `packages/${name}/src/${file}`]));
  const dir = `packages/${name}/dist`;
  rmSync(dir, { recursive: true, force: true });
  const chunkFileNames = 'chunks/[name]-[hash].js';
  return [
    {
      input: sources({ ...entries, ...untyped }),
      external: isBare,
      plugins: [compile()],
      output: { dir, format: 'es', chunkFileNames, ...files },
    },
    {
      input: sources(entries),
      external: isBare,
      plugins: [dts({ tsconfig: 'tsconfig.json' })],
      output: { dir, format: 'es', chunkFileNames: 'chunks/[name]-[hash].d.ts' },
    },
  ];
}

/** One self-contained minified file of the client. */
function standalone(entry, file, format, plugins = []) {
  return {
    input: `packages/client/src/${entry}`,
    plugins: [...plugins, coreFromSource(), compile(), nodeResolve({ browser: true }), terser()],
    output: { file: `packages/client/dist/${file}`, format, inlineDynamicImports: true },
  };
}

/** A file of the folder for pages without a bundler. */
function scriptPart(entry, file, format) {
  return standalone(entry, `script/${file}`, format, [argon2idBeside()]);
}

/** The worker and the solver of the main thread share one file of Argon2id, which few sites ask for. */
function argon2idBeside() {
  return {
    name: 'argon2id-beside',
    resolveId: (id, importer) =>
      importer && /\/argon2id\.(js|ts)$/.test(id) ? { id: './tollgate-argon2id.js', external: true } : null,
  };
}

/** Builds do not wait for each other's output: core and the hash are compiled in from their sources. */
function coreFromSource() {
  return {
    name: 'core-from-source',
    resolveId(id, importer) {
      const name = /^@tollgate\/(core|hashwx)$/.exec(id)?.[1];
      return name === undefined
        ? null
        : this.resolve(new URL(`packages/${name}/src/index.ts`, import.meta.url).pathname, importer, {
            skipSelf: true,
          });
    },
  };
}

/** Sources name their neighbours as the built files will be named. */
function typescriptNames() {
  return {
    name: 'typescript-names',
    resolveId(id, importer) {
      if (!importer?.endsWith('.ts') || !/^\..*\.js$/.test(id)) return null;
      return this.resolve(id.replace(/\.js$/, '.ts'), importer, { skipSelf: true });
    },
  };
}

const builds = [
  // A file a module: bundlers then leave out the puzzles of a page that solves in a worker.
  ...library('core', { index: 'index.ts' }, { files: { preserveModules: true } }),
  ...library('hashwx', { index: 'index.ts' }),
  ...library('client', { index: 'index.ts', headless: 'headless.ts' }),
  ...library(
    'server',
    {
      index: 'index.ts',
      express: 'express.ts',
      twilio: 'twilio.ts',
      redis: 'redis.ts',
      lab: 'lab.ts',
      'price-csv': 'prices/price-csv.ts',
      'ip-data': 'mmdb-ip-data.ts',
    },
    { untyped: { 'primitives-node': 'primitives/node.ts', 'primitives-web': 'primitives/web.ts' } },
  ),
  // A program, not a library: no types.
  ...library('lab', {}, { untyped: { main: 'main.ts', worker: 'run/worker.ts' } }).slice(0, 1),
  // A worker that loads nothing: wherever it is served from, it starts.
  standalone('worker.ts', 'worker.js', 'es'),
  scriptPart('script.ts', 'tollgate.js', 'iife'),
  scriptPart('worker.ts', 'tollgate-worker.js', 'iife'),
  scriptPart('solver/worker-pool.ts', 'tollgate-pool.js', 'es'),
  scriptPart('inline-searcher.ts', 'tollgate-solver.js', 'es'),
  scriptPart('../../core/src/puzzles/argon2id.ts', 'tollgate-argon2id.js', 'es'),
  scriptPart('vendor-signals.ts', 'tollgate-signals.js', 'es'),
];

export default builds.map((build) => ({ ...build, plugins: [typescriptNames(), ...build.plugins] }));
