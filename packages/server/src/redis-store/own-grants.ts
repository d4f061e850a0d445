import { TEXT_RULES } from '../text-rules.js';

/** A grant as the scripts take it, and whether it was claimed here. */
export interface OwnGrant {
  readonly pid: string;
  readonly argument: object;
  readonly atMs: number;
  isClaimed: boolean;
}

/** What this process was granted in the last two minutes, to be put back should the store lose it. */
export class OwnGrants {
  readonly #grants = new Map<string, OwnGrant>();

  add(pid: string, argument: object, nowMs: number): void {
    for (const grant of this.#grants.values()) {
      if (nowMs - grant.atMs < TEXT_RULES.holdMs) break;
      this.#grants.delete(grant.pid);
    }
    this.#grants.set(pid, { pid, argument, atMs: nowMs, isClaimed: false });
  }

  claim(pid: string): void {
    const grant = this.#grants.get(pid);
    if (grant) grant.isClaimed = true;
  }

  /** A text that never went out is not put back. */
  delete(pid: string): void {
    this.#grants.delete(pid);
  }

  recent(nowMs: number): readonly object[] {
    return [...this.#grants.values()]
      .filter(({ atMs }) => nowMs - atMs < TEXT_RULES.holdMs)
      .map(({ argument, isClaimed }) => ({ ...argument, isClaimed }));
  }
}
