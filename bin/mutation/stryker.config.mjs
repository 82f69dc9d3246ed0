const folder = process.env.MUTATION_FOLDER ?? 'data/mutation';

/**
 * Names of the tests that measure speed and memory. They are left out, because they take as long as
 * all other tests together and check no rule of the domain.
 */
const ofSpeed = ['take little longer than one', 'without copying', 'of a thousand for 0.01 each'];

/**
 * The paths that the specs of the domain need. Everything else is left out of the copy that Stryker
 * mutates.
 */
const needed = ['libs', 'libs/ledger', 'libs/ledger/**', 'bin', 'bin/mutation', 'bin/mutation/*'];
needed.push('test', 'test/torture', 'test/torture/*.mjs', 'package.json');

export default {
  mutate: ['libs/ledger/src/**/*.ts', '!**/*.spec.ts', '!**/testing/**', '!**/index.ts'],
  plugins: ['@stryker-mutator/mocha-runner', './bin/mutation/texts.mjs'],
  ignorers: ['texts'],
  testRunner: 'mocha',
  testRunnerNodeArgs: ['--conditions=source', '--import', './bin/mutation/typescript.mjs'],
  mochaOptions: { spec: ['bin/mutation/specs.mjs'], grep: `^(?!.*(${ofSpeed.join('|')}))` },
  coverageAnalysis: 'perTest',
  concurrency: 1,
  timeoutMS: 20_000,
  reporters: ['clear-text', 'json', 'progress-append-only'],
  jsonReporter: { fileName: `${folder}/report.json` },
  clearTextReporter: { allowColor: false, reportTests: false, skipFull: true },
  ignorePatterns: ['*', ...needed.map((path) => `!${path}`)],
  tempDirName: `${folder}/sandbox`,
  cleanTempDir: 'always',
  incremental: true,
  incrementalFile: `${folder}/incremental.json`,
};
