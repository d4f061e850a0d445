import { type JsonObject, parseJsonObject } from '@tollgate/core';
import { ANSWER_MAX_BYTES, readBoundedBody } from './read-bounded-body.js';

/** The body, `undefined` where it is no well-formed JSON object of at most 16 KiB. Rejects where it breaks off, or was read before. */
export async function readJson(response: Response): Promise<JsonObject | undefined> {
  const bytes = await readBoundedBody(response, ANSWER_MAX_BYTES);
  return bytes && parseJsonObject(bytes);
}
