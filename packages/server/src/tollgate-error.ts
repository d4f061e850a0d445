import type { Code } from '@tollgate/core';

/** Something around the gate failed, or a permit was refused to a sender. `code` says what; `cause` who said so. */
export class TollgateError extends Error {
  override readonly name: string = 'TollgateError';

  constructor(
    readonly code: Code,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
