import { ChallengeRate } from './challenge-rate.js';
import { invite } from './inbound/invite.js';
import { takeInboundText } from './inbound/take-text.js';
import { takeInbound } from './inbound/take-ticket.js';
import { parkPermit, takeParkedPermit } from './parked.js';
import { openPermit } from './permits.js';
import { handOver } from './send.js';
import { defineSender } from './sender.js';

/** What a gate and its senders do beside judging. A gate's self test shows its canaries to the steps that the gate itself takes. */
export interface GateSteps {
  readonly openPermit: typeof openPermit;
  readonly parkPermit: typeof parkPermit;
  readonly takeParkedPermit: typeof takeParkedPermit;
  readonly handOver: typeof handOver;
  readonly defineSender: typeof defineSender;
  readonly invite: typeof invite;
  readonly takeInboundText: typeof takeInboundText;
  readonly takeInbound: typeof takeInbound;
  readonly createChallengeRate: () => Pick<ChallengeRate, 'take'>;
}

export const GATE_STEPS: GateSteps = Object.freeze({
  openPermit,
  parkPermit,
  takeParkedPermit,
  handOver,
  defineSender,
  invite,
  takeInboundText,
  takeInbound,
  createChallengeRate: () => new ChallengeRate(),
});
