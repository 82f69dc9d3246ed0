import { register } from 'node:module';

// Lets Stryker use the specs unchanged. The first hook compiles TypeScript, and the second replaces
// Jest by Mocha.
register('../../test/torture/typescript-hooks.mjs', import.meta.url);
register('./hooks.mjs', import.meta.url);
