import type { Express } from 'express';

/** One way to guard the form, as a person meets it. */
export interface WaitSubject {
  /** With how it is set up. */
  readonly who: string;
  /** Names it in addresses. */
  readonly name: string;
  /** What is asked of a device that is so many times slower. */
  readonly difficulty: (slower: number) => string;
  readonly page: (slower: number) => PageParts;
  /** What the person clicks once the number is complete, as a selector. */
  readonly checkbox?: string;
  /** The person presses the button only when the widget says that it is done. */
  readonly waitsForVerified?: true;
  /** It runs in no browser that says that it is driven. */
  readonly refusesDriven?: true;
  /** Its server part: the challenges of each device, and whether a form that left carries what it has to. */
  readonly serve: (app: Express, slower: number) => void;
  readonly accepts: (fields: Fields) => boolean | Promise<boolean>;
}

/** HTML, as its documentation has it. */
export interface PageParts {
  readonly head?: string;
  /** Attributes of the form. */
  readonly form?: string;
  /** Between the field and the button. A `data-verified` names the event that tells when it is done. */
  readonly widget?: string;
}

/** What a form that left says, by the names of its fields. */
export type Fields = Readonly<Record<string, string>>;

/** The path of what a subject's server answers, for a device so many times slower. */
export function pathOf(name: string, slower: number): string {
  return `/${name}/${slower}`;
}
