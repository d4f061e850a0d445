import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const PAGES = ['README.md', 'packages/client/README.md', 'packages/server/README.md'];

/** Every TypeScript example of a page, as a file beside it that exists in memory alone. */
function examplesOf(page: string): Map<string, string> {
  const text = readFileSync(join(ROOT, page), 'utf8');
  const examples = Array.from(text.matchAll(/```ts\n([\s\S]*?)```/g), ([, code = '']) => code);
  return new Map(examples.map((code, at) => [join(ROOT, `${page.replaceAll('/', '-')}-${at + 1}.ts`), code]));
}

function compilerOptions(): ts.CompilerOptions {
  const file = join(ROOT, 'tsconfig.json');
  const { config } = ts.readConfigFile(file, (path) => ts.sys.readFile(path)) as { config: unknown };
  return ts.parseJsonConfigFileContent(config, ts.sys, ROOT).options;
}

function faultsOf(files: ReadonlyMap<string, string>): string[] {
  const options = compilerOptions();
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
  });
});
