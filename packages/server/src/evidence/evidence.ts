/**
 * What a piece of evidence stands for. `automation`: a program fills in the form. `contradiction`: two statements of one
 * browser cannot both be true. `doubt`: it happens to honest people too, and counts only beside a doubt of another cause.
 */
export type Weight = 'automation' | 'contradiction' | 'doubt';

/** Why doubts arise: those of one cause count once, since whoever uses a VPN has several of them. */
export type Cause = 'browser' | 'network' | 'number' | 'person';

/** One thing that was noticed about a request. It is for the site's own log, never for whoever asked. */
export interface Evidence {
  /** The row that noticed it, such as `webdriver-on`. */
  readonly name: string;
  readonly weight: Weight;
  readonly cause: Cause;
  /** The values that were compared, quoted as JSON: bounded, and as a client wrote them. Never a number or an address. */
  readonly detail: string;
}

/**
 * What all evidence comes to. `clear`: the browser spoke, and nothing speaks against it. `unclear`: it said too little, or
 * there is a doubt. `flagged`: automation, a contradiction, or doubts of two causes.
 */
export type Standing = 'clear' | 'unclear' | 'flagged';

/** A request's evidence, and what it comes to. */
export interface Impression {
  readonly standing: Standing;
  readonly evidence: readonly Evidence[];
}
