import { isJsonObject } from '@tollgate/core';

/**
 * Demands an object whose members all have one of `names`. Throws `TypeError` otherwise, naming the unknown option: a
 * misspelt option that is silently ignored is a defence that is silently off.
 */
export function checkOptions(options: unknown, names: readonly string[]): Readonly<Record<string, unknown>> {
  if (!isJsonObject(options)) throw new TypeError('options: expected an object');
  for (const name of Object.keys(options)) {
    if (!names.includes(name)) throw new TypeError(`${name}: unknown option`);
  }
  return options;
}
