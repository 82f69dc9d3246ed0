import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, isStale } from './build.mjs';

// The script `start` replaces its shell by this process, so that a signal sent to npm reaches `up`.
if (isStale()) await build();
process.argv.splice(2, 0, 'up');
await import(pathToFileURL(join(import.meta.dirname, '../dist/apps/cli/src/main.js')).href);
