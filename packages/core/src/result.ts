import type { Code } from './codes.js';

/** What became of hostile or broken input: a value, or the code of the refusal. Never an exception. */
export type Result<T, C extends Code = Code> = { readonly ok: true; readonly value: T } | Refusal<C>;

export interface Refusal<C extends Code = Code> {
  readonly ok: false;
  readonly code: C;
}

export function accept<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function refuse<C extends Code>(code: C): Refusal<C> {
  return { ok: false, code };
}
