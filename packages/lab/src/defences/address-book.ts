import type { IpData } from '@tollgate/server';
import type { Ask } from './defence.js';

/** Where the addresses of the simulation are, as a gate's data of addresses has it. */
export class AddressBook implements IpData {
  readonly #countries = new Map<string, string>();

  /** Notes where somebody's address is; what was noted long ago may be forgotten, since each asks after it was noted. */
  learn({ ip, ipCountry }: Pick<Ask, 'ip' | 'ipCountry'>): void {
    if (this.#countries.size >= 1_000) this.#countries.clear();
    this.#countries.set(ip, ipCountry);
  }

  lookUp(ip: string) {
    return { country: this.#countries.get(ip) };
  }
}
