import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, isStale } from './build.mjs';

// Builds if needed, and then runs `ledger up` in this same process. The script in package.json
// starts this file with `exec`, without a shell between. So a signal to npm reaches the ledger.
if (isStale()) await build();
process.argv.splice(2, 0, 'up');
await import(pathToFileURL(join(import.meta.dirname, '../dist/apps/cli/src/main.js')).href);
