/** A colour in both schemes. Each has a contrast of 4.5 to 1 against the background of its scheme, as WCAG AA asks of text. */
export interface Colour {
  readonly light: string;
  readonly dark: string;
}

const colour = (light: string, dark: string): Colour => Object.freeze({ light, dark });

/** The background that all else is read against. */
export const BACKGROUND = colour('#fdfdfc', '#15171a');

/** What is read: CSS variables by name, without the leading dashes. */
export const INKS: Readonly<Record<string, Colour>> = Object.freeze({
  ink: colour('#1b1d20', '#e4e6e9'),
  quiet: colour('#565c64', '#a5acb5'),
  'on-page': colour('#2c6a98', '#7fb8e0'),
  'another-way': colour('#84640a', '#d9b64c'),
  refused: colour('#b3261e', '#f28b82'),
  'gave-up': colour('#676e78', '#a3abb5'),
  'defence-0': colour('#0b5fa5', '#74b4f0'),
  'defence-1': colour('#b34700', '#f29a66'),
  'defence-2': colour('#0a7552', '#55c79d'),
  'defence-3': colour('#8b3a94', '#d79be0'),
  'defence-4': colour('#766000', '#d8bb52'),
  'defence-5': colour('#b3204d', '#f58aa5'),
  'defence-6': colour('#4f5b66', '#b4bec8'),
});

/** Rules and grids, which carry no meaning of their own. */
export const LINES: Readonly<Record<string, Colour>> = Object.freeze({
  rule: colour('#d5d8dc', '#3a3f46'),
  faint: colour('#e9ebed', '#262a2f'),
  axis: colour('#7b828b', '#7f8791'),
});

/** How many defences have a colour of their own. */
export const DEFENCE_COLOURS = 7;
