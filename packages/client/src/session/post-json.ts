import type { JsonObject } from '@tollgate/core';
import { TollgateError } from '../tollgate-error.js';
import { readJson } from './read-json.js';

export interface PostOptions {
  readonly fetch: typeof fetch;
  readonly headers: Readonly<Record<string, string>>;
  /** Gives up at once, with its reason. */
  readonly signal: AbortSignal;
}

export interface JsonAnswer {
  readonly status: number;
  readonly headers: Headers;
  /** `undefined` where the body is no well-formed JSON object of at most 16 KiB. */
  readonly body: JsonObject | undefined;
}

const DEADLINE_MS = 10_000;

/** Posts one JSON object. Rejects with `network-failed` after 10 s or when there is no answer at all. */
export async function postJson(url: string, body: object, options: PostOptions): Promise<JsonAnswer> {
  const { fetch, headers, signal } = options;
  signal.throwIfAborted();
  const stop = new AbortController();
  const giveUp = () => stop.abort(signal.reason);
  const deadline = setTimeout(() => stop.abort(new Error('no answer in 10 s')), DEADLINE_MS);
  signal.addEventListener('abort', giveUp, { once: true });
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      cache: 'no-store',
      // A number in the body goes to the endpoint named, and nowhere else.
      redirect: 'error',
      signal: stop.signal,
    });
    return { status: response.status, headers: response.headers, body: await readJson(response) };
  } catch (cause) {
    signal.throwIfAborted();
    throw new TollgateError('network-failed', 'no answer from the endpoint', { cause });
  } finally {
    clearTimeout(deadline);
    signal.removeEventListener('abort', giveUp);
  }
}
