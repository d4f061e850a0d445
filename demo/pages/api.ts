/** What the shop's small JSON interface answers, as far as this page reads it. */
export interface Answer {
  readonly ok: boolean;
  readonly status: number;
  readonly code?: string;
  readonly message?: string;
  readonly nonce?: string;
  readonly address?: string;
  /** In how many seconds another text is possible. */
  readonly resendAfterSec?: number;
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

/** What went wrong, in words for a person. */
export function inWords({ message }: Answer): string {
  return message ?? 'We could not check this page. Please try again, or continue by e-mail.';
}
