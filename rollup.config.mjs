import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import terser from '@rollup/plugin-terser';
import { rollup } from 'rollup';
import { dts } from 'rollup-plugin-dts';
import esbuild from 'rollup-plugin-esbuild';

const compile = () => esbuild({ target: 'es2022', tsconfig: false });

/** Everything that is not a relative file stays an import: packages are installed, not copied. */
const isBare = (id) => !/^(\.|\/)/.test(id);

/** ESM and types of a package's entries, `{ name: 'file.ts' }`; ESM alone of what only the package itself imports. */
function library(name, entries, { untyped = {}, files = {}, plugins = [] } = {}) {
  const sources = (files) =>
    Object.fromEntries(Object.entries(files).map(([entry, file]) => [entry, `packages/${name}/src/${file}`]));
  const dir = `packages/${name}/dist`;
  rmSync(dir, { recursive: true, force: true });
  const chunkFileNames = 'chunks/[name]-[hash].js';
  return [
    {
      input: sources({ ...entries, ...untyped }),
      external: isBare,
      plugins: [...plugins, compile()],
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
    plugins: [
      ...plugins,
      coreFromSource(),
      spare(),
      compile(),
      nodeResolve({ browser: true }),
      licences(),
      terser({ ecma: 2020, compress: { passes: 3, pure_new: true, unsafe_arrows: true, keep_fargs: false } }),
    ],
    output: { file: `packages/client/dist/${file}`, format, inlineDynamicImports: true },
  };
}

/** Licences of others' packages that the minified files contain, by name. */
const licenceTexts = new Map();

/** They ask to go along with every copy: one file has them all, beside the minified ones. */
function licences() {
  return {
    name: 'licences',
    generateBundle(_options, bundle) {
      for (const id of Object.values(bundle).flatMap(({ modules = {} }) => Object.keys(modules))) {
        const [folder, name] = /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(id) ?? [];
        if (name) licenceTexts.set(name, readFileSync(`${folder}/LICENSE`, 'utf8').trim());
      }
    },
    writeBundle() {
      const texts = [...licenceTexts].sort().map(([name, text]) => `${name}\n\n${text}\n`);
      writeFileSync('packages/client/dist/licenses.txt', texts.join('\n\n'));
    },
  };
}

/** A file of the folder for pages without a bundler. */
function scriptPart(entry, file, format) {
  return standalone(entry, `script/${file}`, format);
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

/** In the inline-worker entry: the worker's script, as a text. */
function workerText() {
  return {
    name: 'worker-text',
    async load(id) {
      if (!id.endsWith('/browser/worker-text.ts')) return null;
      const { input, plugins, output } = standalone('worker.ts', 'worker.js', 'iife');
      const bundle = await rollup({ input, plugins: [typescriptNames(), ...plugins] });
      const { output: chunks } = await bundle.generate(output);
      await bundle.close();
      return `export const workerText = ${JSON.stringify(chunks[0].code.trim())};`;
    },
  };
}

/** In the minified files: limits become the numbers that they are, lists nobody else can reach need no freezing, and styles lose what only people read. */
function spare() {
  return {
    name: 'spare',
    transform(code, id) {
      // As their own CDN does: without it they have code that tells their vendor of a visit.
      if (id.includes('/@fingerprintjs/')) return code.replaceAll('window.__fpjs_d_m', 'true');
      if (id.endsWith('/view/styles.ts'))
        return code.replace(/`\n:host[^`]*`/, (css) => css.replace(/\s*([{};:,>])\s*/g, '$1').replaceAll(';}', '}'));
      if (/\/(client|core|hashwx)\/src\/(?!script\/)/.test(id)) return code.replaceAll('Object.freeze(', '(');
      return null;
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

const LANGUAGES = ['ar', 'de', 'es', 'fr', 'hi', 'id', 'it', 'ja', 'pt', 'tr', 'zh'];

const builds = [
  // A file a module: bundlers then leave out the puzzles of a page that solves in a worker.
  ...library('core', { index: 'index.ts' }, { files: { preserveModules: true } }),
  ...library('hashwx', { index: 'index.ts' }),
  ...library(
    'client',
    {
      index: 'index.ts',
      headless: 'headless.ts',
      element: 'element.ts',
      react: 'react.ts',
      'inline-worker': 'inline-worker.ts',
    },
    {
      // What Next.js has to run in the browser says so itself. An import that is only hoisted would keep the element.
      files: { hoistTransitiveImports: false, banner: ({ name }) => (name.startsWith('react') ? "'use client';" : '') },
      // A file of its own beside worker.js, which it names: of a chunk in a folder the worker would not be found.
      untyped: {
        'module-environment': 'browser/module-environment.ts',
        // And one that bundlers leave out, with the element, of a page that uses the hook alone.
        'react-component': 'react/tollgate-component.ts',
      },
      plugins: [workerText()],
    },
  ),
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
  scriptPart('engine/create-engine.ts', 'tollgate-engine.js', 'es'),
  scriptPart('script-solver.ts', 'tollgate-solver.js', 'iife'),
  scriptPart('script-solver-argon2id.ts', 'tollgate-solver-argon2id.js', 'iife'),
  scriptPart('vendor-signals.ts', 'tollgate-signals.js', 'es'),
  scriptPart('view/widget-view.ts', 'tollgate-view.js', 'es'),
  // English is in the view: it stands in for whatever a language lacks.
  ...LANGUAGES.map((tag) => scriptPart(`languages/${tag}.ts`, `languages/${tag}.js`, 'es')),
];

export default builds.map((build) => ({ ...build, plugins: [typescriptNames(), ...build.plugins] }));
