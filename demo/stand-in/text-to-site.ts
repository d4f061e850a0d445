import twilio from 'twilio';
import { type StandInAccount } from './credentials.js';
import { type Exchange, jsonReply, type Reply } from './exchange.js';
import { newSid } from './messages-api.js';

const WAIT_MS = 5_000;
const LOCAL = /^http:\/\/127\.0\.0\.1:\d+\//;

/** Texts to the account's number, told to the site as Twilio does: a form, signed with the account's token. */
export class TextsToSite {
  #url: string | undefined;

  constructor(readonly account: StandInAccount) {}

  /** `POST /_stand-in/webhook` with `{ url }`: where texts are told of, on this machine alone. */
  name({ body }: Exchange): Reply {
    const url = readUrl(body);
    if (url === undefined) return jsonReply(400, { error: 'url is an address at http://127.0.0.1' });
    this.#url = url;
    return jsonReply(200, { url });
  }

  /** Texts the site, and says in words what came of it. */
  async send(form: URLSearchParams): Promise<string> {
    if (this.#url === undefined) return 'No shop has named its webhook yet.';
    const parameters = {
      MessageSid: newSid('SM'),
      AccountSid: this.account.accountSid,
      From: (form.get('from') ?? '').slice(0, 40),
      To: this.account.from,
      Body: (form.get('text') ?? '').slice(0, 1_600),
    };
    const signature = twilio.getExpectedTwilioSignature(this.account.authToken, this.#url, parameters);
    try {
      const response = await fetch(this.#url, {
        method: 'POST',
        headers: { 'x-twilio-signature': signature },
        body: new URLSearchParams(parameters),
        signal: AbortSignal.timeout(WAIT_MS),
      });
      return response.ok ? 'The shop was told of the text.' : `The shop answered ${response.status}.`;
    } catch {
      return 'The shop did not answer.';
    }
  }
}

function readUrl(body: string): string | undefined {
  try {
    const { url } = JSON.parse(body) as { url?: unknown };
    return typeof url === 'string' && LOCAL.test(url) ? url : undefined;
  } catch {
    return undefined;
  }
}
