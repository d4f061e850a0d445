import type { RedisCommands } from './redis-client.js';

/** Runs scripts by their SHA-1, which Redis remembers after the first time; a server that forgot is told again. */
export class ScriptRunner {
  readonly #shas = new Map<string, Promise<string>>();

  constructor(readonly commands: RedisCommands) {}

  async run(script: string, key: string, argument: string): Promise<unknown> {
    try {
      return await this.commands.evalSha(await this.#shaOf(script), key, argument);
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error;
      return this.commands.eval(script, key, argument);
    }
  }

  #shaOf(script: string): Promise<string> {
    let sha = this.#shas.get(script);
    if (!sha) this.#shas.set(script, (sha = sha1(script)));
    return sha;
  }
}

async function sha1(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-1', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
