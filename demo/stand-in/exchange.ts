/** One request, already read and bounded. */
export interface Exchange {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly contentType: string;
  readonly authorization: string | undefined;
  readonly body: string;
}

export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** What becomes of a request: an answer, or silence until the caller gives up. */
export type Handled = Reply | 'silence';

export function jsonReply(status: number, value: unknown): Reply {
  return { status, contentType: 'application/json; charset=utf-8', body: JSON.stringify(value) };
}

export function htmlReply(body: string): Reply {
  return { status: 200, contentType: 'text/html; charset=utf-8', body };
}
