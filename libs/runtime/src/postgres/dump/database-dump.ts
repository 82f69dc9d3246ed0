/** A migration that was applied to the database when it was dumped. */
export interface DumpedMigration {
  readonly set: string;
  readonly file: string;
  readonly checksum: string;
}

/** One table: a file with one row a line, as JSON. */
export interface DumpedTable {
  readonly table: string;
  readonly file: string;
  readonly rows: number;
  /** Of the file's content, in hexadecimal digits. */
  readonly sha256: string;
}

/** The tables of some schemas as they were at one moment. */
export interface DatabaseDump {
  /** By the clock of PostgreSQL, ISO 8601. */
  readonly takenAt: string;
  readonly migrations: readonly DumpedMigration[];
  readonly tables: readonly DumpedTable[];
}

/** The files are not what was dumped, or do not fit this database. */
export class DumpUnusable extends Error {
  override readonly name = 'DumpUnusable';
}
