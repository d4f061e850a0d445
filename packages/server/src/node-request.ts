import type { IncomingMessage, ServerResponse } from 'node:http';

/** A request of Express 4 or 5, or of plain `node:http`. */
export type NodeRequest = IncomingMessage & { readonly originalUrl?: string; readonly body?: unknown };

/** The methods that are answered anywhere. */
const BODY_METHODS: readonly string[] = ['POST', 'OPTIONS'];

/** A request of Node as a fetch-style one, of whose body no more is read than tells that it is too long. */
export function toWebRequest(request: NodeRequest, maxBytes: number): Request {
  // A fetch-style request cannot even be built with TRACE or CONNECT: whatever the gate refuses anyway reads as GET.
  const method = BODY_METHODS.includes(request.method ?? '') ? request.method! : 'GET';
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    // HTTP/2 names its pseudo-headers with a colon, which no header may have.
    if (name.startsWith(':')) continue;
    for (const one of Array.isArray(value) ? value : [value ?? '']) headers.append(name, one);
  }
  // The host never matters to the gate; a hostile Host header must not break the URL.
  const url = new URL('http://localhost');
  url.pathname = (request.originalUrl ?? request.url ?? '/').split('?', 1)[0]!;
  if (method === 'GET') return new Request(url, { headers });
  return new Request(url, { method, headers, ...bodyOf(request, maxBytes) });
}

/** The raw body, or what a body parser in front has already made of it. */
function bodyOf(request: NodeRequest, maxBytes: number): RequestInit & { duplex?: 'half' } {
  if (!request.readableDidRead) {
    return { body: boundedStream(request, maxBytes), duplex: 'half' };
  }
  const { body } = request;
  if (typeof body === 'string' || body instanceof Uint8Array) return { body: body as BodyInit };
  return { body: isForm(request) ? formText(body) : JSON.stringify(body ?? '') };
}

function isForm({ headers }: NodeRequest): boolean {
  return headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
}

/**
 * A form that was read already, written again: what was named twice still is. Parsers make objects of names with brackets,
 * also such as have no text of their own: a form with one reads as empty.
 */
function formText(body: unknown): string {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(body ?? {})) {
    for (const one of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (typeof one !== 'string') return '';
      form.append(name, one);
    }
  }
  return form.toString();
}

/** The request as a stream that stops being read soon after the limit. */
function boundedStream(request: NodeRequest, maxBytes: number): ReadableStream<Uint8Array> {
  let length = 0;
  const chunks = request[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = (await chunks.next()) as IteratorResult<Buffer>;
      if (next.done) {
        controller.close();
        return;
      }
      length += next.value.length;
      controller.enqueue(new Uint8Array(next.value));
      if (length > maxBytes) controller.close();
    },
  });
}

export async function writeResponse(response: ServerResponse, answer: Response): Promise<void> {
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(await answer.text());
}
