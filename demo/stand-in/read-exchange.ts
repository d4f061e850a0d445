import { type IncomingMessage } from 'node:http';
import { type Exchange } from './exchange.js';

/** Twilio's longest text is 1,600 characters; percent-encoded UTF-8 makes at most 12 bytes of each. */
const MAX_BODY_BYTES = 32 * 1024;

/** Reads a request to its end, or gives `undefined` when its body is longer than the stand-in takes. */
export async function readExchange(request: IncomingMessage): Promise<Exchange | undefined> {
  const body = await readBody(request);
  if (body === undefined) return undefined;
  const url = new URL(request.url ?? '/', 'http://stand-in');
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    contentType: (request.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase(),
    authorization: request.headers.authorization,
    body,
  };
}

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
