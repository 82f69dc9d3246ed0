import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import * as fs from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const stamp = join(dist, '.built');
const inputs = ['apps', 'libs', '.swcrc', 'package.json', 'package-lock.json'];

const newest = (path) => {
  const stats = fs.statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  const entries = fs.readdirSync(path).map((entry) => newest(join(path, entry)));
  return Math.max(stats.mtimeMs, ...entries);
};

/** Whether `dist` is older than what it is made of. */
export const isStale = () => {
  if (!fs.existsSync(stamp)) return true;
  const builtAt = Number(fs.readFileSync(stamp, 'utf8'));
  return inputs.some((input) => newest(join(root, input)) > builtAt);
};

const compile = (target) => {
  const manifest = createRequire(import.meta.url).resolve('@swc/cli/package.json');
  const swc = join(dirname(manifest), 'bin', 'swc.js');
  const options = ['--out-dir', target, '--copy-files', '--quiet'];
  const { status } = spawnSync(process.execPath, [swc, 'apps', 'libs', ...options], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error('The build failed.');
};

/** Another start may have built the same in the meantime; then its result stands. */
const putInPlace = (next) => {
  try {
    fs.renameSync(next, dist);
  } catch (error) {
    if (isStale()) throw error;
  }
};

/**
 * Compiles into a folder beside and then swaps it in: an instance that runs from `dist` always finds its files, and a
 * build that is interrupted leaves the old one.
 */
export const build = () => {
  const builtAt = Date.now();
  const next = `${dist}.${process.pid}`;
  const former = `${next}.old`;
  try {
    compile(next);
    fs.writeFileSync(join(next, '.built'), String(builtAt));
    if (fs.existsSync(dist)) fs.renameSync(dist, former);
    putInPlace(next);
  } finally {
    fs.rmSync(next, { recursive: true, force: true });
    fs.rmSync(former, { recursive: true, force: true });
  }
};

if (process.argv[1] === import.meta.filename) build();
