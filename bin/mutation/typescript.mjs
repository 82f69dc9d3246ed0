import { register } from 'node:module';

// The specs run as they are: compiled as the torture run compiles, with Mocha in Jest's place.
register('../../test/torture/typescript-hooks.mjs', import.meta.url);
register('./hooks.mjs', import.meta.url);
