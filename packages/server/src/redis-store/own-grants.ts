import { TEXT_RULES } from '../text-rules.js';

/** A grant as the scripts take it, and whether it was claimed here. */
export interface OwnGrant {
  readonly pid: string;
  readonly argument: object;
  readonly atMs: number;
  isClaimed: boolean;
}

/** What this process was granted, and which permits it claimed, in the last two minutes: put back should the store lose it. */
export class OwnGrants {
  readonly #grants = new Map<string, OwnGrant>();
  /** Permit → when it was claimed here, whoever it was granted to. */
  readonly #claimedAtMs = new Map<string, number>();

  add(pid: string, argument: object, nowMs: number): void {
    for (const grant of this.#grants.values()) {
      if (nowMs - grant.atMs < TEXT_RULES.holdMs) break;
      this.#grants.delete(grant.pid);
    }
    this.#grants.set(pid, { pid, argument, atMs: nowMs, isClaimed: false });
  }

  claim(pid: string, nowMs: number): void {
    for (const [other, atMs] of this.#claimedAtMs) {
      if (nowMs - atMs < TEXT_RULES.holdMs) break;
      this.#claimedAtMs.delete(other);
    }
    this.#claimedAtMs.set(pid, nowMs);
    const grant = this.#grants.get(pid);
    if (grant) grant.isClaimed = true;
  }

  /** A text that never went out is not put back. */
  delete(pid: string): void {
    this.#grants.delete(pid);
    this.#claimedAtMs.delete(pid);
  }

  claimed(nowMs: number): readonly string[] {
    const recent = [...this.#claimedAtMs].filter(([, atMs]) => nowMs - atMs < TEXT_RULES.holdMs);
    return recent.map(([pid]) => pid);
  }

  recent(nowMs: number): readonly object[] {
    return [...this.#grants.values()]
      .filter(({ atMs }) => nowMs - atMs < TEXT_RULES.holdMs)
      .map(({ argument, isClaimed }) => ({ ...argument, isClaimed }));
  }
}
