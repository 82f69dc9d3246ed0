import { expect } from 'expect';
import { configureGlobal } from 'fast-check';
import { bind } from 'jest-each';

/**
 * This module takes the place of `@jest/globals` in specs. It implements the same functions with
 * Mocha.
 */
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

// The random examples come from a fixed seed. So each run has the same examples, and a mutant that
// one run kills is killed in every run.
configureGlobal({ seed: 20_260_101, endOnFailure: true });
