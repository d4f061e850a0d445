import { type AddressInfo } from 'node:net';
import { parseArgs } from 'node:util';
import { STAND_IN_ACCOUNT } from './credentials.js';
import { createStandIn } from './server.js';

/**
 * The stand-in as a process of its own: `tsx demo/stand-in/main.ts [--port N] [--stop-with-stdin]`. The port may come
 * from STAND_IN_PORT too; 0, the default, takes a free one. One line of JSON on stdout says where it listens.
 */
const { values } = parseArgs({
  options: { port: { type: 'string' }, 'stop-with-stdin': { type: 'boolean', default: false } },
});
const port = Number(values.port ?? process.env['STAND_IN_PORT'] ?? 0);
if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new RangeError('port is a whole number up to 65535');

const server = await createStandIn({
  ...STAND_IN_ACCOUNT,
  accountSid: process.env['STAND_IN_ACCOUNT_SID'] ?? STAND_IN_ACCOUNT.accountSid,
  authToken: process.env['STAND_IN_AUTH_TOKEN'] ?? STAND_IN_ACCOUNT.authToken,
});
server.on('error', (error) => {
  console.error(`The stand-in cannot listen: ${error.message}`);
  process.exit(1);
});
server.listen(port, '127.0.0.1', () => {
  const { port: taken } = server.address() as AddressInfo;
  console.log(JSON.stringify({ url: `http://127.0.0.1:${taken}` }));
});

function stop(): void {
  server.close(() => process.exit(0));
  server.closeAllConnections();
}
process.on('SIGINT', stop);
process.on('SIGTERM', stop);
// Whoever started it may be killed without a word; its pipe closes all the same.
if (values['stop-with-stdin']) process.stdin.on('end', stop).on('error', stop).resume();
