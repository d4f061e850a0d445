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
  /** Starts it again at the same port, in the same directory. */
  restart(): Promise<void>;
  /** Ends it for good and removes its directory. May be called again. */
  stop(): Promise<void>;
}

/** Starts a server that keeps nothing on disk and evicts nothing, unless `args` says otherwise; resolves once it answers. */
export async function startRedisServer(args: readonly string[] = []): Promise<RedisServer> {
  const directory = mkdtempSync(join(tmpdir(), 'tollgate-redis-'));
  const first = await launchSomewhere(directory, args);
  const { port } = first;
  let child = first.child;

  async function kill(): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }
  async function stop(): Promise<void> {
    await kill();
    process.off('exit', killNow);
    rmSync(directory, { recursive: true, force: true });
  }
  // A worker that ends without its hooks must not leave a server behind.
  const killNow = () => void child.kill('SIGKILL');
  process.on('exit', killNow);

  return {
    port,
    kill,
    stop,
    async restart() {
      await kill();
      child = await launch(port, directory, args);
    },
  };
}

/** A free port may be taken before the server has it: then another one is tried. */
async function launchSomewhere(directory: string, args: readonly string[]) {
  for (let turn = 1; ; turn++) {
    const port = await freePort();
    try {
      return { port, child: await launch(port, directory, args) };
    } catch (error) {
      if (turn === PORTS_TRIED) throw error;
    }
  }
}

async function launch(port: number, directory: string, args: readonly string[]): Promise<ChildProcess> {
  const own = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', directory, '--save', '', '--appendonly', 'no'];
  const child = spawn('redis-server', [...own, '--maxmemory-policy', 'noeviction', ...args], { stdio: 'ignore' });
  let failure: Error | undefined;
  child.once('error', (error) => (failure = error));
  const patientUntil = Date.now() + PATIENCE_MS;
  while (Date.now() < patientUntil && !failure && child.exitCode === null) {
    if (await answersPing(port)) return child;
    await sleep(10);
  }
  child.kill('SIGKILL');
  throw new Error(`redis-server did not answer at port ${port}`, { cause: failure });
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

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { readonly port: number };
  server.close();
  await once(server, 'close');
  return port;
}
