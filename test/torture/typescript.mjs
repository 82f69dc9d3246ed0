import { register } from 'node:module';

// Node.js 20.19 does not run TypeScript by itself. `node --conditions=source --import <this>
// <file>.ts` does, with the compiler of the build.
register('./typescript-hooks.mjs', import.meta.url);
