import { describe, expect, it, vi } from 'vitest';
import { compileSearch } from '../src/index.js';
import { kernel } from '../src/create-hashwx.js';
import { searchModule } from '../src/search-module.js';
import { numberedSeed } from './support/seeds.js';

/** The bodies of a module's functions. Sections and bodies have lengths of four bytes here, seven bits each. */
function bodiesOf(module: Uint8Array): readonly Uint8Array[] {
  const lengthAt = (at: number) =>
    [0, 1, 2, 3].reduce((length, byte) => length + ((module[at + byte]! & 0x7f) << (7 * byte)), 0);
  let at = 8;
  while (module[at] !== 10) at += 5 + lengthAt(at + 1);
  const count = module[at + 5]!;
  at += 6;
  return Array.from({ length: count }, () => {
    const from = at + 4;
    at = from + lengthAt(at);
    return module.subarray(from, at);
  });
}

/** How often these bytes follow each other. */
function count(body: Uint8Array, bytes: readonly number[]): number {
  let found = 0;
  for (let at = 0; at < body.length; at++) if (bytes.every((byte, place) => body[at + place] === byte)) found++;
  return found;
}

const module = searchModule(kernel().createInstance(numberedSeed(7)));
const WITHOUT_EFFECT = [0x42, 0x00, 0x1a];

describe('the module of a search', () => {
  it('has a phase in two functions of one size, and a small one that calls them', () => {
    const [write1, write2, read1, read2, search, ...more] = bodiesOf(module).map(({ length }) => length);
    expect(more).toEqual([]);
    expect(Math.abs(write1! - write2!) / write1!).toBeLessThan(0.05);
    expect(Math.abs(read1! - read2!) / read1!).toBeLessThan(0.05);
    expect(search).toBeLessThan(1_500);
  });

  it('makes each loop longer than those that V8 unrolls: 48 operations more where it writes, 16 where it reads', () => {
    const ballast = bodiesOf(module).map((body) => count(body, WITHOUT_EFFECT));
    expect(ballast).toEqual([16 * 48, 16 * 48, 16 * 16, 16 * 16, 0]);
  });

  it('has no memory of its own: engines set 10 GiB of addresses aside for each', () => {
    expect(WebAssembly.Module.imports(new WebAssembly.Module(module))).toEqual([
      { module: 'e', name: 'm', kind: 'memory' },
    ]);
    compileSearch(numberedSeed(1));
    const made = vi.spyOn(WebAssembly, 'Memory');
    const searches = Array.from({ length: 300 }, (_, number) => compileSearch(numberedSeed(number)));
    expect(made).not.toHaveBeenCalled();
    made.mockRestore();
    expect(searches.map((one) => one.search(0n, 1, 2n ** 64n - 1n))).toEqual(searches.map(() => 0n));
  });

  it('leaves nothing in the memory that another search would read', () => {
    const [a, b] = [compileSearch(numberedSeed(1)), compileSearch(numberedSeed(2))];
    const target = 2n ** 52n;
    const alone = a.search(0n, 20_000, target);
    for (let turn = 0n; turn < 5n; turn++) {
      b.search(turn * 100n, 100, 1n);
      expect(a.search(0n, 20_000, target)).toBe(alone);
    }
    expect(alone).toBeGreaterThan(0n);
  });
});
