#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const program = join(import.meta.dirname, '../dist/apps/cli/src/main.js');

if (existsSync(program)) {
  await import(pathToFileURL(program).href);
} else {
  console.error('The ledger is not built yet. Run: npm run build');
  process.exitCode = 1;
}
