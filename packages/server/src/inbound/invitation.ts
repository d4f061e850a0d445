/** What the page shows to somebody who texts the site instead of being texted. For that session alone. */
export interface InboundInvitation {
  /** The site's own number, E.164. */
  readonly number: string;
  /** What to text, from the number that was typed: `XXXX-XXXX-XXXX`. */
  readonly secret: string;
  /** What `takeInbound` is asked with. Says neither the number nor the secret. */
  readonly ticket: string;
  /** How long both are good: 300. */
  readonly expiresInSec: number;
}
