import type { GateContext } from './gate-context.js';
import { type Asked, type Room, roomFor } from './room.js';
import { shadowRoom } from './shadow-room.js';
import type { AdmitClaim, AdmitResult } from './store.js';
import { testRoom } from './test-room.js';

/** What the store said, and to which room. */
export interface Answer {
  readonly result: Exclude<AdmitResult, { kind: 'controls-changed' }>;
  readonly room: Room;
}

/** How often a question is asked anew because controls change under it. */
const TURNS = 4;

/**
 * Asks the store for room: one trip, and another where the operator changed something since this process last looked,
 * or where limits were full that a history may raise. `undefined` where the store does not answer.
 */
export async function askStore(context: GateContext, asked: Asked, claim: AdmitClaim): Promise<Answer | undefined> {
  const { book, histories } = context;
  let asking = claim;
  for (let turn = 0; turn < TURNS; turn++) {
    const room = roomOf(context, asked, claim);
    const result = await admitTo(context, asking, room);
    if (!result) return undefined;
    if (result.kind === 'controls-changed') {
      context.adopt(result.controls);
      asking = { ...asking, controlsVersion: book.version };
      continue;
    }
    if (result.kind !== 'full' && result.kind !== 'granted') return { result, room };
    const isNews = histories.learn(result.histories, context.options.clock());
    if (result.kind === 'granted' || asking.isSecondCall || !isNews) return { result, room };
    asking = { ...asking, isSecondCall: true };
  }
  return undefined;
}

function roomOf(context: GateContext, asked: Asked, { isShadow }: AdmitClaim): Room {
  if (context.options.testSite) return testRoom(context);
  return isShadow ? shadowRoom(context, asked) : roomFor(context, asked);
}

/** Whatever a store throws, it did not answer. */
async function admitTo({ store }: GateContext, claim: AdmitClaim, { choices }: Room): Promise<AdmitResult | undefined> {
  try {
    return await store.admit(claim, choices);
  } catch {
    return undefined;
  }
}
