import { webcrypto } from 'node:crypto';
import {
  checkPiece,
  decodeChallenge,
  type DeviceJwk,
  deviceThumbprint,
  encodeToken,
  findPuzzle,
  type PieceTask,
  puzzleInput,
  searchPiece,
} from '@tollgate/core';
import { createLabGate } from '@tollgate/server/lab';
import { ORIGIN } from '../world/site.js';
import { AddressBook } from './address-book.js';
import type { Ask, Setting } from './defence.js';
import { type Door, pricedBy } from './door.js';
import { DueTimers } from './due-timers.js';

const P256 = { name: 'ECDSA', namedCurve: 'P-256' } as const;
const ES256 = { name: 'ECDSA', hash: 'SHA-256' } as const;
const { subtle } = webcrypto;

/** A device whose key is real. */
interface RealDevice {
  readonly jwk: DeviceJwk;
  readonly thumbprint: Uint8Array;
  readonly sign: (data: Uint8Array<ArrayBuffer>) => Promise<Uint8Array<ArrayBuffer>>;
}

/** A gate as sites have it, but for its timers, over HTTP messages, with real proofs (of little work) and real signatures. */
export function realDoor({ clock, random, site }: Setting): Door {
  const timers = new DueTimers(clock);
  const ipData = new AddressBook();
  const options = { ...site.gateOptions(), ipData, work: { p: 64, k: 2 } };
  const gate = createLabGate(options, { clock, random, later: timers.later });
  const devices = new Map<string, Promise<RealDevice>>();
  const deviceOf = (name: string) => {
    const known = devices.get(name) ?? makeDevice();
    devices.set(name, known);
    return known;
  };
  return {
    gate,
    addresses: ipData,
    alg: gate.limits().work.alg,
    challenge: async (body, ip) => {
      await timers.goOff();
      const headers = { origin: ORIGIN, 'content-type': 'application/json' };
      const init = { method: 'POST', headers, body: JSON.stringify(body) };
      const response = await gate.handle(new Request(`${ORIGIN}/tollgate/challenge`, init), { ip });
      return response.ok
        ? pricedBy(gate, ((await response.json()) as { readonly challenge: string }).challenge)
        : undefined;
    },
    token: async (challenge, { device, signals }, effort) =>
      tokenOf(challenge, { ...(await deviceOf(device.join())), signals }, effort),
  };
}

async function tokenOf(
  text: string,
  { jwk, thumbprint, sign, signals }: RealDevice & Pick<Ask, 'signals'>,
  effort?: 'made',
): Promise<string> {
  const decoded = decodeChallenge(text);
  if (!decoded.ok) throw new TypeError(`not a challenge: ${decoded.code}`);
  const { jti, puzzle } = decoded.value.challenge;
  const row = findPuzzle(puzzle.alg)!;
  const nonces: number[] = [];
  for (let piece = 0; piece < puzzle.k; piece++) {
    const input = await puzzleInput({ jti, thumbprint }, piece, sha256);
    const task = { row, input, p: puzzle.p, sha256 };
    nonces.push(effort === 'made' ? await searchPiece(task) : await losingNonce(task));
  }
  return encodeToken({ deviceKey: jwk, challenge: text, nonces, signals }, sign);
}

/** What somebody sends who did not search: by chance nonce 0 wins once in p. */
async function losingNonce(task: PieceTask): Promise<number> {
  let nonce = 0;
  while (await checkPiece(task, nonce)) nonce++;
  return nonce;
}

async function makeDevice(): Promise<RealDevice> {
  const { publicKey, privateKey } = await subtle.generateKey(P256, false, ['sign', 'verify']);
  const { x = '', y = '' } = await subtle.exportKey('jwk', publicKey);
  const jwk: DeviceJwk = { kty: 'EC', crv: 'P-256', x, y };
  return {
    jwk,
    thumbprint: await deviceThumbprint(jwk, sha256),
    sign: async (data) => new Uint8Array(await subtle.sign(ES256, privateKey, data)),
  };
}

async function sha256(data: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await subtle.digest('SHA-256', data));
}
