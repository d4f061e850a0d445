import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';

/** Processes that were started together and end together, each by the id it was started under. */
export class ChildProcesses {
  readonly #children: ChildProcess[] = [];
  /** If this process goes first. */
  readonly #killAll = () => {
    for (const child of this.#children) child.kill();
  };

  constructor() {
    process.once('exit', this.#killAll);
  }

  start(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
    const child = spawn(command, args, options);
    this.#children.push(child);
    return child;
  }

  /** The last started ends first. */
  async end(): Promise<void> {
    for (const child of this.#children.reverse()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const exited = once(child, 'exit');
      child.kill();
      await exited;
    }
    process.off('exit', this.#killAll);
  }
}
