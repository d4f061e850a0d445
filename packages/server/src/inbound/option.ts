/** As in the gate's options. */
type StepUp = readonly string[] | 'none';

/** The way of whoever texts the site instead of being texted. The name is taken: no site means another thing by it. */
export const INBOUND_WAY = 'inbound';

/** Texts to the site's own number, for sign-up alone: a sender's number can be forged. */
export interface InboundOption {
  /** The site's own number that people text, E.164. */
  readonly number: string;
  /** Those of the gate's actions that create an account. */
  readonly actions: readonly string[];
}

interface InboundOptions {
  readonly inbound: InboundOption | undefined;
  readonly actions: readonly string[];
  readonly stepUp: StepUp;
}

/** Whether `inbound` and `stepUp` say the same. Throws `RangeError` naming the option. */
export function checkInbound({ inbound, actions, stepUp }: InboundOptions): void {
  const ways = stepUp === 'none' ? [] : stepUp;
  if (!inbound) {
    if (!ways.includes(INBOUND_WAY)) return;
    throw new RangeError('option "stepUp": lists "inbound", which needs the option "inbound"');
  }
  if (!inbound.actions.every((action) => actions.includes(action))) {
    throw new RangeError('option "inbound.actions": must be some of "actions"');
  }
  // It is no way for other actions, nor for a number that cannot be read: those must not end here.
  if (ways.length < 2 || ways.indexOf(INBOUND_WAY) !== ways.length - 1) {
    throw new RangeError('option "stepUp": must list "inbound" last, after another way, where "inbound" is set');
  }
}

/** The ways that are open whatever is asked. */
export function waysForAll(stepUp: StepUp): StepUp {
  return stepUp === 'none' ? stepUp : stepUp.filter((way) => way !== INBOUND_WAY);
}
