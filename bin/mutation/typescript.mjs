import { register } from 'node:module';

// The specs run unchanged: compiled by the same hooks as the torture run, and with Mocha instead of
// Jest.
register('../../test/torture/typescript-hooks.mjs', import.meta.url);
register('./hooks.mjs', import.meta.url);
