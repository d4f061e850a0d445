import { concatBytes, encodeBase64url, LIMITS, utf8 } from '@tollgate/core';
import type { SignalSource } from './signal-source.js';

const DOMAIN = utf8('tollgate/1 visitor');

/**
 * FingerprintJS' visitor id, hashed with the site's name so that sites cannot be joined on it:
 * SHA-256("tollgate/1 visitor" ‖ site ‖ visitorId)[0..7], and its confidence.
 */
export const visitorSource: SignalSource<'visitor'> = {
  name: 'visitor',
  async read({ site, vendor, sha256 }) {
    const { visitorId, confidence } = await vendor.readVisitor();
    const digest = await sha256(concatBytes(DOMAIN, utf8(site), utf8(visitorId)));
    return {
      id: encodeBase64url(digest.subarray(0, LIMITS.visitorIdBytes)),
      // Three digits say all there is to say.
      confidence: Math.round(Math.min(1, Math.max(0, confidence)) * 1_000) / 1_000,
    };
  },
};
