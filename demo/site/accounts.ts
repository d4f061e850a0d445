export interface Account {
  /** `inbound`: the number texted the shop. Another account than one whose number was texted, which proves more. */
  readonly channel: 'sms' | 'mail' | 'inbound';
  readonly address: string;
  displayName: string;
}

const KEPT = 5_000;

/** Accounts in memory. Signing in and signing up are one flow, so that no answer says which of the two it was. */
export class Accounts {
  readonly #accounts = new Map<string, Account>();

  /** The account of a confirmed address, made on its first visit. Returns its key. */
  open(to: Pick<Account, 'channel' | 'address'>): string {
    const key = `${to.channel}:${to.address}`;
    if (!this.#accounts.has(key)) {
      if (this.#accounts.size >= KEPT) this.#accounts.delete(this.#accounts.keys().next().value ?? '');
      this.#accounts.set(key, { channel: to.channel, address: to.address, displayName: '' });
    }
    return key;
  }

  /** True where somebody has an account with this number, however they came by it. */
  hasNumber(phone: string): boolean {
    return this.#accounts.has(`sms:${phone}`) || this.#accounts.has(`inbound:${phone}`);
  }

  find(key: string | undefined): Account | undefined {
    return key === undefined ? undefined : this.#accounts.get(key);
  }
}
