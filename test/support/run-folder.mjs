import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Makes one temporary folder per test run, in which specs share files (see made-cluster.ts). */
export default () => {
  const folder = mkdtempSync(join(tmpdir(), 'ledger-test-run-'));
  process.env.LEDGER_TEST_RUN_FOLDER = folder;
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
};
