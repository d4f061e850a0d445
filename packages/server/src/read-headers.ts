/** Headers as the rules read them: names as they came, and of each the first value that is a text. */
export type PlainHeaders = Readonly<Record<string, string | undefined>>;

/**
 * Reads headers once, into an object of plain texts. A fetch-style request has them in an object without members of their
 * names. A host's object whose members or traps throw says nothing, as one without headers does: what it told before it
 * threw is not taken either, so that no rule judges by half of it.
 */
export function readHeaders(given: object = {}): PlainHeaders {
  try {
    const entries: [string, unknown][] = given instanceof Headers ? [...given] : Object.entries(given);
    return Object.fromEntries(entries.map(([name, value]) => [name, firstText(value)]));
  } catch {
    return {};
  }
}

function firstText(value: unknown): string | undefined {
  const text: unknown = Array.isArray(value) ? value[0] : value;
  return typeof text === 'string' ? text : undefined;
}
