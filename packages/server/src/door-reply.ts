import { type Code, codeRow } from '@tollgate/core';

/** An answer before it has its headers. */
export interface DoorReply {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The answer to a code: only what a caller may see of it. */
export function refusalOf(code: Code): DoorReply {
  const { status, publicCode } = codeRow(code);
  return { status, body: { code: publicCode } };
}
