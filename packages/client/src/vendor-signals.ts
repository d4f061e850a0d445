import { load as loadBotDetector } from '@fingerprintjs/botd';
import { load as loadFingerprint } from '@fingerprintjs/fingerprintjs';
import type { VendorSignals } from './signals/signal-source.js';

// Monitoring is on by default in both: it would tell their vendor of the visit.
const QUIET = { monitoring: false } as const;

/** FingerprintJS and BotD, each read at most once a page: they are slow, and what they read does not change. */
export function createVendorSignals(): VendorSignals {
  let visitor: ReturnType<VendorSignals['readVisitor']> | undefined;
  let bot: ReturnType<VendorSignals['readBot']> | undefined;
  return {
    readVisitor: () => (visitor ??= readVisitor()),
    readBot: () => (bot ??= readBot()),
  };
}

async function readVisitor(): ReturnType<VendorSignals['readVisitor']> {
  const agent = await loadFingerprint(QUIET);
  const { visitorId, confidence } = await agent.get();
  return { visitorId, confidence: confidence.score };
}

async function readBot(): ReturnType<VendorSignals['readBot']> {
  const detector = await loadBotDetector(QUIET);
  const found = detector.detect();
  return found.bot ? { bot: true, kind: found.botKind } : { bot: false };
}
