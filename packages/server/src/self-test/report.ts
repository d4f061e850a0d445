import type { Code } from '@tollgate/core';

/** What was found of one rule. */
export interface SelfTestRule {
  /** The code that it refuses with, and where there are several what it is of: `pool-exhausted pool:DE untrusted day, cold`. */
  readonly rule: string;
  /** `denies`: it refused its canary. `off`: it would, and the options say that it shall not. `fails`: it did not. */
  readonly state: 'denies' | 'off' | 'fails';
  readonly code: Code;
  /** A sentence where the state is not `denies`. */
  readonly note?: string;
}

export interface SelfTestReport {
  /** False if any rule `fails`. */
  readonly ok: boolean;
  readonly rules: readonly SelfTestRule[];
}
