import { ExpiringMap } from './memory-store/expiring-map.js';
import type { AdmitClaim, AdmitResult, PermitState } from './store.js';
import { TEXT_RULES } from './text-rules.js';

type Granted = Extract<AdmitResult, { kind: 'granted' }>;
type Repeated = Extract<AdmitResult, { kind: 'repeated' }>;

interface Grant extends Omit<Repeated, 'kind' | 'state'> {
  readonly atMs: number;
  readonly isOfFallback: boolean;
  state: PermitState;
}

const { countedMs } = TEXT_RULES;
/** Most keys remembered; what comes beyond is known to its store alone. */
const KEYS_MAX = 200_000;

/**
 * What this process was granted for keys of shadow mode, and how far each text has gone: where one of a store and its
 * stand-in knows a key, the other must not text for it again.
 */
export class OwnKeys {
  readonly #byAlias = new ExpiringMap<Grant>(KEYS_MAX);
  readonly #byPid = new ExpiringMap<Grant>(KEYS_MAX);

  granted({ alias, permit }: AdmitClaim, granted: Granted, at: { isOfFallback: boolean; nowMs: number }): void {
    const { isOfFallback, nowMs } = at;
    if (alias === undefined || !this.#byAlias.hasRoom(nowMs) || !this.#byPid.hasRoom(nowMs)) return;
    const { tier, heldUntilMs, resendAfterMs } = granted;
    const grant: Grant = { permit, state: 'held', tier, heldUntilMs, resendAfterMs, atMs: nowMs, isOfFallback };
    this.#byAlias.set(alias, grant, nowMs + countedMs);
    this.#byPid.set(permit.pid, grant, nowMs + countedMs);
  }

  moved(pid: string, state: PermitState, nowMs: number): void {
    const grant = this.#byPid.get(pid, nowMs);
    if (grant) grant.state = state;
  }

  /** What the fallback gave a key, which the store does not know. */
  ofFallback(claim: AdmitClaim, nowMs: number): Repeated | undefined {
    const grant = this.#aliveOf(claim, nowMs);
    return grant?.isOfFallback ? repeated(grant, nowMs) : undefined;
  }

  /** The text of a key that went out, which the fallback does not know. A hold of a store that is away is of no use. */
  textOf(claim: AdmitClaim, nowMs: number): Repeated | undefined {
    const grant = this.#aliveOf(claim, nowMs);
    return grant && grant.state !== 'held' ? repeated(grant, nowMs) : undefined;
  }

  /** A text that failed reached nobody, and a hold that ran out is none: the key is judged anew. */
  #aliveOf({ alias }: AdmitClaim, nowMs: number): Grant | undefined {
    const grant = alias === undefined ? undefined : this.#byAlias.get(alias, nowMs);
    if (!grant || grant.state === 'failed') return undefined;
    return grant.state === 'held' && grant.heldUntilMs <= nowMs ? undefined : grant;
  }
}

function repeated({ permit, state, tier, heldUntilMs, resendAfterMs, atMs }: Grant, nowMs: number): Repeated {
  const waitMs = Math.max(0, atMs + resendAfterMs - nowMs);
  return { kind: 'repeated', permit, state, tier, heldUntilMs, resendAfterMs: waitMs };
}
