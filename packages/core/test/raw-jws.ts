/** JSON text, for what an object literal cannot say: members named twice, `__proto__`, white space. */
export type Part = object | string;

export function base64url(data: string | Uint8Array): string {
  return Buffer.from(data as Uint8Array).toString('base64url');
}

/** A compact JWS by Node's own encoder, whose parts need not make sense. */
export function rawJws(header: Part, payload: Part, signature: Uint8Array): string {
  return `${base64url(textOf(header))}.${base64url(textOf(payload))}.${base64url(signature)}`;
}

/** The same, filled with white space inside its JSON until it has exactly `length` characters. */
export function rawJwsOf(length: number, header: object, payload: object, signature: Uint8Array): string {
  for (let headerSpaces = 0; headerSpaces < 4; headerSpaces++) {
    const padded = `{${' '.repeat(headerSpaces)}${JSON.stringify(header).slice(1)}`;
    const missing = length - rawJws(padded, payload, signature).length;
    for (let spaces = Math.max(0, Math.floor((missing * 3) / 4) - 3); spaces < missing + 3; spaces++) {
      const jws = rawJws(padded, `{${' '.repeat(spaces)}${JSON.stringify(payload).slice(1)}`, signature);
      if (jws.length === length) return jws;
    }
  }
  throw new RangeError(`no spelling has ${length} characters`);
}

/** The object without one of its members. */
export function without(value: object, member: string): object {
  return Object.fromEntries(Object.entries(value).filter(([name]) => name !== member));
}

/** The object's JSON text with a member written once more, or with one that a literal cannot name. */
export function withMemberText(value: object, memberText: string): string {
  return `${JSON.stringify(value).slice(0, -1)},${memberText}}`;
}

/** The text with its last base64url character respelled: another character, the same bytes for a lax decoder. */
export function respellLast(text: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return text.slice(0, -1) + alphabet.charAt(alphabet.indexOf(text.slice(-1)) + 1);
}

function textOf(part: Part): string {
  return typeof part === 'string' ? part : JSON.stringify(part);
}
