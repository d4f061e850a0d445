import { spawnStandIn, type StandInProcess } from '../../demo/spawn-stand-in.js';

/** One text as the stand-in of Twilio's API recorded it. */
export interface ReceivedText {
  readonly to: string;
  readonly body: string;
}

export interface StandIn {
  readonly url: string;
  /** Everything that arrived since the last `clear`. */
  received(): Promise<readonly ReceivedText[]>;
  clear(): Promise<void>;
  tell(mode: { mode: string; delayMs?: number; times?: number }): Promise<void>;
  stop(): void;
}

/** Starts the stand-in as its own process. */
export async function startStandIn(): Promise<StandIn> {
  const child: StandInProcess = await spawnStandIn();
  const call = (path: string, init?: RequestInit) => fetch(new URL(path, child.url), init);
  return {
    url: child.url,
    received: async () => {
      const answer = (await (await call('/_stand-in/messages')).json()) as { messages: ReceivedText[] };
      return answer.messages;
    },
    clear: async () => {
      await call('/_stand-in/messages', { method: 'DELETE' });
      await call('/_stand-in/mode', order({ mode: 'ok' }));
    },
    tell: async (mode) => {
      await call('/_stand-in/mode', order(mode));
    },
    stop: () => child.stop(),
  };
}

function order(body: object): RequestInit {
  return { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}
