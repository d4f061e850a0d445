import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { provideDebianPackages } from './debian-packages.js';
import { run } from './run.js';

/**
 * `npm test`: builds, runs the unit and store suites and the browser suites on the built bundles, and ends with one
 * line `N passed, N failed` summed over all of them.
 */
interface Count {
  readonly passed: number;
  readonly failed: number;
}

const reports = await mkdtemp(join(tmpdir(), 'tollgate-test-'));
try {
  const counts = (await provideDebianPackages()) ? await runSuites() : [{ passed: 0, failed: 1 }];
  const passed = counts.reduce((sum, count) => sum + count.passed, 0);
  const failed = counts.reduce((sum, count) => sum + count.failed, 0);
  console.log(`\n${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
} finally {
  await rm(reports, { recursive: true, force: true });
}

async function runSuites(): Promise<readonly Count[]> {
  if ((await run('npm', ['run', '--silent', 'build'])) !== 0) return [{ passed: 0, failed: 1 }];
  return [await runUnit(), await runBrowser()];
}

async function runUnit(): Promise<Count> {
  const file = join(reports, 'unit.json');
  const code = await run('npx', ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile=${file}`]);
  return read(file, code, (report) => ({
    passed: number(report['numPassedTests']),
    failed: number(report['numTotalTests']) - number(report['numPassedTests']),
  }));
}

async function runBrowser(): Promise<Count> {
  const file = join(reports, 'browser.json');
  const code = await run('npx', ['playwright', 'test', '--reporter=list,json'], { PLAYWRIGHT_JSON_OUTPUT_NAME: file });
  return read(file, code, (report) => {
    const stats = report['stats'] as Record<string, unknown>;
    return {
      passed: number(stats['expected']),
      // A test that passed at a second try, or was skipped, is not a pass here.
      failed: number(stats['unexpected']) + number(stats['flaky']) + number(stats['skipped']),
    };
  });
}

/** A suite that ended badly without a failed test (a crash, a missing report) counts as one failure. */
async function read(
  file: string,
  code: number,
  count: (report: Readonly<Record<string, unknown>>) => Count,
): Promise<Count> {
  try {
    const counted = count(JSON.parse(await readFile(file, 'utf8')) as Record<string, unknown>);
    return code !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
  } catch {
    return { passed: 0, failed: 1 };
  }
}

function number(value: unknown): number {
  return typeof value === 'number' ? value : 0;
}
