import js from '@eslint/js';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { errorArgumentFirst } from './bin/lint/error-argument-first.mjs';

/**
 * Keeps clocks and randomness out of the domain, so that replaying the same events gives the same
 * result. Imports between modules are restricted in .dependency-cruiser.mjs.
 */
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
    '@typescript-eslint/no-restricted-imports': [
      'error',
      {
        paths: [
          {
            name: 'node:crypto',
            allowImportNames: ['createHash', 'hash'],
            message: 'The domain hashes; it has no randomness and no keys.',
          },
          {
            name: 'uuid',
            allowImportNames: ['v5'],
            message: 'Ids are derived; random ones come with the command.',
          },
        ],
      },
    ],
  },
};

export default tseslint.config(
  {
    ignores: [
      'dist/**',
      'data/**',
      'node_modules/**',
      'coverage/**',
      'apps/console/src/api/openapi.ts',
    ],
  },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    plugins: { ledger: { rules: { 'error-argument-first': errorArgumentFirst } } },
    rules: {
      'ledger/error-argument-first': 'error',
      'max-params': ['error', 3],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 50, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
    },
  },
  ledgerIsPure,
  {
    // All output must go through `print.ts`, because only there the control characters are removed
    // that could manipulate the operator's terminal.
    files: ['apps/cli/src/**/*.ts'],
    ignores: ['apps/cli/src/operator/print.ts', '**/*.spec.ts'],
    rules: {
      'no-console': 'error',
      'no-restricted-properties': [
        'error',
        ...['stdout', 'stderr'].map((property) => ({
          object: 'process',
          property,
          message: 'Print through apps/cli/src/operator/print.ts.',
        })),
      ],
    },
  },
  {
    files: ['apps/console/src/**/*.{ts,tsx}'],
    ...reactHooks.configs.flat['recommended-latest'],
  },
  {
    // A component may be longer than other functions, because most of it is markup.
    files: ['apps/console/src/**/*.tsx'],
    rules: {
      'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
    },
  },
  {
    // An event handler such as `onClick={() => close()}` may return a value, because React ignores
    // it.
    files: ['apps/console/src/**/*.tsx'],
    rules: {
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    // The rules below limit functions to three parameters. Constructors and controller methods are
    // exempt, because Nest injects their parameters. Callbacks are exempt, because a library
    // chooses their parameters.
    files: ['apps/**/*.{ts,tsx}'],
    rules: {
      'max-params': 'off',
      'no-restricted-syntax': [
        'error',
        ...[
          'VariableDeclarator > :function[params.length>3]',
          'MethodDefinition[kind!="constructor"] > FunctionExpression[params.length>3]:not([params.0.decorators.0])',
        ].map((selector) => ({ selector, message: 'A function has at most three parameters.' })),
      ],
    },
  },
  {
    files: ['**/*.spec.ts', '**/testing/**', 'test/**'],
    rules: {
      'max-lines': ['error', { max: 400, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': 'off',
      'no-restricted-syntax': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['**/*.mjs'],
    languageOptions: { globals: { process: 'readonly', console: 'readonly' } },
    extends: [tseslint.configs.disableTypeChecked],
    rules: { 'ledger/error-argument-first': 'off' },
  },
);
