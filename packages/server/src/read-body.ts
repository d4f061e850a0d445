import { accept, concatBytes, refuse, type Result } from '@tollgate/core';

/** The longest body of any route: a token and a number. Each route refuses what is too long for itself. */
export const BODY_MAX_BYTES = 8_192;

/** Reads a request's body of at most `maxBytes`, and stops reading at the first byte beyond. */
export async function readBody(
  request: Request,
  maxBytes: number,
): Promise<Result<Uint8Array, 'body-too-large' | 'body-malformed'>> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return refuse('body-too-large');
  if (!request.body) return accept(new Uint8Array(0));
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
      length += chunk.length;
      if (length > maxBytes) return refuse('body-too-large');
      chunks.push(chunk);
    }
  } catch {
    // The caller went away, or its framing was broken.
    return refuse('body-malformed');
  }
  return accept(concatBytes(...chunks));
}
