import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, isStale } from './build.mjs';

// `npm start` runs this process in the place of its shell, so that a signal sent to npm reaches `up` itself.
if (isStale()) await build();
process.argv.splice(2, 0, 'up');
await import(pathToFileURL(join(import.meta.dirname, '../dist/apps/cli/src/main.js')).href);
