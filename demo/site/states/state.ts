/** The test sites of @tollgate/server: a gate that answers what its name says. */
export type TestSite = 'test-pass' | 'test-work' | 'test-delay' | 'test-step-up' | 'test-deny' | 'test-spent';

/** One thing that may happen to a visitor, on a page of its own. */
export interface State {
  /** The last part of its address. */
  readonly name: string;
  readonly title: string;
  /** What a visitor sees of it. */
  readonly sees: string;
  /** Which gate answers; default `test-pass`. */
  readonly gate?: TestSite;
  /** Base p of its puzzle, where a proof is to take seconds. */
  readonly p?: number;
  /** That challenges are refused, as after more than 60 in a minute. */
  readonly isTurnedAway?: true;
  /** Changes the policy that the page is served under. */
  readonly policy?: (policy: string) => string;
  /** A script of /assets that runs before all others, to take something away. */
  readonly first?: string;
  /** Attributes of the form beyond what every form has. */
  readonly attributes?: Readonly<Record<string, string>>;
  /** The language of the page. Default `en`. */
  readonly lang?: string;
}

export interface StateGroup {
  readonly title: string;
  readonly states: readonly State[];
}
