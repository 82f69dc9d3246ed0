import { Client } from 'pg';
import { ensureOwner, type Owner } from './ensure-owner.js';

/** What a server that is starting answers (57P03: cannot connect now), or its host while nobody listens yet. */
const startingCodes: readonly (string | undefined)[] = ['ECONNREFUSED', 'ECONNRESET', '57P03'];

/** A connection that ended or timed out before any answer has no code; the server may be starting or going away. */
const isStarting = (code: string | undefined): boolean =>
  code === undefined || startingCodes.includes(code);

const refused = (error: unknown, code: string | undefined): Error => {
  const reason = error instanceof Error ? error.message : String(error);
  const hint =
    code === '28P01' ? '; postgres.password in DATA_DIR is not the password of this cluster' : '';
  return new Error(`PostgreSQL refused the connection (${code}): ${reason}${hint}`, {
    cause: error,
  });
};

const accepts = async (url: string, database: string): Promise<Client | undefined> => {
  const target = new URL(url);
  target.pathname = `/${database}`;
  const client = new Client({ connectionString: target.href, connectionTimeoutMillis: 5_000 });
  // A server that goes away closes the connection; the query's rejection tells, the event may not be unheard.
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    const { code } = error as { readonly code?: string };
    if (isStarting(code)) return undefined;
    throw refused(error, code);
  }
};

/** The superuser's way to a server, and what the ledger needs there. */
export interface DatabaseNeeded {
  /** Of the superuser; any database. */
  readonly url: string;
  readonly name: string;
  readonly owner: Owner;
}

/**
 * Creates the database unless it is there, and makes the owner its owner. Answers false while the server does not accept
 * connections yet; a refusal that waiting does not mend, such as a wrong password, is thrown.
 */
export const ensureDatabase = async ({ url, name, owner }: DatabaseNeeded): Promise<boolean> => {
  const server = await accepts(url, 'postgres');
  if (server === undefined) return false;
  try {
    const { rowCount } = await server.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 0) await server.query(`CREATE DATABASE ${server.escapeIdentifier(name)}`);
  } finally {
    await server.end();
  }
  const database = await accepts(url, name);
  if (database === undefined) return false;
  try {
    await ensureOwner(database, owner);
    return true;
  } finally {
    await database.end();
  }
};
