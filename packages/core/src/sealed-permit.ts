import { decodeBase64urlOf, encodeBase64url } from './base64url.js';
import { decodeCompactJws, encodeCompactJws, type Sign } from './compact-jws.js';
import { type Channel, isAction, isChannel, isIntegerBetween, isSite, isWireTime } from './fields.js';
import { hasExactMembers, type JsonObject } from './json.js';
import { LIMITS, WIRE_VERSION } from './limits.js';
import { readMacHeader } from './mac-header.js';
import { accept, refuse, type Refusal, type Result } from './result.js';

export const PERMIT_TYPE = 'tollgate-permit+jwt';

/**
 * A permit as it leaves the process.
 *
 *     header   { alg: "HS256", kid, typ: "tollgate-permit+jwt" }
 *     payload  { v: 1, site, pid, act, chn, seg, dst, exp }
 */
export interface SealedPermit {
  readonly site: string;
  /** `Uint8Array(16)`, random: the permit's name in the store. */
  readonly pid: Uint8Array<ArrayBuffer>;
  readonly action: string;
  readonly channel: Channel;
  /** The most segments the text may have, 1 to 10. */
  readonly segments: number;
  /** `Uint8Array(24)`: salt and bound number, with `pid` in place of `jti`. */
  readonly dst: Uint8Array<ArrayBuffer>;
  readonly expSec: number;
}

/** A sealed permit read but not verified. */
export interface DecodedPermit {
  readonly kid: string;
  readonly permit: SealedPermit;
  readonly mac: Uint8Array<ArrayBuffer>;
  readonly signingInput: Uint8Array<ArrayBuffer>;
}

type PermitCode =
  'permit-encoding-invalid' | 'permit-header-invalid' | 'permit-payload-invalid' | 'permit-version-unsupported';

/** Serialises and signs a permit with the key named `kid`. */
export function encodeSealedPermit(permit: SealedPermit, kid: string, sign: Sign): Promise<string> {
  const payload = {
    v: WIRE_VERSION,
    site: permit.site,
    pid: encodeBase64url(permit.pid),
    act: permit.action,
    chn: permit.channel,
    seg: permit.segments,
    dst: encodeBase64url(permit.dst),
    exp: permit.expSec,
  };
  return encodeCompactJws({ alg: 'HS256', kid, typ: PERMIT_TYPE }, payload, sign);
}

/**
 * Reads a sealed permit's exact shape without verifying it.
 *
 * Codes: `permit-encoding-invalid`, `permit-header-invalid`, `permit-version-unsupported`, `permit-payload-invalid`.
 */
export function decodeSealedPermit(text: unknown): Result<DecodedPermit, PermitCode> {
  if (typeof text !== 'string' || text.length > LIMITS.sealedPermitMaxChars) return refuse('permit-encoding-invalid');
  const jws = decodeCompactJws(text, 32);
  if (!jws) return refuse('permit-encoding-invalid');
  const kid = readMacHeader(jws.header, PERMIT_TYPE);
  if (kid === undefined) return refuse('permit-header-invalid');
  const permit = readPayload(jws.payload);
  return 'ok' in permit ? permit : accept({ kid, permit, mac: jws.signature, signingInput: jws.signingInput });
}

function readPayload(payload: JsonObject | undefined): SealedPermit | Refusal<PermitCode> {
  const members = ['v', 'site', 'pid', 'act', 'chn', 'seg', 'dst', 'exp'];
  if (!hasExactMembers(payload, members)) return refuse('permit-payload-invalid');
  const { v, site, act, chn, seg, exp } = payload;
  if (v !== WIRE_VERSION) return refuse('permit-version-unsupported');
  const pid = decodeBase64urlOf(LIMITS.idBytes, payload['pid']);
  const dst = decodeBase64urlOf(LIMITS.dstBytes, payload['dst']);
  const named = isSite(site) && isAction(act) && isChannel(chn);
  if (!named || !pid || !dst || !isIntegerBetween(seg, 1, LIMITS.segmentsMax) || !isWireTime(exp)) {
    return refuse('permit-payload-invalid');
  }
  return { site, pid, action: act, channel: chn, segments: seg, dst, expSec: exp };
}
