import { jsonReply, type Reply } from './exchange.js';

/** Twilio's error codes that the stand-in can answer, from www.twilio.com/docs/api/errors. */
const ERRORS = {
  20001: { status: 400, message: 'Invalid parameter' },
  20003: { status: 401, message: 'Authenticate' },
  20404: { status: 404, message: 'The requested resource was not found' },
  20500: { status: 500, message: 'An internal server error has occurred' },
  20503: { status: 503, message: 'Service unavailable' },
  21211: { status: 400, message: "Invalid 'To' Phone Number" },
  21602: { status: 400, message: 'Message body is required.' },
  21603: { status: 400, message: "A 'From' phone number is required." },
  21604: { status: 400, message: "A 'To' phone number is required." },
  21606: {
    status: 400,
    message:
      "The 'From' phone number provided is not a valid message-capable Twilio phone number for this destination.",
  },
  21610: { status: 400, message: 'Attempt to send to unsubscribed recipient' },
  21617: { status: 400, message: 'The concatenated message body exceeds the 1600 character limit.' },
  60200: { status: 400, message: 'Invalid parameter' },
  60202: { status: 429, message: 'Max check attempts reached' },
  60203: { status: 429, message: 'Max send attempts reached' },
} as const;

export type TwilioErrorCode = keyof typeof ERRORS;

/** An error in Twilio's shape: `{ code, message, more_info, status }`. */
export function twilioError(code: TwilioErrorCode, detail?: string): Reply {
  const { status, message } = ERRORS[code];
  const moreInfo = `https://www.twilio.com/docs/errors/${code}`;
  return jsonReply(status, { code, message: detail ? `${message}: ${detail}` : message, more_info: moreInfo, status });
}
