const SLOT_MS = 60_000;

interface Entry<Value> {
  value: Value;
  expiresAtMs: number;
}

/** From now to when something may be forgotten. */
interface Span {
  readonly nowMs: number;
  readonly expiresAtMs: number;
}

/**
 * A map whose entries go when their time has passed, and which takes no new entry when it is full: it refuses rather
 * than forgets. Clearing is done by whole minutes as entries are added, never by a timer.
 */
export class ExpiringMap<Value> {
  readonly #entries = new Map<string, Entry<Value>>();
  /** Minute → keys to look at then. Each entry waits in one slot, that of its expiry or an earlier one. */
  readonly #slots = new Map<number, string[]>();
  #sweptUntil = -Infinity;

  constructor(readonly maxEntries: number) {}

  get(key: string, nowMs: number): Value | undefined {
    const entry = this.#entries.get(key);
    return entry && entry.expiresAtMs > nowMs ? entry.value : undefined;
  }

  /** True if `count` more entries fit at `nowMs`. */
  hasRoom(nowMs: number, count = 1): boolean {
    this.#sweep(nowMs);
    return this.#entries.size + count <= this.maxEntries;
  }

  /** Sets an entry; the caller asked `hasRoom` first. An entry set again lives to its latest expiry. */
  set(key: string, value: Value, expiresAtMs: number): void {
    const entry = this.#entries.get(key);
    if (!entry) {
      this.#wait(key, expiresAtMs);
      this.#entries.set(key, { value, expiresAtMs });
      return;
    }
    entry.value = value;
    entry.expiresAtMs = Math.max(entry.expiresAtMs, expiresAtMs);
  }

  /** The value of a key, made where there is none; kept at least so long from now on. The caller asked `hasRoom` first. */
  keep(key: string, { nowMs, expiresAtMs }: Span, make: () => Value): Value {
    const entry = this.#entries.get(key);
    if (!entry || entry.expiresAtMs <= nowMs) {
      const value = make();
      this.set(key, value, expiresAtMs);
      return value;
    }
    entry.expiresAtMs = Math.max(entry.expiresAtMs, expiresAtMs);
    return entry.value;
  }

  /** Puts an entry under another key, for as long as it would have stayed under its own. */
  move(from: string, to: string): void {
    if (from === to) return;
    const entry = this.#entries.get(from);
    if (!entry) return;
    this.#entries.delete(from);
    this.set(to, entry.value, entry.expiresAtMs);
  }

  delete(key: string): void {
    this.#entries.delete(key);
  }

  #wait(key: string, expiresAtMs: number): void {
    const slot = Math.max(Math.floor(expiresAtMs / SLOT_MS), this.#sweptUntil);
    const keys = this.#slots.get(slot);
    if (keys) keys.push(key);
    else this.#slots.set(slot, [key]);
  }

  #sweep(nowMs: number): void {
    const current = Math.floor(nowMs / SLOT_MS);
    if (current <= this.#sweptUntil) return;
    const due = this.#slotsBefore(current);
    this.#sweptUntil = current;
    for (const slot of due) {
      const keys = this.#slots.get(slot) ?? [];
      this.#slots.delete(slot);
      for (const key of keys) this.#leaveOrWait(key, nowMs);
    }
  }

  /** The slots to look at: minute by minute from the last time on, or all that there are where those are fewer. */
  #slotsBefore(current: number): readonly number[] {
    const minutes = current - this.#sweptUntil;
    if (minutes < this.#slots.size) return Array.from({ length: minutes }, (_, at) => this.#sweptUntil + at);
    return [...this.#slots.keys()].filter((slot) => slot < current);
  }

  #leaveOrWait(key: string, nowMs: number): void {
    const entry = this.#entries.get(key);
    if (!entry) return;
    if (entry.expiresAtMs <= nowMs) this.#entries.delete(key);
    else this.#wait(key, entry.expiresAtMs);
  }
}
