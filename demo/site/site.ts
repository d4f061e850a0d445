import { type PageScripts } from '../page-scripts.js';
import { type Accounts } from './accounts.js';
import { type Codes } from './codes.js';
import { type Gate } from '@tollgate/server';
import { type TwilioInbound, type TwilioSender } from '@tollgate/server/twilio';
import { type Mailer } from './mailer.js';
import { type Sessions } from './sessions.js';
import { type StateGates } from './states/state-gates.js';
import { type VerdictLog } from './verdict-log.js';

/** Everything that the routes share. */
export interface Site {
  readonly gate: Gate;
  readonly sender: Pick<TwilioSender, 'sendSms'>;
  /** Twilio's webhook for texts to the shop. */
  readonly inbound: TwilioInbound;
  readonly mailer: Mailer;
  readonly verdicts: VerdictLog;
  readonly sessions: Sessions;
  readonly codes: Codes;
  readonly accounts: Accounts;
  readonly scripts: PageScripts;
  /** The gates of the pages that show one state each. */
  readonly states: StateGates;
  /** The origins whose forms are taken. */
  readonly origins: readonly string[];
  /** Where the stand-in's inbox page is, for the links to it. */
  readonly inboxUrl: string;
}
