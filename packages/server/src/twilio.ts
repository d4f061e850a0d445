import twilio from 'twilio';
import { type Channel, isIntegerBetween } from '@tollgate/core';
import type { Gate } from './gate.js';
import { isGate } from './gate-brand.js';
import type { Permit } from './permit.js';
import { countSegments } from './segments.js';
import { ProviderError } from './provider-error.js';
import { defineSender, type Expected } from './sender.js';
import { TollgateError } from './tollgate-error.js';

export { createTwilioInbound } from './twilio-inbound.js';
export type { TwilioInbound, TwilioInboundOptions } from './twilio-inbound.js';

export interface TwilioSenderOptions {
  readonly accountSid: string;
  readonly authToken: string;
  /** Permits of any other gate are refused. */
  readonly gate: Gate;
  /** The sending number (E.164) or sender id; or `messagingServiceSid`. One of the two is required for `sendSms`. */
  readonly from?: string;
  readonly messagingServiceSid?: string;
  /** Required for `startVerification` and `checkVerification`. Its fee belongs into `prices.feeUsd` of the gate. */
  readonly verifyServiceSid?: string;
  /** Where Twilio's API answers; for a stand-in. Default: Twilio's own hosts. */
  readonly baseUrl?: string;
  /** How long a call may take, 1 to 120,000 ms. Default 10,000. A call that takes longer counts as sent. */
  readonly timeoutMs?: number;
}

export interface SmsText {
  readonly text: string;
}

export interface VerificationText {
  /** Language of Twilio's template, as Twilio names it. */
  readonly locale?: string;
  /**
   * Segments of the template Twilio will use, 1 to 10. Default 1: its templates fit one in the GSM alphabet; one in
   * another script may take 2.
   */
  readonly segments?: number;
}

export interface TwilioReceipt {
  readonly sid: string;
  readonly status: string;
}

/** Twilio behind a permit. The client that could text without one never leaves this object. */
export interface TwilioSender {
  /** Texts through Programmable Messaging. Channel `sms`. */
  sendSms(permit: Permit, message: SmsText, expected?: Expected): Promise<TwilioReceipt>;
  /** Lets Twilio Verify make and send a code, as a text or a call, as the permit's channel says. */
  startVerification(permit: Permit, message?: VerificationText, expected?: Expected): Promise<TwilioReceipt>;
  /**
   * Asks Twilio Verify whether this is the code it sent to this number (E.164); false also where it knows of none. Texts
   * nobody. Throws a `ProviderError` otherwise, with status 429 after too many tries.
   */
  checkVerification(check: { readonly phone: string; readonly code: string }): Promise<boolean>;
}

const CHANNEL_NAMES: Readonly<Record<Channel, string>> = { sms: 'sms', voice: 'call' };

/**
 * Makes Twilio's sender. Throws `TypeError` or `RangeError` naming the option that is wrong. Where Twilio does
 * not take a text, a `ProviderError` says so: `provider-refused` (4xx) gives the money back; `provider-failed` and
 * `provider-silent` count as sent and are never repeated.
 */
export function createTwilioSender(options: TwilioSenderOptions): TwilioSender {
  checkOptions(options);
  const { gate, from, messagingServiceSid, verifyServiceSid } = options;
  const client = createClient(options);
  const sendSms = defineSender({
    gate,
    name: 'twilio',
    channels: ['sms'],
    segments: ({ text }: SmsText) => countSegments(text),
    refused: isRefusal,
    send: async ({ phone }, { text }): Promise<TwilioReceipt> => {
      const source = messagingServiceSid === undefined ? { from: from ?? '' } : { messagingServiceSid };
      return asked(() => client.messages.create({ to: phone, body: text, ...source }));
    },
  });
  const startVerification = defineSender({
    gate,
    name: 'twilio verify',
    channels: ['sms', 'voice'],
    segments: ({ segments = 1 }: VerificationText) => segments,
    refused: isRefusal,
    send: async ({ phone, channel }, { locale }): Promise<TwilioReceipt> => {
      const service = client.verify.v2.services(verifyServiceSid!);
      const extra = locale === undefined ? {} : { locale };
      return asked(() =>
        service.verifications.create({
          to: phone,
          channel: CHANNEL_NAMES[channel],
          ...extra,
        }),
      );
    },
  });
  return {
    sendSms: async (permit, message, expected) => {
      if (from === undefined && messagingServiceSid === undefined) throw required('from');
      if (message.text === '') throw new TollgateError('text-empty', 'twilio sends no empty text');
      return sendSms(permit, message, expected);
    },
    startVerification: async (permit, message = {}, expected = {}) => {
      if (verifyServiceSid === undefined) throw required('verifyServiceSid');
      return startVerification(permit, message, expected);
    },
    checkVerification: async ({ phone, code }) => {
      if (verifyServiceSid === undefined) throw required('verifyServiceSid');
      const checks = client.verify.v2.services(verifyServiceSid).verificationChecks;
      try {
        const { status } = await asked(() => checks.create({ to: phone, code }));
        return status === 'approved';
      } catch (error) {
        // Twilio forgets a verification that expired or was approved: no code is right any more.
        if (error instanceof ProviderError && error.status === 404) return false;
        throw error;
      }
    },
  };
}

function createClient({ accountSid, authToken, baseUrl, timeoutMs = 10_000 }: TwilioSenderOptions) {
  const client = twilio(accountSid, authToken, { autoRetry: false, maxRetries: 0, timeout: timeoutMs });
  if (baseUrl !== undefined) {
    client.api.baseUrl = baseUrl;
    client.verify.baseUrl = baseUrl;
  }
  return client;
}

/** Asks Twilio once. Its own errors stay here: they carry the account's secret, the number and the text. */
async function asked(call: () => Promise<TwilioReceipt>): Promise<TwilioReceipt> {
  try {
    const { sid, status } = await call();
    return { sid, status };
  } catch (error) {
    throw providerErrorOf(error);
  }
}

/** Whatever carries an HTTP status is an answer of Twilio's: the SDK has several classes of them. */
function providerErrorOf(error: unknown): ProviderError {
  const { status, code } = (error ?? {}) as { status?: unknown; code?: unknown };
  const providerCode = typeof code === 'number' || typeof code === 'string' ? code : undefined;
  if (!isIntegerBetween(status, 100, 599)) return new ProviderError('twilio', 'provider-silent', { providerCode });
  // 408 is a time-out on Twilio's side, which may have accepted. Only the class that takes its status from HTTP itself
  // proves a refusal; the other believes the body, and its money stays booked.
  const proven = error instanceof twilio.RestException && status >= 400 && status < 500 && status !== 408;
  return new ProviderError('twilio', proven ? 'provider-refused' : 'provider-failed', { status, providerCode });
}

function isRefusal(error: unknown): boolean {
  return error instanceof ProviderError && error.code === 'provider-refused';
}

const TEXTS = ['accountSid', 'authToken', 'from', 'messagingServiceSid', 'verifyServiceSid', 'baseUrl'] as const;
const NAMES: readonly string[] = [...TEXTS, 'gate', 'timeoutMs'];

function checkOptions(options: TwilioSenderOptions): void {
  const unknown = Object.keys(options).find((name) => !NAMES.includes(name));
  if (unknown !== undefined) throw new TypeError(`unknown option "${unknown}"`);
  for (const name of TEXTS) {
    const value: unknown = options[name];
    if (value !== undefined && (typeof value !== 'string' || value === '')) {
      throw new TypeError(`option "${name}" must be a text`);
    }
  }
  const { accountSid, authToken, gate, timeoutMs = 10_000 } = options as Partial<TwilioSenderOptions>;
  if (accountSid === undefined) throw required('accountSid');
  if (authToken === undefined) throw required('authToken');
  if (!isGate(gate)) throw new TypeError('option "gate" must be a gate');
  if (!Number.isInteger(timeoutMs) || timeoutMs < 1 || timeoutMs > 120_000) {
    throw new RangeError('option "timeoutMs" must be a whole number from 1 to 120000');
  }
  const { from, messagingServiceSid, verifyServiceSid } = options;
  if ([from, messagingServiceSid, verifyServiceSid].every((value) => value === undefined)) throw required('from');
}

function required(name: string): TypeError {
  return new TypeError(`option "${name}" is required`);
}
