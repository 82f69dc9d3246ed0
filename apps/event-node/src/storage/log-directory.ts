import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Segments } from './segments.js';
import { UnknownFormat } from './unknown-format.js';

/** The log within the data directory of a node. */
export const logDirectoryOf = (dataDir: string): string => join(dataDir, 'event-log');

/** Where the log has its index: derived, and made anew if it is missing. */
export const indexDirectoryOf = (logDirectory: string): string => join(logDirectory, 'index');

/** There is no log to work on, or there is one where none may be. */
export class WrongDirectory extends Error {
  override readonly name = 'WrongDirectory';
}

/** Before the log was a file of its own, all was in LMDB. */
export const refuseFormerFormat = (logDirectory: string): void => {
  if (!existsSync(join(logDirectory, 'data.mdb'))) return;
  throw new UnknownFormat(
    `${logDirectory} holds an event log of an earlier format, which this node cannot read. ` +
      'Move the directory away to begin with an empty log.',
  );
};

/** The segments of a log that is only read. */
export const segmentsOf = (logDirectory: string): Segments => {
  const bases = existsSync(logDirectory) ? Segments.basesIn(logDirectory) : [];
  if (existsSync(logDirectory)) refuseFormerFormat(logDirectory);
  if (bases.length === 0) throw new WrongDirectory(`There is no event log in ${logDirectory}.`);
  return new Segments(logDirectory, bases);
};

/** Throws `WrongDirectory` if anything is in a directory that is to be written. */
export const refuseUsed = (directory: string): void => {
  if (!existsSync(directory) || readdirSync(directory).length === 0) return;
  throw new WrongDirectory(`${directory} is not empty.`);
};
