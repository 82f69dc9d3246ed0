const folder = process.env.MUTATION_FOLDER ?? 'data/mutation';

/**
 * Parts of the names of tests that measure speed or memory. These tests are skipped, because they
 * take as long as all others together and check no business rule.
 */
const ofSpeed = ['take little longer than one', 'without copying', 'of a thousand for 0.01 each'];

/**
 * The files that the specs of `libs/ledger` need. Stryker mutates a copy of the repository, and
 * this list keeps that copy small.
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
