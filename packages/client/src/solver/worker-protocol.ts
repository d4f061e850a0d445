/** Page → worker. One piece at a time; a worker that shall stop is terminated. */
export interface ToWorker {
  readonly type: 'solve';
  readonly id: number;
  readonly alg: string;
  /** `Uint8Array(32)`. */
  readonly input: Uint8Array<ArrayBuffer>;
  readonly p: number;
}

/** Worker → page. `ready` comes once, when the script has run. */
export type ToPage =
  | { readonly type: 'ready' }
  | { readonly type: 'found'; readonly id: number; readonly nonce: number }
  | { readonly type: 'failed'; readonly id: number; readonly message: string };
