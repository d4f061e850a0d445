import { isJsonObject } from '@tollgate/core';

/** What a server answers us. A challenge takes 1 KiB; the rest is for reasons and ways. */
export const ANSWER_MAX_BYTES = 16_384;

/** By its shape: another realm's or a library's response is no instance of this realm's class. */
export function isResponse(answer: unknown): answer is Response {
  return isJsonObject(answer) && typeof answer['clone'] === 'function' && typeof answer['arrayBuffer'] === 'function';
}

/**
 * Reads a body of at most `maxBytes`, or answers `undefined` and stops listening: an endpoint that was taken over
 * cannot fill the page's memory.
 */
export async function readBoundedBody(response: Response, maxBytes: number): Promise<Uint8Array | undefined> {
  const reader = response.body?.getReader() as ReadableStreamDefaultReader<Uint8Array> | undefined;
  const whole = new Uint8Array(maxBytes);
  let length = 0;
  for (;;) {
    const part = await reader?.read();
    if (!part || part.done) return whole.subarray(0, length);
    if (length + part.value.length > maxBytes) {
      void reader?.cancel().catch(() => undefined);
      return undefined;
    }
    whole.set(part.value, length);
    length += part.value.length;
  }
}
