import { TEXT_RULES } from '../text-rules.js';

interface Dated {
  readonly atMs: number;
}

/** What this process was granted, and which permits it claimed, in the last two minutes: put back should the store lose it. */
export class OwnGrants {
  /** Permit → its grant, as the scripts take it. */
  readonly #grants = new Map<string, Dated & { readonly argument: object }>();
  /** Permits that were claimed here, whoever they were granted to. */
  readonly #claims = new Map<string, Dated>();

  add(pid: string, argument: object, nowMs: number): void {
    dropOld(this.#grants, nowMs);
    this.#grants.set(pid, { argument, atMs: nowMs });
  }

  claim(pid: string, nowMs: number): void {
    dropOld(this.#claims, nowMs);
    this.#claims.set(pid, { atMs: nowMs });
  }

  /** A text that never went out is not put back. */
  delete(pid: string): void {
    this.#grants.delete(pid);
    this.#claims.delete(pid);
  }

  claimed(nowMs: number): readonly string[] {
    dropOld(this.#claims, nowMs);
    return [...this.#claims.keys()];
  }

  recent(nowMs: number): readonly object[] {
    dropOld(this.#grants, nowMs);
    return Array.from(this.#grants.values(), ({ argument }) => argument);
  }
}

/** Entries stand in the order of their times. */
function dropOld(entries: Map<string, Dated>, nowMs: number): void {
  for (const [pid, { atMs }] of entries) {
    if (nowMs - atMs < TEXT_RULES.holdMs) return;
    entries.delete(pid);
  }
}
