/** A map of so many entries and no more: what was set longest ago gives way. Setting an entry again makes it the newest. */
export class RecentMap<Value> {
  readonly #entries = new Map<string, Value>();

  constructor(readonly maxEntries: number) {}

  get(key: string): Value | undefined {
    return this.#entries.get(key);
  }

  set(key: string, value: Value): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size <= this.maxEntries) return;
    this.#entries.delete(this.#entries.keys().next().value!);
  }
}
