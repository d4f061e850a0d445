/** Two digits after `+491` whose numbers are mobile and have eight more: a hundred blocks each. */
const NETWORKS = ['50', '52', '55', '56', '57', '58', '59'];
const BLOCKS = NETWORKS.length * 100;
let lastFresh = -1;

export interface Line {
  /** 0 to 699. */
  readonly block?: number;
  /** 0 to 99 in its block. */
  readonly range?: number;
  /** 0 to 9999 in its range. */
  readonly line?: number;
}

/** A German mobile number by where it stands. None is in the block of `DE_PHONE`. */
export function germanPhone({ block = 0, range = 0, line = 0 }: Line = {}): string {
  return `+491${NETWORKS[Math.floor(block / 100)]!}${digits(block % 100, 2)}${digits(range, 2)}${digits(line, 4)}`;
}

/** A German mobile number that nobody was given yet, and for the first 700 of them in a block of its own. */
export function freshPhone(): string {
  lastFresh++;
  return germanPhone({ block: lastFresh % BLOCKS, range: Math.floor(lastFresh / BLOCKS), line: 4321 });
}

/** A mobile number in Uzbekistan: 0 to 9999 in a range of 0 to 999. */
export function uzbekPhone(line: number, range = 123): string {
  return `+99890${digits(range, 3)}${digits(line, 4)}`;
}

function digits(value: number, length: number): string {
  return String(value).padStart(length, '0');
}
