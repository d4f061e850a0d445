import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { bundle } from './bundle.js';

/**
 * Runs a script as a bundle in a Node of its own, and answers the JSON that it prints. The loader that runs this bench
 * keeps the names of functions, which makes HashWX five times slower.
 */
export async function runBundled<Printed>(entry: string): Promise<Printed> {
  const script = await bundle(entry, 'node');
  const child = spawn(process.execPath, ['--input-type=module', '-'], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(script);
  const [output, [code]] = await Promise.all([text(child.stdout), once(child, 'exit') as Promise<[number | null]>]);
  if (code !== 0) throw new Error(`${entry} ended with ${code}`);
  return JSON.parse(output) as Printed;
}
