import { expect } from 'expect';
import { configureGlobal } from 'fast-check';
import { bind } from 'jest-each';

/** The functions that specs import from `@jest/globals`, implemented with Mocha. */
export { expect };
export const describe = (name, body) => (collecting ? body() : globalThis.describe(name, body));
export const test = (name, body) => {
  if (!collecting) globalThis.it(name, body);
};
test.each = bind(test);

let collecting = false;

/**
 * Runs the code of a spec that is outside of its tests, such as histories that several tests use.
 * The tests of the spec are not registered.
 */
export const collect = async (load) => {
  collecting = true;
  try {
    await load();
  } finally {
    collecting = false;
  }
};

// A fixed seed gives the same random examples in each run, so that a mutant that was killed once is
// always killed.
configureGlobal({ seed: 20_260_101, endOnFailure: true });
