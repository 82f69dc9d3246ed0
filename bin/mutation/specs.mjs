import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { collect } from './jest-globals.mjs';

/**
 * Loads the unit specs of `libs/ledger` for Mocha. Stryker counts what runs while a file is loaded
 * as running in no test: a mutant there costs a new process, and an error there is no failed test.
 * Many specs make their histories there. So each spec is a test of its own name too, which makes
 * them once more.
 */
const sources = join(import.meta.dirname, '../../libs/ledger/src');
const files = readdirSync(sources, { recursive: true })
  .filter((file) => file.endsWith('.ts') && !file.includes('testing/'))
  .sort();
const isSpec = (file) => file.endsWith('.spec.ts');
const urlOf = (file) => pathToFileURL(join(sources, file)).href;

/** Stryker's record of the test that runs; a run without it is a run of the specs alone. */
const stryker = (globalThis.__stryker__ ??= {});
let loads = 0;

for (const file of files.filter((name) => !isSpec(name))) await import(urlOf(file));

/** The first that fails kills a mutant; those of many random histories take longest. */
const slow = /invariants|vat-of-parts|canonical-json|changed-zone|lines-hash/;
const specs = files.filter(isSpec).sort((a, b) => slow.test(a) - slow.test(b));

for (const file of specs) {
  const name = `what the cases of ${file} share`;
  stryker.currentTestId = name;
  try {
    await import(urlOf(file));
    globalThis.it(name, () => collect(() => import(`${urlOf(file)}?${++loads}`)));
  } catch (error) {
    globalThis.it(name, () => {
      throw error;
    });
    break;
  }
}
stryker.currentTestId = undefined;
