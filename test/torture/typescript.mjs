import { register } from 'node:module';

// Node as old as 20.19 runs no TypeScript by itself: `node --conditions=source --import <this> <file>.ts` does, with
// the compiler the build uses.
register('./typescript-hooks.mjs', import.meta.url);
