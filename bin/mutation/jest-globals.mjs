import { expect } from 'expect';
import { configureGlobal } from 'fast-check';
import { bind } from 'jest-each';

/**
 * Specs get this module when they import `@jest/globals`. The functions are the same, but Mocha
 * runs the tests.
 */
export { expect };
export const describe = (name, body) => (collecting ? body() : globalThis.describe(name, body));
export const test = (name, body) => {
  if (!collecting) globalThis.it(name, body);
};
test.each = bind(test);

let collecting = false;

/**
 * Runs only the code of a spec file that is outside its tests, such as code that prepares test
 * data. The tests in the file are skipped.
 */
export const collect = async (load) => {
  collecting = true;
  try {
    await load();
  } finally {
    collecting = false;
  }
};

// Random examples are generated from a fixed seed, so that every run has the same examples.
// Otherwise a mutant might be killed in one run and survive in the next.
configureGlobal({ seed: 20_260_101, endOnFailure: true });
