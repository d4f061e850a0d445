import { createTollgate } from '@tollgate/client';

/** What a page of somebody's own offers to tests. */
export interface OwnPage {
  /** Makes one token, and tells what happened meanwhile. */
  makeToken(phone: string): Promise<Made>;
}

export interface Made {
  readonly token: string;
  /** The reason of each `fallback` event. */
  readonly fallbacks: readonly string[];
  /** Turns that other tasks of the page got from the search's beginning to its end. */
  readonly turns: number;
}

const client = createTollgate({ endpoint: '/tollgate', action: 'signup', signals: false, workers: 1 });
const fallbacks: string[] = [];
let turns = 0;
let isSolving = false;

client.on('fallback', ({ reason }) => fallbacks.push(reason));
client.on('state', ({ state }) => {
  isSolving = state === 'solving';
});

const { port1, port2 } = new MessageChannel();
port1.onmessage = () => {
  if (isSolving) turns++;
  port2.postMessage(undefined);
};
port2.postMessage(undefined);

(globalThis as unknown as { ownPage: OwnPage }).ownPage = {
  makeToken: async (phone) => ({ token: await client.token({ phone }), fallbacks, turns }),
};
