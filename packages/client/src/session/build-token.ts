import { encodeToken, LIMITS, type Signals } from '@tollgate/core';
import type { TokenRequest } from '../options/token-request.js';
import { TollgateError } from '../tollgate-error.js';
import type { Device } from './device.js';
import type { Proof } from './session.js';

export interface TokenParts {
  readonly proof: Proof;
  readonly signals: Signals;
  readonly request: Pick<TokenRequest, 'cd' | 'ext'>;
}

/** Signs proof, signals and the site's own data. Rejects with `token-too-long` over 4,096 characters. */
export async function buildToken(parts: TokenParts, device: Device): Promise<string> {
  const { proof, signals, request } = parts;
  const token = await encodeToken(
    {
      deviceKey: device.jwk,
      challenge: proof.held.text,
      nonces: proof.nonces,
      signals,
      clientData: request.cd,
      extension: request.ext,
    },
    device.sign,
  );
  if (token.length <= LIMITS.tokenMaxChars) return token;
  throw new TollgateError('token-too-long', `the token has ${token.length} characters; shorten cd or ext`);
}
