import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The compiler settings of the build. Specs are compiled too, although the build leaves them out.
 */
const swcrc = JSON.parse(readFileSync(join(import.meta.dirname, '.swcrc'), 'utf8'));
const swc = { ...swcrc, exclude: [], swcrc: false, sourceMaps: 'inline' };

/**
 * An ESM package that `@fastify/static` loads with `require`. Node.js 20.19 can do that, but jest
 * needs Node.js 24.9 for it. In specs the package is therefore compiled to CommonJS.
 */
const requiredEsm = 'content-disposition';

/**
 * The kind of specs to run: `unit`, `int` or `e2e`. The scripts `test:unit`, `test:int` and
 * `test:e2e` set it. A path given to such a script selects specs of that kind.
 */
const { SPEC_KIND: kind = '{unit,int,e2e}' } = process.env;

/**
 * Specs run from the TypeScript sources without a build: SWC compiles each file when it is loaded.
 * The `source` condition makes imports such as `#ledger` point to TypeScript files.
 */
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
  // A spec that takes longer than this hangs. The limit is generous, so that a busy machine fails
  // no spec.
  testTimeout: 120_000,
  // The time that a worker process of jest gets to end. The default of half a second is too short
  // on a busy machine: jest would kill the worker and print a warning. A worker that still runs
  // after this time shows that a spec left something open.
  workerGracefulExitTimeout: 20_000,
};
