import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** As the build compiles, but with the specs, which the build leaves out. */
const swcrc = JSON.parse(readFileSync(join(import.meta.dirname, '.swcrc'), 'utf8'));
const swc = { ...swcrc, exclude: [], swcrc: false, sourceMaps: 'inline' };

/**
 * An ESM package that `@fastify/static` loads with `require`, as Node 20.19 can and jest before Node 24.9 cannot: specs
 * get it compiled to CommonJS.
 */
const requiredEsm = 'content-disposition';

/** Of the scripts `test:unit`, `test:int` and `test:e2e`; a path given to them then chooses among these specs. */
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
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  globalSetup: '<rootDir>/test/support/run-folder.mjs',
  maxWorkers: 2,
  // Only what hangs takes so long; a busy machine must not fail a spec.
  testTimeout: 120_000,
  // By default half a second, after which a worker on a busy machine is said not to have ended, and killed. One that is still
  // there after this has been left a handle by a spec.
  workerGracefulExitTimeout: 20_000,
};
