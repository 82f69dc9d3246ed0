import { register } from 'node:module';

// Lets the mutation run use the specs unchanged: TypeScript is compiled by the same hooks as in the
// torture run, and Mocha takes the place of Jest.
register('../../test/torture/typescript-hooks.mjs', import.meta.url);
register('./hooks.mjs', import.meta.url);
