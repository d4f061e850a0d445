import type { ServerResponse } from 'node:http';
import twilio from 'twilio';
import { accept, type Code, refuse, type Result } from '@tollgate/core';
import { refusalOf } from './door-reply.js';
import type { Gate } from './gate.js';
import { isGate } from './gate-brand.js';
import { type NodeRequest, toWebRequest, writeResponse } from './node-request.js';
import { mediaTypeOf, readBody } from './read-body.js';
import { tellOperator } from './tell-operator.js';
import { TollgateError } from './tollgate-error.js';

export interface TwilioInboundOptions {
  /** The account's: what Twilio signs its webhooks with. */
  readonly authToken: string;
  /** The webhook's public address, letter for letter as Twilio has it. What a request says of its host is not read. */
  readonly url: string;
  /** A gate with the option `inbound`. */
  readonly gate: Gate;
  /** Told why a request or a text was refused, for the site's log: never a number. What it throws is ignored. */
  readonly onRefused?: (code: Code) => void | Promise<void>;
}

/** Twilio's webhook for texts to the site's own number. */
export interface TwilioInbound {
  /**
   * Answers a webhook: 200 with empty TwiML whatever the text says, since nobody is texted back; 403 without Twilio's
   * signature, 405, 413 (over 16 KiB), 415 and 400 for what Twilio does not send; 503 while the store does not answer.
   */
  readonly handle: (request: Request) => Promise<Response>;
  /** The same for Express 4 and 5, before or behind body parsers. */
  readonly express: (request: NodeRequest, response: ServerResponse, next: (error?: unknown) => void) => void;
}

type Parameters = Readonly<Record<string, string>>;

const BODY_MAX_BYTES = 16_384;
/** Of HMAC-SHA-1, base64. */
const SIGNATURE_CHARS = 28;

/** Makes the webhook. Throws `TypeError` or `RangeError` naming the option that is wrong. */
export function createTwilioInbound(options: TwilioInboundOptions): TwilioInbound {
  checkOptions(options);
  const { gate, onRefused } = options;
  const refused = (code: Code) => {
    if (onRefused) tellOperator(onRefused, code);
  };
  const handle = async (request: Request): Promise<Response> => {
    const read = await readWebhook(request, options);
    if (!read.ok) {
      refused(read.code);
      return refusal(read.code);
    }
    const { From: from, To: to, Body: text } = read.value;
    try {
      const taken = await gate.takeInboundText({ from, to, text });
      if (!taken.ok) refused(taken.code);
    } catch (error) {
      if (!(error instanceof TollgateError)) throw error;
      refused(error.code);
      return new Response(null, { status: 503, headers: { 'retry-after': '5' } });
    }
    return new Response(new twilio.twiml.MessagingResponse().toString(), { headers: { 'content-type': 'text/xml' } });
  };
  // Nothing is thrown at Express itself: what fails goes to `next`.
  const answer = async (request: NodeRequest, response: ServerResponse) => {
    await writeResponse(response, await handle(toWebRequest(request, BODY_MAX_BYTES)));
  };
  return {
    handle,
    express: (request, response, next) => {
      answer(request, response).catch(next);
    },
  };
}

/** The parameters of a webhook that Twilio signed. Nothing is read of a body without a signature. */
async function readWebhook(request: Request, { authToken, url }: TwilioInboundOptions): Promise<Result<Parameters>> {
  if (request.method !== 'POST') return refuse('method-refused');
  const signature = request.headers.get('x-twilio-signature') ?? '';
  if (signature.length !== SIGNATURE_CHARS) return refuse('inbound-signature-wrong');
  if (mediaTypeOf(request) !== 'application/x-www-form-urlencoded') return refuse('media-type-refused');
  const body = await readBody(request, BODY_MAX_BYTES);
  if (!body.ok) return body;
  const form = [...new URLSearchParams(new TextDecoder().decode(body.value))];
  const parameters: Parameters = Object.fromEntries(form);
  // Twilio names nothing twice, and its own check would drop a repeated value.
  if (Object.keys(parameters).length < form.length) return refuse('body-malformed');
  if (!twilio.validateRequest(authToken, signature, url, parameters)) return refuse('inbound-signature-wrong');
  return accept(parameters);
}

function refusal(code: Code): Response {
  const { status, body } = refusalOf(code);
  const headers = { 'content-type': 'application/json', ...(status === 405 && { allow: 'POST' }) };
  return new Response(JSON.stringify(body), { status, headers });
}

const NAMES: readonly string[] = ['authToken', 'url', 'gate', 'onRefused'];

function checkOptions(options: TwilioInboundOptions): void {
  const unknown = Object.keys(options).find((name) => !NAMES.includes(name));
  if (unknown !== undefined) throw new TypeError(`unknown option "${unknown}"`);
  const { authToken, url, gate, onRefused } = options as Partial<TwilioInboundOptions>;
  for (const [name, value] of Object.entries({ authToken, url })) {
    if (typeof value !== 'string' || value === '') throw new TypeError(`option "${name}" must be a text`);
  }
  if (!/^https?:\/\//.test(url!) || !URL.canParse(url!)) throw new RangeError('option "url" must be an http address');
  if (!isGate(gate)) throw new TypeError('option "gate" must be a gate');
  if (!gate!.takesInbound) throw new TypeError('option "gate" must be a gate with the option "inbound"');
  if (onRefused !== undefined && typeof onRefused !== 'function') {
    throw new TypeError('option "onRefused" must be a function');
  }
}
