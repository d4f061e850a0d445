import { accept, concatBytes, refuse, type Result } from '@tollgate/core';

/** The longest body of any route: a token and a number. Each route refuses what is too long for itself. */
export const BODY_MAX_BYTES = 8_192;

/** The media type of a request's body, in lower case and without parameters. */
export function mediaTypeOf({ headers }: Request): string | undefined {
  return headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase();
}

/** Reads a request's body of at most `maxBytes`, and stops reading at the first byte beyond. */
export async function readBody(
  request: Request,
  maxBytes: number,
): Promise<Result<Uint8Array, 'body-too-large' | 'body-malformed'>> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return refuse('body-too-large');
  if (!request.body) return accept(new Uint8Array(0));
  try {
    return await readAll(request.body.getReader(), maxBytes);
  } catch {
    // The caller went away, or its framing was broken.
    return refuse('body-malformed');
  }
}

/** By a reader of its own: the stream's iterator takes three times as long for a body that comes in one piece. */
async function readAll(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  maxBytes: number,
): Promise<Result<Uint8Array, 'body-too-large'>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return accept(concatBytes(...chunks));
    length += value.length;
    if (length > maxBytes) {
      // Nobody waits for what the sender makes of it.
      reader.cancel().catch(() => undefined);
      return refuse('body-too-large');
    }
    chunks.push(value);
  }
}
