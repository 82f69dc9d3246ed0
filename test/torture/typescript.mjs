import { register } from 'node:module';

// Lets Node.js 20.19, which cannot run TypeScript itself, do so with the compiler of the build:
// `node --conditions=source --import <this file> <file>.ts`.
register('./typescript-hooks.mjs', import.meta.url);
