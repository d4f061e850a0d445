import { jsonReply, type Exchange, type Reply } from './exchange.js';
import { type Inbox } from './inbox.js';
import { newSid } from './messages-api.js';

/**
 * `POST /_mail-stand-in/messages` with `{ to, subject, text }`: stands in for a mail provider, so that the other way in
 * can be tried without one. Nothing of it is Twilio's.
 */
export function handleMail(exchange: Exchange, inbox: Inbox): Reply {
  if (exchange.contentType !== 'application/json') return jsonReply(415, { error: 'send application/json' });
  const mail = parseMail(exchange.body);
  if (!mail) return jsonReply(400, { error: 'to, subject and text are strings of 1 to 2,000 characters' });
  const sid = newSid('mail-');
  inbox.add({
    sid,
    kind: 'mail',
    to: mail.to,
    from: null,
    body: `${mail.subject}: ${mail.text}`,
    segments: 0,
    encoding: 'e-mail',
    receivedAt: new Date().toISOString(),
    priceUsd: 0,
    priceAsOf: '',
    answered: true,
  });
  return jsonReply(202, { id: sid });
}

function parseMail(body: string): { to: string; subject: string; text: string } | undefined {
  let value: Record<string, unknown> | null;
  try {
    value = JSON.parse(body) as Record<string, unknown> | null;
  } catch {
    return undefined;
  }
  const [to, subject, text] = [value?.['to'], value?.['subject'], value?.['text']];
  if (!isText(to) || !isText(subject) || !isText(text)) return undefined;
  return { to, subject, text };
}

const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= 2_000;
