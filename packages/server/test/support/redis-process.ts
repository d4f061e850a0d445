import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE_MS = 10_000;
const PORTS_TRIED = 5;

/** A real `redis-server` of its own, on a loopback port, in a temporary directory. */
export interface RedisServer {
  readonly port: number;
  /** Kills it as a power cut would: SIGKILL. */
  kill(): Promise<void>;
  /** Stands still, with its connections open, until it goes on: SIGSTOP and SIGCONT. */
  pause(): void;
  goOn(): void;
  /** Starts it again at the same port, in the same directory. */
  restart(): Promise<void>;
  /** Ends it for good and removes its directory. May be called again. */
  stop(): Promise<void>;
}

/** Where a server is to be. */
export interface Place {
  readonly port: number;
  readonly directory: string;
}

/** What `redis-server` is given on its command line. Asked again for each port that is tried. */
export type ArgumentsAt = (place: Place) => readonly string[] | Promise<readonly string[]>;

const running = new Set<ChildProcess>();
// A worker that ends without its hooks must not leave a server behind.
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Starts a server; resolves once it answers. Where that fails, nothing is left of it. */
export async function startRedisProcess(argumentsAt: ArgumentsAt): Promise<RedisServer> {
  const directory = mkdtempSync(join(tmpdir(), 'tollgate-redis-'));
  const remove = () => rmSync(directory, { recursive: true, force: true });
  const first = await launchSomewhere(directory, argumentsAt).catch((error: unknown) => {
    remove();
    throw error;
  });
  const { port, args } = first;
  let child = first.child;
  const kill = () => end(child);
  return {
    port,
    kill,
    pause: () => void child.kill('SIGSTOP'),
    goOn: () => void child.kill('SIGCONT'),
    async restart() {
      await kill();
      child = await launch(port, args);
    },
    async stop() {
      await kill();
      remove();
    },
  };
}

/** A free port may be taken before the server has it: then another one is tried. */
async function launchSomewhere(directory: string, argumentsAt: ArgumentsAt) {
  for (let turn = 1; ; turn++) {
    const port = await freePort();
    const args = await argumentsAt({ port, directory });
    try {
      return { port, args, child: await launch(port, args) };
    } catch (error) {
      if (turn === PORTS_TRIED) throw error;
    }
  }
}

async function launch(port: number, args: readonly string[]): Promise<ChildProcess> {
  const child = spawn('redis-server', args, { stdio: 'ignore' });
  running.add(child);
  let failure: Error | undefined;
  child.once('error', (error) => (failure = error));
  const patientUntil = Date.now() + PATIENCE_MS;
  while (Date.now() < patientUntil && !failure && child.exitCode === null) {
    if (await answersPing(port)) return child;
    await sleep(10);
  }
  await end(child);
  throw new Error(`redis-server did not answer at port ${port}`, { cause: failure });
}

async function end(child: ChildProcess): Promise<void> {
  running.delete(child);
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

async function answersPing(port: number): Promise<boolean> {
  const socket = connect({ port, host: '127.0.0.1' });
  try {
    await once(socket, 'connect');
    socket.write('PING\r\n');
    const [answer] = (await once(socket, 'data')) as [Buffer];
    return answer.toString().startsWith('+PONG');
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { readonly port: number };
  server.close();
  await once(server, 'close');
  return port;
}
