import { existsSync } from 'node:fs';
import type { Engine, EngineName } from './engine.js';
import { chromium, firefox } from './playwright-engines.js';
import { webkit } from './webkit-engine.js';

export const ENGINES: Readonly<Record<EngineName, Engine>> = { chromium, firefox, webkit };

/** The Debian packages that an engine lacks on this machine. */
export function missingPackages({ needs }: Engine): readonly string[] {
  const missing = needs.filter(({ file }) => !existsSync(file)).map(({ debianPackage }) => debianPackage);
  return [...new Set(missing)];
}

/** Throws a sentence that names the packages to install, if an engine is not on this machine. */
export function requireEngine(engine: Engine): void {
  const missing = missingPackages(engine).join(' ');
  if (missing !== '')
    throw new Error(`${engine.name} is not on this machine; "sudo apt-get install ${missing}" brings it.`);
}
