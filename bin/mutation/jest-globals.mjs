import { expect } from 'expect';
import { configureGlobal } from 'fast-check';
import { bind } from 'jest-each';

/** The names that the specs import of Jest, made with Mocha. */
export { expect };
export const describe = (name, body) => (collecting ? body() : globalThis.describe(name, body));
export const test = (name, body) => {
  if (!collecting) globalThis.it(name, body);
};
test.each = bind(test);

let collecting = false;

/** Runs what stands outside of tests in a spec, such as histories its cases share. */
export const collect = async (load) => {
  collecting = true;
  try {
    await load();
  } finally {
    collecting = false;
  }
};

// The same examples in each run: a mutant that is killed once is killed the next time too.
configureGlobal({ seed: 20_260_101, endOnFailure: true });
