import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { join, relative } from 'node:path';

const root = join(import.meta.dirname, '..');
const sources = join(root, 'apps', 'console');
/** The folder of the built console, within `dist`. */
const folder = join('apps', 'console', 'public');
const stamp = join('apps', 'console', '.built');
/**
 * True for a source file that does not influence the built console: a spec, or the generated types.
 */
const isLeftOut = (path) => /\.spec\.ts$|\/api\/openapi\.ts$/.test(path);

const filesIn = (path) =>
  fs
    .readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

/**
 * A hash over all files that influence the built console. If the hash is the same as at the last
 * build, the console need not be built again.
 */
const contentHash = () => {
  const hash = createHash('sha256');
  const paths = [...filesIn(sources), join(root, 'package-lock.json')];
  for (const path of paths.filter((one) => !isLeftOut(one)).sort()) {
    hash
      .update(`${relative(root, path)}\0`)
      .update(fs.readFileSync(path))
      .update('\0');
  }
  return hash.digest('hex');
};

const builtFrom = (dist) => {
  try {
    return fs.readFileSync(join(dist, stamp), 'utf8');
  } catch {
    return undefined;
  }
};

/**
 * Builds the console in this process. Vite sets `NODE_ENV` to `production` here. `npm start` later
 * runs the ledger in the same process, so the earlier value is restored.
 */
const buildWithVite = async (target) => {
  const { NODE_ENV: before } = process.env;
  try {
    const { build } = await import('vite');
    await build({
      configFile: join(sources, 'vite.config.ts'),
      logLevel: 'warn',
      build: { outDir: target },
    });
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
};

/**
 * Puts the built console into the folder `next`. If the sources have not changed since the build in
 * `dist`, that build is copied instead of running Vite again.
 */
export const buildConsole = async ({ dist, next }) => {
  const content = contentHash();
  const target = join(next, folder);
  if (builtFrom(dist) === content) {
    fs.cpSync(join(dist, folder), target, { recursive: true });
  } else {
    await buildWithVite(target);
  }
  fs.writeFileSync(join(next, stamp), content);
};
