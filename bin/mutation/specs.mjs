import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { collect } from './jest-globals.mjs';

/**
 * Loads the unit specs of `libs/ledger` for Mocha. Many specs make histories while their file is
 * loaded. Stryker assigns code that runs at that time to no test: a mutant in it costs a new
 * process, and an error there fails no test. So each spec file also becomes one test, which runs
 * this code again.
 */
const sources = join(import.meta.dirname, '../../libs/ledger/src');
const files = readdirSync(sources, { recursive: true })
  .filter((file) => file.endsWith('.ts') && !file.includes('testing/'))
  .sort();
const isSpec = (file) => file.endsWith('.spec.ts');
const urlOf = (file) => pathToFileURL(join(sources, file)).href;

/**
 * The object in which Stryker keeps the id of the current test. In a run without Stryker the object
 * is empty.
 */
const stryker = (globalThis.__stryker__ ??= {});
let loads = 0;

for (const file of files.filter((name) => !isSpec(name))) await import(urlOf(file));

/**
 * The specs with many random histories, which take longest. They run last: a mutant is killed by
 * the first spec that fails, which is then usually a fast one.
 */
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
