import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** The layer rule of docs/architecture: apps -> libs; inside libs only the named arrows. */
const libs = [
  'ledger',
  'event-log',
  'evidence',
  'read-models',
  'personal-data',
  'access',
  'runtime',
  'gateway',
  'webhooks',
];
const mayImport = {
  'event-log': ['ledger'],
  evidence: ['ledger', 'event-log'],
  'read-models': ['ledger', 'personal-data'],
  'personal-data': ['ledger'],
  gateway: ['ledger'],
  webhooks: ['ledger'],
};

const ofOtherFolders = {
  group: ['**/apps/*', '**/libs/*', '../../../libs/**', '../../../apps/**'],
  message: 'Reach another package through its #name, never by a path.',
};

const layer = (name) => {
  const forbidden = libs.filter(
    (other) => other !== name && !(mayImport[name] ?? []).includes(other),
  );
  return {
    files: [`libs/${name}/**/*.ts`],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            ofOtherFolders,
            { group: forbidden.map((f) => `#${f}`), message: `libs/${name} may not depend on it.` },
            ...(name === 'ledger' ? [pureOnly] : []),
          ],
        },
      ],
    },
  };
};

const pureOnly = {
  regex: '^(@nestjs/|node:(?!crypto$)|pg$|@eventstore/|lmdb$|pino)',
  message: 'libs/ledger is pure: no framework, no I/O.',
};

const ledgerIsPure = {
  files: ['libs/ledger/src/**/*.ts'],
  ignores: ['**/*.spec.ts', '**/testing/**'],
  rules: {
    'no-restricted-properties': [
      'error',
      { object: 'Date', property: 'now', message: 'The clock is injected.' },
      { object: 'Math', property: 'random', message: 'No randomness in the domain.' },
    ],
    'no-restricted-syntax': [
      'error',
      {
        selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
        message: 'The clock is injected.',
      },
    ],
  },
};

export default tseslint.config(
  { ignores: ['dist/**', 'data/**', 'node_modules/**', 'coverage/**'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      'max-params': ['error', 3],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
    },
  },
  ...libs.map(layer),
  ledgerIsPure,
  {
    // Nest injects by constructor: a controller's collaborators are its parameters.
    files: ['apps/**/*.ts'],
    rules: { 'max-params': 'off' },
  },
  {
    files: ['**/*.spec.ts', '**/testing/**', 'test/**'],
    rules: {
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly' } },
    extends: [tseslint.configs.disableTypeChecked],
  },
);
