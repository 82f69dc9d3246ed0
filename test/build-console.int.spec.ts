import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { repository } from './support/system.js';

const run = promisify(execFile);

/**
 * `npm start` builds the console and then runs the ledger in the same process. The build must
 * therefore not change NODE_ENV, which the ledger reads.
 */
test.each([undefined, 'development'])('a build leaves NODE_ENV as it was: %s', async (before) => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-build-'));
  try {
    const environment = { ...process.env };
    delete environment['NODE_ENV'];
    const script = `
      const { buildConsole } = await import(process.argv[1]);
      const folder = process.argv[2];
      await buildConsole({ dist: folder + '/dist', next: folder + '/next' });
      process.stdout.write(String(process.env.NODE_ENV));`;
    const module = pathToFileURL(join(repository, 'bin', 'build-console.mjs')).href;
    const { stdout } = await run(
      process.execPath,
      ['--input-type=module', '-e', script, module, folder],
      {
        cwd: repository,
        env: { ...environment, ...(before !== undefined && { NODE_ENV: before }) },
      },
    );
    expect(stdout).toBe(String(before));
  } finally {
    rmSync(folder, { recursive: true });
  }
});
