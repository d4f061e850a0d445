/** What the shop's small JSON interface answers, as far as this page reads it. */
export interface Answer {
  readonly ok: boolean;
  readonly status: number;
  readonly code?: string;
  readonly message?: string;
  readonly nonce?: string;
  readonly address?: string;
  readonly retryAfterSec?: number;
}

export function post(path: string, body: Readonly<Record<string, string>>): Promise<Response> {
  return fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** Reads an answer of any kind; one that is not JSON has a status only. */
export async function readAnswer(response: Response): Promise<Answer> {
  const body = (await response.json().catch(() => ({}))) as Partial<Answer>;
  return { ...body, ok: response.ok, status: response.status };
}

const BY_CODE: Readonly<Record<string, string>> = {
  'number-invalid': 'That does not look like a whole phone number. Please check the number and the country.',
  'number-refused': 'We cannot text this number. Please use another, or continue by e-mail.',
  'step-up': 'We cannot text you a code here. You can continue by e-mail instead.',
  'token-used': 'This form was sent before. Please press the button once more.',
  'token-expired': 'This page was open for too long. Please press the button once more.',
  'token-other-number': 'The number changed while it was being checked. Please press the button once more.',
};

/** Public codes in words for a person. */
export function inWords({ code = '', message, retryAfterSec }: Answer): string {
  if (message !== undefined) return message;
  if (retryAfterSec !== undefined) return `A text is possible again in ${retryAfterSec} seconds.`;
  return BY_CODE[code] ?? 'We could not check this page. Please try again, or continue by e-mail.';
}
