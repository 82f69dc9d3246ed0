import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The compiler settings of the build, but with the specs, which the build leaves out. */
const swcrc = JSON.parse(readFileSync(join(import.meta.dirname, '.swcrc'), 'utf8'));
const swc = { ...swcrc, exclude: [], swcrc: false, sourceMaps: 'inline' };

/**
 * An ESM package that `@fastify/static` loads with `require`, as Node 20.19 can and jest before Node 24.9 cannot: specs
 * get it compiled to CommonJS.
 */
const requiredEsm = 'content-disposition';

/**
 * The kind of specs to run, set by the scripts `test:unit`, `test:int` and `test:e2e`. A path given
 * to such a script chooses among the specs of this kind.
 */
const { SPEC_KIND: kind = '{unit,int,e2e}' } = process.env;

/** Sources run untranspiled to disk: SWC per file, `#lib` imports resolve to TypeScript by the `source` condition. */
export default {
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
  testMatch: [`**/*.${kind}.spec.ts`],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', swc],
    [`/node_modules/${requiredEsm}/.+\\.js$`]: [
      '@swc/jest',
      { swcrc: false, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!${requiredEsm}/)`],
  moduleNameMapper: {
    '^(\\.{1,2}/(?!.*/node_modules/).*)\\.js$': '$1',
    '^fast-check$': '<rootDir>/test/support/seeded-fast-check.mjs',
  },
  globalSetup: '<rootDir>/test/support/run-folder.mjs',
  maxWorkers: 2,
  // Only a spec that hangs takes so long. A busy machine must not fail a spec.
  testTimeout: 120_000,
  // The default of half a second is too short for a worker to end on a busy machine: jest would
  // kill it with a warning. If a worker still runs after this time, a spec has left something open
  // in it.
  workerGracefulExitTimeout: 20_000,
};
