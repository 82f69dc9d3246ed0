import { register } from 'node:module';

// Node.js 20.19 cannot run TypeScript. With this file it can, by the compiler of the build:
// `node --conditions=source --import <this file> <file>.ts`.
register('./typescript-hooks.mjs', import.meta.url);
