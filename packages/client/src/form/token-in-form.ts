import type { TollgateEvents } from '../tollgate-events.js';
import { numberKey, type NumberTyped } from '../options/token-request.js';
import type { TokenField } from './token-field.js';

/** The token that stands in a form: for which number, for how long, and whether it was taken. */
export class TokenInForm {
  readonly #field: TokenField;
  readonly #onExpired: () => void;
  /** The newest token of the client, which other forms may share. */
  #newest: TollgateEvents['token'] | undefined;
  #number = '';
  #expiry: ReturnType<typeof setTimeout> | undefined;
  #expired = false;

  /** `onExpired` is told of a token that nobody took in time; the field is empty then. */
  constructor(field: TokenField, onExpired: () => void) {
    this.#field = field;
    this.#onExpired = onExpired;
  }

  /** True where a token stood there and expired, or was taken, and no other has come since. */
  get isExpired(): boolean {
    return this.#expired || this.#field.isTaken;
  }

  /** True where the token that stands there is good for a submission with this number. */
  isGoodFor(number: NumberTyped): boolean {
    return this.#field.token !== '' && !this.#field.isTaken && this.#number === numberKey(number);
  }

  put(token: string, number: NumberTyped): void {
    clearTimeout(this.#expiry);
    this.#expired = false;
    this.#number = numberKey(number);
    this.#field.write(token);
    const { token: made, expiresInSec } = this.#newest ?? {};
    if (token !== '' && token === made) this.#expiry = setTimeout(() => this.drop(), 1_000 * expiresInSec!);
  }

  /** Writes what is about to be sent: the token that was put last, or an empty text for none. */
  send(token: string): void {
    if (token === '') clearTimeout(this.#expiry);
    this.#expired = false;
    this.#field.write(token);
  }

  /** To be called with each token that the client made. */
  note(made: TollgateEvents['token']): void {
    this.#newest = made;
  }

  /** What stands there is too old, or may be: nobody sends it any more. */
  drop(): void {
    if (this.#field.token === '') return;
    const { isTaken } = this.#field;
    this.clear();
    this.#expired = true;
    // Whoever took it knows.
    if (!isTaken) this.#onExpired();
  }

  clear(): void {
    clearTimeout(this.#expiry);
    this.#expired = false;
    if (this.#field.token !== '') this.#field.write('');
  }

  close(): void {
    clearTimeout(this.#expiry);
    this.#field.close();
  }
}
