import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/**
 * Checks what would be published, not the sources: each package is packed, its tarball's files are compared with what
 * belongs there, its exports are resolved under ESM and types, and its code searched for what must not leave.
 */
const PACKAGES = ['hashwx', 'core', 'client', 'server'];

const BELONGS = /^package\/(package\.json|README\.md|LICENSE|dist\/licenses\.txt|dist\/[\w./-]+\.(js|d\.ts))$/;
const NEEDED = [
  'package/package.json',
  'package/README.md',
  'package/LICENSE',
  'package/dist/index.js',
  'package/dist/index.d.ts',
];

/** Dynamic code, source maps, and paths of the machine that built it. */
const FORBIDDEN: readonly (readonly [what: string, pattern: RegExp])[] = [
  // A method of that name is another matter: Redis has a command EVAL.
  ['eval', /(?<![.\w])eval\s*\(/],
  ['new Function', /\bnew Function\b/],
  ['a source map', /sourceMappingURL/],
  ['an absolute path', new RegExp(escape(process.cwd()))],
];

const exec = promisify(execFile);
const folder = await mkdtemp(join(tmpdir(), 'tollgate-pack-'));
const faults: string[] = [];

try {
  for (const name of PACKAGES) await checkPackage(name);
  await checkLab();
} finally {
  await rm(folder, { recursive: true, force: true });
}

for (const fault of faults) console.error(fault);
console.log(faults.length === 0 ? 'Artefacts are in order.' : `${faults.length} faults in the artefacts.`);
process.exitCode = faults.length === 0 ? 0 : 1;

/** The lab as it is run: the same seed gives the same bytes. */
async function checkLab(): Promise<void> {
  const [first, second] = [join(folder, 'lab-1'), join(folder, 'lab-2')];
  for (const out of [first, second]) {
    await exec('node', ['packages/lab/dist/main.js', '--seeds', '2', '--tapes', 'one-address', '--out', out]);
  }
  for (const file of ['lab.json', 'lab.html', 'lab.md']) {
    const [one, other] = await Promise.all([first, second].map((out) => readFile(join(out, file), 'utf8')));
    if (one !== other) faults.push(`lab: ${file} is another one the second time`);
    if (one?.includes(process.cwd())) faults.push(`lab: ${file} has a path of this machine`);
  }
}

async function checkPackage(name: string): Promise<void> {
  const source = join('packages', name);
  const { stdout } = await exec('npm', ['pack', `./${source}`, '--pack-destination', folder, '--json', '--silent']);
  const tarball = join(folder, tarballName(stdout));
  const { stdout: listing } = await exec('tar', ['-tzf', tarball]);
  const files = listing.trim().split('\n');
  if (name === 'client') await checkLicences(join(source, 'dist/licenses.txt'));
  for (const file of NEEDED.filter((needed) => !files.includes(needed))) faults.push(`${name}: ${file} is missing`);
  for (const file of files.filter((packed) => !BELONGS.test(packed))) faults.push(`${name}: ${file} does not belong`);
  for (const file of files.filter((packed) => packed.endsWith('.js')))
    await checkCode(name, file.replace(/^package/, source));
  await tool(`${name}: publint`, ['publint', source, '--strict']);
  await tool(`${name}: types`, ['attw', tarball, '--profile', 'esm-only', ...withoutTypes(name)]);
}

/** Whose code is in the minified files, theirs have to be beside them. */
async function checkLicences(file: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  for (const owner of ['@fingerprintjs/botd', '@fingerprintjs/fingerprintjs', 'hash-wasm']) {
    if (!text.includes(`${owner}\n`)) faults.push(`client: the licence of ${owner} is missing`);
  }
}

/** The script-tag bundle and the worker are loaded by a page, never imported with types. */
function withoutTypes(name: string): string[] {
  return name === 'client' ? ['--exclude-entrypoints', './script', './worker'] : [];
}

async function checkCode(name: string, file: string): Promise<void> {
  const code = await readFile(file, 'utf8');
  for (const [what, pattern] of FORBIDDEN) if (pattern.test(code)) faults.push(`${name}: ${file} contains ${what}`);
  // Only who asks for it gets a worker that a page's policy has to allow by `blob:`.
  const isInline = file.endsWith('/dist/inline-worker.js');
  if (code.includes('createObjectURL') !== isInline) faults.push(`${name}: ${file} and blob workers do not agree`);
}

async function tool(what: string, args: readonly string[]): Promise<void> {
  try {
    await exec('npx', args);
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    faults.push(`${what}\n${stdout}${stderr}`);
  }
}

function tarballName(json: string): string {
  const packed = JSON.parse(json) as { filename: string }[] | Record<string, { filename: string }>;
  return Object.values(packed)[0]!.filename;
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
