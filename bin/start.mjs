import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, isStale } from './build.mjs';

// Builds if needed, and then runs `ledger up` in this process. The npm script uses `exec`, so that
// a signal to npm reaches this process.
if (isStale()) await build();
process.argv.splice(2, 0, 'up');
await import(pathToFileURL(join(import.meta.dirname, '../dist/apps/cli/src/main.js')).href);
