import { register } from 'node:module';

// Lets Node.js run TypeScript files, which Node.js 20.19 cannot do by itself: `node
// --conditions=source --import <this file> <file>.ts`.
register('./typescript-hooks.mjs', import.meta.url);
