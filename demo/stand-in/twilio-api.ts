import { setTimeout as sleep } from 'node:timers/promises';
import { isAuthentic } from './authenticate.js';
import { type StandInAccount } from './credentials.js';
import { type Exchange, type Handled } from './exchange.js';
import { type Inbox } from './inbox.js';
import { wantMessage, type Wanted } from './messages-api.js';
import { refusalOf, type ModeSwitch } from './mode.js';
import { twilioError } from './twilio-error.js';
import { type Verifications } from './verifications.js';
import { checkVerification, wantVerification } from './verify-api.js';

const MESSAGES = /^\/2010-04-01\/Accounts\/(AC[0-9a-f]{32})\/Messages\.json$/;
const VERIFY = /^\/v2\/Services\/(VA[0-9a-f]{32})\/(Verifications|VerificationCheck)$/;

export interface TwilioState {
  readonly account: StandInAccount;
  readonly inbox: Inbox;
  readonly modes: ModeSwitch;
  readonly verifications: Verifications;
}

/** Answers what looks like a call of Twilio's API; `undefined` when the path is none of it. */
export async function handleTwilio(exchange: Exchange, state: TwilioState): Promise<Handled | undefined> {
  const messages = MESSAGES.exec(exchange.path);
  const verify = VERIFY.exec(exchange.path);
  if (!messages && !verify) return undefined;
  if (!isAuthentic(exchange.authorization, state.account)) return twilioError(20003);
  if (messages && messages[1] !== state.account.accountSid) return twilioError(20404);
  if (exchange.method !== 'POST') return twilioError(20404);
  if (exchange.contentType !== 'application/x-www-form-urlencoded')
    return twilioError(20001, 'form encoding is required');

  const form = new URLSearchParams(exchange.body);
  if (messages) return send(() => wantMessage(form, state.account), state);
  const call = { serviceSid: verify![1]!, form, account: state.account };
  if (verify![2] === 'VerificationCheck') return checkVerification(call, state.verifications);
  return send(() => wantVerification(call, state.verifications), state);
}

/** The order matters: a mode that refuses has accepted nothing, one that hangs has accepted it and only keeps silent. */
async function send(want: () => Wanted, { inbox, modes }: TwilioState): Promise<Handled> {
  const mode = modes.take();
  const refused = refusalOf(mode);
  if (refused) return refused;
  const wanted = want();
  if ('refusal' in wanted) return wanted.refusal;
  const silent = mode.mode === 'accept-then-hang';
  inbox.add({ ...wanted.arrival, answered: !silent });
  if (silent) return 'silence';
  if (mode.mode === 'slow') await sleep(mode.delayMs);
  return wanted.reply;
}
