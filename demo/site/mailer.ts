interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** Sends one e-mail; rejects when it was not taken. */
export type Mailer = (mail: Mail) => Promise<void>;

const TIMEOUT_MS = 5_000;

/** A mailer to the mail stand-in, whose messages show up in the same inbox page as the texts. */
export function createStandInMailer(standInUrl: string): Mailer {
  return async (mail) => {
    const response = await fetch(new URL('/_mail-stand-in/messages', standInUrl), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(mail),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    if (!response.ok) throw new Error(`the mail stand-in answered ${response.status}`);
  };
}
