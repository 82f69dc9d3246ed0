import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import * as fs from 'node:fs';
import { dirname, join } from 'node:path';
import { buildConsole } from './build-console.mjs';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const stamp = join(dist, '.built');
const inputs = ['apps', 'bin', 'libs', '.swcrc', 'package.json', 'package-lock.json'];

const newest = (path) => {
  const stats = fs.statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  const entries = fs.readdirSync(path).map((entry) => newest(join(path, entry)));
  return Math.max(stats.mtimeMs, ...entries);
};

/** True if the program must be built: `dist` is missing, or one of its source files is newer. */
export const isStale = () => {
  if (!fs.existsSync(stamp)) return true;
  const builtAt = Number(fs.readFileSync(stamp, 'utf8'));
  return inputs.some((input) => newest(join(root, input)) > builtAt);
};

/**
 * The apps to compile for Node.js. The console is left out, because Vite builds it for browsers.
 */
const programs = () =>
  fs
    .readdirSync(join(root, 'apps'))
    .filter((name) => name !== 'console')
    .map((name) => `apps/${name}`);

const compile = async (target) => {
  const manifest = createRequire(import.meta.url).resolve('@swc/cli/package.json');
  const swc = join(dirname(manifest), 'bin', 'swc.js');
  const options = ['--out-dir', target, '--copy-files', '--quiet'];
  const compiler = spawn(process.execPath, [swc, ...programs(), 'libs', ...options], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const [status] = await once(compiler, 'close');
  if (status !== 0) throw new Error('The build failed.');
};

/**
 * Renames the new build to `dist`. The rename fails if another process has put its build there in
 * the meantime. If that build is current, it is kept and this one is dropped.
 */
const putInPlace = (next) => {
  try {
    fs.renameSync(next, dist);
  } catch (error) {
    if (isStale()) throw error;
  }
};

/**
 * Compiles into a new folder and then renames that folder to `dist`. A running instance therefore
 * always finds its files in `dist`, and an interrupted build leaves the previous one intact.
 */
export const build = async () => {
  const builtAt = Date.now();
  const next = `${dist}.${process.pid}`;
  const former = `${next}.old`;
  try {
    const parts = [compile(next), buildConsole({ dist, next })];
    // If one half of the build fails, the other is still awaited. Otherwise it would go on writing
    // into the folder that is removed below.
    const failed = (await Promise.allSettled(parts)).find(({ status }) => status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    fs.writeFileSync(join(next, '.built'), String(builtAt));
    if (fs.existsSync(dist)) fs.renameSync(dist, former);
    putInPlace(next);
  } finally {
    fs.rmSync(next, { recursive: true, force: true });
    fs.rmSync(former, { recursive: true, force: true });
  }
};

if (process.argv[1] === import.meta.filename) await build();
