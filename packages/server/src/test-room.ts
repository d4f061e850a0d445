import type { GateContext } from './gate-context.js';
import { type Room, siteMeter } from './room.js';

/**
 * The room of a text of a test site: all that the cap has. It is counted nowhere else, so that no place gets hot and base work stays
 * what is asked. That its claims are not spaced nor filed under a device either is the store's to know (`isShadow`).
 */
export function testRoom({ book }: GateContext): Room {
  const meters = [siteMeter(book.pools.cap)];
  return { choices: [{ tier: 'cold', opening: 'anyone', meters }], closedBy: undefined };
}
