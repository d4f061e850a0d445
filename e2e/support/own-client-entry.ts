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
  /** In how many pauses of a search on the main thread another task of the page got its turn. */
  readonly turns: number;
}

const client = createTollgate({ endpoint: '/tollgate', action: 'signup', signals: false, workers: 1 });
const fallbacks: string[] = [];
client.on('fallback', ({ reason }) => fallbacks.push(reason));

let pauses = 0;
let turns = 0;
let pausesSeen = 0;
const { port1, port2 } = new MessageChannel();
port1.onmessage = () => {
  if (pauses > pausesSeen) turns++;
  pausesSeen = pauses;
  port2.postMessage(undefined);
};
port2.postMessage(undefined);

// A search on the main thread opens a channel for each of its pauses.
globalThis.MessageChannel = class extends MessageChannel {
  constructor() {
    super();
    pauses++;
  }
};

(globalThis as unknown as { ownPage: OwnPage }).ownPage = {
  makeToken: async (phone) => ({ token: await client.token({ phone }), fallbacks, turns }),
};
