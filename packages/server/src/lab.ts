import { primitives } from '#primitives';
import { LIMITS, workCost } from '@tollgate/core';
import { judgeVerified } from './admit.js';
import { checkFacts, type Facts } from './facts.js';
import { createGateContext } from './gate-context.js';
import { type GateOptions, resolveOptions } from './options.js';
import type { Destination } from './phone-number.js';
import type { Verdict } from './verdict.js';

/** A request to text whose number was read, whose work was shown and whose signature held: booked, not done. */
export interface BookedRequest {
  readonly facts: Omit<Facts, 'token' | 'phone'>;
  readonly destination: Destination;
  /** The device key's thumbprint, 32 bytes. */
  readonly device: Uint8Array;
  /** The challenge's `jti`, 16 bytes. */
  readonly challengeId: Uint8Array<ArrayBuffer>;
}

/** The part of a gate that comes after the token: price, tier, meters, verdict. */
export interface LabGate {
  judge(request: BookedRequest): Promise<Verdict>;
}

/**
 * For measuring and simulating: the gate's own code from the tier step on. It takes the caller's word for everything
 * before, so nothing that faces the public may be built with it; its permits belong to no gate, and no sender that
 * names one takes them.
 */
export function createLabGate(options: GateOptions): LabGate {
  const context = createGateContext(resolveOptions(options), primitives);
  const owner = Object.freeze({});
  const { work, site } = context.options;
  return {
    async judge({ facts: given, destination, device, challengeId }) {
      const facts = checkFacts(given);
      if ('wrong' in facts) throw new TypeError(`facts: "${facts.wrong}" is wrong`);
      const { action, channel, origin } = facts;
      const iatSec = context.nowSec();
      const verified = {
        token: NO_TOKEN,
        challenge: {
          site,
          action,
          channel,
          origin: origin ?? '',
          iatSec,
          expSec: iatSec + LIMITS.challengeTtlSec,
          jti: challengeId,
          puzzle: work,
        },
        destination,
        thumbprint: device,
        work: workCost(work),
      };
      return (await judgeVerified(context, owner, { facts, verified })).verdict;
    },
  };
}

const NO_TOKEN = Object.freeze({
  deviceKey: Object.freeze({ kty: 'EC', crv: 'P-256', x: '', y: '' }),
  challenge: '',
  nonces: [],
  signals: {},
  clientData: undefined,
  extension: undefined,
});
