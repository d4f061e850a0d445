/** What is known of an address. */
export interface IpPlace {
  /** ISO 3166-1 alpha-2. */
  readonly country?: string | undefined;
  /** Number of the autonomous system that announces it. */
  readonly asn?: number | undefined;
}

/** Where addresses are, from whatever source the operator has. */
export interface IpData {
  /**
   * Answers at once, from memory; `undefined` where nothing is known (yet). The address is plain: four decimals, or IPv6
   * without brackets, port or zone; IPv4-mapped ones come as IPv4. What it throws counts as nothing known.
   */
  lookUp(ip: string): IpPlace | undefined;
  /**
   * Resolves once look-ups answer; rejects where the data cannot be had. A gate's `ready()` waits for it, for 10 s at most;
   * it may be asked again.
   */
  ready?(): Promise<void>;
}
