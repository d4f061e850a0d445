import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { puzzleCost, PUZZLES, type PuzzleRow, workCost } from '@tollgate/core';
import { describe, expect, it } from 'vitest';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const PAGES = ['README.md', 'packages/client/README.md', 'packages/server/README.md'];
/** Pages whose examples are TypeScript, or templates of it; what compiles the others is tried with browsers. */
const FRAMEWORKS: Readonly<Record<string, ts.CompilerOptions>> = {
  react: {},
  next: {},
  vue: {},
  svelte: {},
  solid: { jsx: ts.JsxEmit.Preserve, jsxImportSource: 'solid-js' },
  angular: { experimentalDecorators: true },
};

/** Every TypeScript example of a page, as a file beside it that exists in memory alone. */
function examplesOf(page: string): Map<string, string> {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const examples = [...text.matchAll(/```(tsx?)\n([\s\S]*?)```/g)];
  return new Map(
    examples.map(([, ending = '', code = ''], at) => [
      join(ROOT, `${page.replaceAll('/', '-')}-${at + 1}.${ending}`),
      code,
    ]),
  );
}

function compilerOptions(): ts.CompilerOptions {
  const file = join(ROOT, 'tsconfig.json');
  const { config } = ts.readConfigFile(file, (path) => ts.sys.readFile(path)) as { config: unknown };
  return ts.parseJsonConfigFileContent(config, ts.sys, ROOT).options;
}

function faultsOf(files: ReadonlyMap<string, string>, own: ts.CompilerOptions = {}): string[] {
  const options = { ...compilerOptions(), ...own };
  const host = ts.createCompilerHost(options);
  const disk = ts.createCompilerHost(options);
  host.readFile = (path) => files.get(path) ?? disk.readFile(path);
  host.fileExists = (path) => files.has(path) || disk.fileExists(path);
  host.getSourceFile = (path, target, onError) => {
    const code = files.get(path);
    return code === undefined ? disk.getSourceFile(path, target, onError) : ts.createSourceFile(path, code, target);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .filter(({ file }) => file && files.has(file.fileName))
    .map((fault) => `${fault.file?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(fault.messageText, '\n')}`);
}

describe('the examples of the READMEs', () => {
  it('compile as they stand', () => {
    const examples = new Map(PAGES.flatMap((page) => [...examplesOf(page)]));
    expect(examples.size).toBeGreaterThanOrEqual(5);
    expect(faultsOf(examples)).toEqual([]);
    // The compiler reads the whole repository: on a busy machine it takes a minute.
  }, 180_000);

  it.each(Object.entries(FRAMEWORKS))(
    'compile on the page of %s',
    (name, own) => {
      const examples = examplesOf(`docs/frameworks/${name}.md`);
      expect(examples.size).toBeGreaterThanOrEqual(1);
      expect(faultsOf(examples, own)).toEqual([]);
    },
    180_000,
  );
});

describe('what the README says of styles', () => {
  it('names the properties that there are', () => {
    const propertiesOf = (file: string) => new Set(readFileSync(join(ROOT, file), 'utf8').match(/--tollgate-[a-z]+/g));
    expect(propertiesOf('README.md')).toEqual(propertiesOf('packages/client/src/view/styles.ts'));
  });

  it('names the parts that there are', () => {
    const view = ['widget-view.ts', 'text-us-box.ts'].map((file) =>
      readFileSync(join(ROOT, 'packages/client/src/view', file), 'utf8'),
    );
    const parts = Array.from(view.join('').matchAll(/part: '([a-z-]+)'/g), ([, part]) => part!);
    const [, listed = ''] = /and the parts (`[^.]*`)\./.exec(readFileSync(join(ROOT, 'README.md'), 'utf8')) ?? [];
    expect(new Set(Array.from(listed.matchAll(/`([a-z-]+)`/g), ([, part]) => part))).toEqual(new Set(parts));
  });
});

describe('the starts of the README', () => {
  /** Blocks of code below a line with their file's name, as they stand. */
  const blocksOf = (page: string) =>
    Array.from(readFileSync(join(ROOT, page), 'utf8').matchAll(/^`[^`\n]+`:\n\n```\w+\n[\s\S]*?```/gm), String);

  it('are code of the pages of the frameworks, which is driven in a browser', () => {
    const tried = ['react', 'next', 'vue', 'svelte', 'angular'].map((name) => blocksOf(`docs/frameworks/${name}.md`));
    const shown = blocksOf('README.md');
    for (const blocks of tried) expect(shown).toContain(blocks.find((block) => shown.includes(block)));
    expect(tried.flat()).toEqual(expect.arrayContaining(shown));
  });
});

describe('what the README says an attack costs', () => {
  const cellsOf = (line: string) => line.split('|').map((cell) => cell.trim());
  const lines = readFileSync(join(ROOT, 'README.md'), 'utf8').split('\n').map(cellsOf);

  /** Hashes a second, dollars for a million hashes and for a million texts at base work, as the table writes them. */
  function figuresOf({ alg, baseP, baseK }: PuzzleRow, hardware: 'native' | 'gpu'): string[] {
    const { hashesPerSec, hourUsd } = puzzleCost(alg)![hardware];
    const usd = (1e6 / hashesPerSec.value / 3_600) * hourUsd.value;
    const texts = workCost({ alg, p: baseP, k: baseK });
    const microUsd = hardware === 'native' ? texts.nativeMicroUsdPerMillion : texts.gpuMicroUsdPerMillion;
    return [
      hashesPerSec.value.toLocaleString('en'),
      `$${usd.toLocaleString('en', { maximumSignificantDigits: 2 })}`,
      `$${(microUsd / 1e6).toFixed(2)}`,
    ];
  }

  it.each(PUZZLES.map((row) => row.alg))('is what the row of %s says', (alg) => {
    const row = PUZZLES.find((other) => other.alg === alg)!;
    const at = lines.findIndex((cells) => cells[1] === `\`${alg}\`` && cells.length === 7);
    expect(lines[at]?.slice(3, 6)).toEqual(figuresOf(row, 'native'));
    expect(lines[at + 1]?.slice(3, 6)).toEqual(figuresOf(row, 'gpu'));
    expect(lines[at]?.[2]).toContain(`$${puzzleCost(alg)!.native.hourUsd.value} an hour`);
    expect(lines[at + 1]?.[2]).toContain(`$${puzzleCost(alg)!.gpu.hourUsd.value} an hour`);
  });

  it('is what its first page says of a million proofs', () => {
    const { alg, baseP, baseK } = PUZZLES[0]!;
    const usd = workCost({ alg, p: baseP, k: baseK }).nativeMicroUsdPerMillion / 1e6;
    for (const page of ['README.md', 'SECURITY.md']) {
      expect(readFileSync(join(ROOT, page), 'utf8')).toContain(`about $${usd.toFixed(2)}`);
    }
  });
});
