import { accept, concatBytes, refuse, type Result } from '@tollgate/core';

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
