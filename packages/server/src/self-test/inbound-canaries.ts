import {
  type Code,
  decodeInboundTicket,
  encodeBase64url,
  encodeInboundTicket,
  INBOUND_TYPE,
  type InboundTicket,
  LIMITS,
} from '@tollgate/core';
import { refusal } from '../admit.js';
import { checkFacts } from '../facts.js';
import type { InboundInvitation } from '../inbound/invitation.js';
import type { InboundOption } from '../inbound/option.js';
import { answerOf, type Canary, type CanaryAnswer, demandAllow } from './canary.js';
import { unsignedJws } from './canary-visitor.js';
import { exampleIn, neighbourOf } from './home.js';
import type { Sandbox, Scene } from './sandbox.js';
import type { CanariesOf } from './token-canaries.js';

/** Whoever texts the site needs no pool: any two numbers do. */
const HOME = exampleIn('US');
const PHONE = HOME.e164;
const OTHER_PHONE = neighbourOf(HOME, 1).e164;

/** Somebody who is invited to text the site, in a sandbox of their own. */
class Guest {
  readonly #site: Sandbox;
  readonly #inbound: InboundOption;
  readonly scene: Scene;

  constructor(site: Sandbox) {
    const { inbound } = site.real.options;
    if (!inbound) throw new Error('the option "inbound" is not set');
    this.#site = site;
    this.#inbound = inbound;
    this.scene = site.scene();
  }

  async invitation(): Promise<InboundInvitation> {
    const { context } = this.scene;
    const action = this.#inbound.actions[0]!;
    const facts = checkFacts({ phone: PHONE, action, origin: context.options.origins[0], ip: undefined, headers: {} });
    if ('wrong' in facts) throw new Error(`the canary's facts: ${facts.wrong}`);
    const refused = { verdict: refusal(context, 'token-missing'), facts, destination: HOME };
    const { verdict } = await this.#site.steps.invite(context, refused);
    const invitation = verdict.kind === 'allow' ? undefined : verdict.inbound;
    if (!invitation) throw new Error('nobody was invited');
    return invitation;
  }

  async text(text: unknown, change: { readonly from?: string; readonly to?: string } = {}): Promise<CanaryAnswer> {
    const texted = { from: PHONE, to: this.#inbound.number, text, ...change };
    return answerOf(await this.#site.steps.takeInboundText(this.scene.context, texted));
  }

  async take(
    ticket: unknown,
    change: { readonly phone?: string; readonly action?: string } = {},
  ): Promise<CanaryAnswer> {
    const claim = { ticket, phone: PHONE, action: this.#inbound.actions[0], ...change };
    return answerOf(await this.#site.steps.takeInbound(this.scene.context, claim));
  }
}

/** A guest's way that must end before it lets anybody in. `off` where the site takes no texts. */
function shown(code: Code, of: string | undefined, show: (guest: Guest) => Promise<CanaryAnswer>): CanariesOf {
  return ({ site }): readonly Canary[] => {
    const off = site.real.options.inbound ? undefined : 'the option "inbound" is not set: the gate takes no texts';
    return [{ code, of, off, show: () => show(new Guest(site)) }];
  };
}

/** A text that must not count; the right one does, and its ticket is taken. */
function wrongText(code: Code, of: string | undefined, send: (guest: Guest, secret: string) => Promise<CanaryAnswer>) {
  return shown(code, of, async (guest) => {
    const { secret, ticket } = await guest.invitation();
    const answer = await send(guest, secret);
    demandAllow(await guest.text(secret));
    demandAllow(await guest.take(ticket));
    return answer;
  });
}

/** The check is of 20 bits, and a wrong one is right by chance in one of 150,000: then another is sent. */
function wrongSecret(of: string, send: (guest: Guest, secret: string) => Promise<CanaryAnswer>): CanariesOf {
  return shown('inbound-secret-wrong', of, async (guest) => {
    const { secret, ticket } = await guest.invitation();
    let answer = await send(guest, secret);
    if (answer.kind === 'allow') answer = await send(guest, (await guest.invitation()).secret);
    const right = of === TOO_LATE ? await guest.invitation() : { secret, ticket };
    demandAllow(await guest.text(right.secret));
    demandAllow(await guest.take(right.ticket));
    return answer;
  });
}

const TOO_LATE = 'ten minutes late';

/** Another letter in place of the last one. */
function misspelt(secret: string): string {
  return `${secret.slice(0, -1)}${secret.endsWith('0') ? '1' : '0'}`;
}

/** A ticket that must not be taken although its text arrived; the right one is. */
function wrongTicket(
  code: Code,
  of: string | undefined,
  take: (guest: Guest, ticket: string) => Promise<CanaryAnswer>,
): CanariesOf {
  return shown(code, of, async (guest) => {
    const { secret, ticket } = await guest.invitation();
    demandAllow(await guest.text(secret));
    const answer = await take(guest, ticket);
    demandAllow(await guest.take(ticket));
    return answer;
  });
}

/** The same ticket with other members, signed by a key of the gate's. */
async function resigned(
  { scene }: Guest,
  text: string,
  { change = {}, kid, purpose = 'inbound' }: Resigning,
): Promise<string> {
  const { keyring } = scene.context;
  return encodeInboundTicket({ ...decoded(text), ...change }, kid ?? keyring.signingKid, keyring.signer(purpose));
}

interface Resigning {
  readonly change?: Partial<InboundTicket>;
  readonly kid?: string;
  readonly purpose?: 'inbound' | 'permit';
}

function decoded(text: string): InboundTicket {
  const ticket = decodeInboundTicket(text);
  if (!ticket.ok) throw new Error(`refused before the canary: ${ticket.code}`);
  return ticket.value.ticket;
}

const taking = (code: Code, of: string | undefined, resigning: Resigning): CanariesOf =>
  wrongTicket(code, of, async (guest, ticket) => guest.take(await resigned(guest, ticket, resigning)));

/** What the ticket says, and nobody signed. */
function unsigned({ scene }: Guest, text: string): string {
  const { site, tid, action, dst, expSec } = decoded(text);
  const header = { alg: 'HS256', kid: scene.context.keyring.signingKid, typ: INBOUND_TYPE };
  const bytes = { tid: encodeBase64url(tid), dst: encodeBase64url(dst) };
  return unsignedJws(header, { v: 1, site, act: action, ...bytes, exp: expSec }, 32);
}

/** The last second in which a ticket is good, and the first in which it is not. */
async function tooLate(guest: Guest): Promise<CanaryAnswer> {
  const [first, second] = [await guest.invitation(), await guest.invitation()];
  for (const { secret } of [first, second]) demandAllow(await guest.text(secret));
  guest.scene.pass(LIMITS.inboundTtlSec - 1);
  demandAllow(await guest.take(first.ticket));
  guest.scene.pass(1);
  return guest.take(second.ticket);
}

/** Two invitations of one number, and the text of one. */
async function ofAnother(guest: Guest): Promise<CanaryAnswer> {
  const [first, second] = [await guest.invitation(), await guest.invitation()];
  demandAllow(await guest.text(first.secret));
  const answer = await guest.take(second.ticket);
  demandAllow(await guest.take(first.ticket));
  return answer;
}

/** Texts to the site's own number, and the tickets that wait for them. */
export const INBOUND = {
  'inbound-recipient-mismatch': wrongText('inbound-recipient-mismatch', undefined, (guest, secret) =>
    guest.text(secret, { to: OTHER_PHONE }),
  ),
  'inbound-text-malformed': wrongText('inbound-text-malformed', undefined, (guest, secret) =>
    guest.text(`${secret} 1`),
  ),
  'inbound-secret-wrong': (visitor) => [
    ...wrongSecret('from another number', (guest, secret) => guest.text(secret, { from: OTHER_PHONE }))(visitor),
    ...wrongSecret('another letter', (guest, secret) => guest.text(misspelt(secret)))(visitor),
    ...wrongSecret(TOO_LATE, (guest, secret) => {
      guest.scene.pass(2 * LIMITS.inboundTtlSec);
      return guest.text(secret);
    })(visitor),
  ],
  'inbound-repeated': shown('inbound-repeated', undefined, async (guest) => {
    const { secret } = await guest.invitation();
    demandAllow(await guest.text(secret));
    return guest.text(secret);
  }),
  'inbound-ticket-invalid': wrongTicket('inbound-ticket-invalid', undefined, (guest, ticket) =>
    guest.take(ticket.slice(0, -1)),
  ),
  'inbound-key-unknown': taking('inbound-key-unknown', undefined, { kid: 'unknown' }),
  'inbound-forged': (visitor) => [
    ...wrongTicket('inbound-forged', 'nobody signed it', (guest, ticket) => guest.take(unsigned(guest, ticket)))(
      visitor,
    ),
    ...taking('inbound-forged', 'signed as a permit', { purpose: 'permit' })(visitor),
  ],
  'inbound-foreign': wrongTicket('inbound-foreign', undefined, async (guest, ticket) => {
    const site = decoded(ticket).site === 'another' ? 'other' : 'another';
    return guest.take(await resigned(guest, ticket, { change: { site } }));
  }),
  'inbound-expired': shown('inbound-expired', undefined, tooLate),
  'inbound-action-mismatch': wrongTicket('inbound-action-mismatch', undefined, (guest, ticket) =>
    guest.take(ticket, { action: 'another-action' }),
  ),
  'inbound-number-mismatch': wrongTicket('inbound-number-mismatch', undefined, (guest, ticket) =>
    guest.take(ticket, { phone: OTHER_PHONE }),
  ),
  'inbound-pending': (visitor) => [
    ...shown('inbound-pending', 'no text', async (guest) => guest.take((await guest.invitation()).ticket))(visitor),
    ...shown('inbound-pending', 'the text of another invitation', ofAnother)(visitor),
  ],
  'inbound-used': shown('inbound-used', undefined, async (guest) => {
    const { secret, ticket } = await guest.invitation();
    demandAllow(await guest.text(secret));
    demandAllow(await guest.take(ticket));
    return guest.take(ticket);
  }),
} as const satisfies Record<string, CanariesOf>;
