import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { collect } from './jest-globals.mjs';

/**
 * Loads the unit specs of `libs/ledger` for Mocha. Many specs prepare test data when their file is
 * loaded. Stryker assigns that code to no test, so a mutant there would cost a new process, and an
 * error there would fail no test. Therefore each spec file also becomes one test, which runs the
 * loading code again.
 */
const sources = join(import.meta.dirname, '../../libs/ledger/src');
const files = readdirSync(sources, { recursive: true })
  .filter((file) => file.endsWith('.ts') && !file.includes('testing/'))
  .sort();
const isSpec = (file) => file.endsWith('.spec.ts');
const urlOf = (file) => pathToFileURL(join(sources, file)).href;

/**
 * Stryker keeps the id of the current test in this object. The object stays unused in a run without
 * Stryker.
 */
const stryker = (globalThis.__stryker__ ??= {});
let loads = 0;

for (const file of files.filter((name) => !isSpec(name))) await import(urlOf(file));

/**
 * The slowest specs, with many random histories. Stryker stops testing a mutant at the first
 * failing spec. These specs run last, because a fast spec has usually failed by then.
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
