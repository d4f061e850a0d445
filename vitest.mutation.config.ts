import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import base from './vitest.config.js';

/** A mutant is killed by one test: those that take least come first. */
class QuickFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const lasted = new Map(files.map((file) => [file, this.#lasted(file)]));
    return files.sort((one, other) => lasted.get(one)! - lasted.get(other)!);
  }

  /** As long as it took the last time; longest where that is not known. */
  #lasted({ project, moduleId }: TestSpecification): number {
    const key = `${project.name}:${moduleId.slice(this.ctx.config.root.length + 1)}`;
    return this.ctx.cache.getFileTestResults(key)?.duration ?? Number.MAX_VALUE;
  }
}

/**
 * The tests that mutants of the policy are run against: the server's own, over the memory store alone. Left out is what
 * needs Redis or a process of its own, and the property tests of the stores, which cost a minute for each mutant that lives.
 */
export default defineConfig({
  ...base,
  test: {
    ...base.test,
    include: ['packages/server/test/**/*.test.ts'],
    // Modules are loaded once for all files; that halves the time.
    isolate: false,
    env: { TOLLGATE_TEST_STORES: 'memory' },
    exclude: [
      'packages/server/test/killed-process.test.ts',
      'packages/server/test/redis-*.test.ts',
      'packages/server/test/stores/{redis,cluster}-*.test.ts',
      'packages/server/test/stores/{bound,conformance}.test.ts',
    ],
    sequence: { sequencer: QuickFirst },
  },
});
