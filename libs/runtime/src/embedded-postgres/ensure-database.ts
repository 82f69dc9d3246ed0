import { Client, type ClientBase } from 'pg';

/**
 * Error codes from a server that is starting (57P03: cannot connect now), or from a port where the
 * server does not listen yet.
 */
const startingCodes: readonly (string | undefined)[] = ['ECONNREFUSED', 'ECONNRESET', '57P03'];

/**
 * True if the server may be starting or stopping. An error without a code means that the connection
 * ended or timed out before an answer.
 */
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
  // If the server stops, the connection rejects the query and also emits an error, which without a
  // listener would end the process.
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

/** A server, with the database and the role that the ledger needs on it. */
export interface DatabaseNeeded {
  /** The URL of the superuser, with any database name. */
  readonly url: string;
  readonly name: string;
  readonly owner: Owner;
}

/**
 * Creates the database if it does not exist, and makes the role `owner` its owner. Returns false
 * while the server does not accept connections yet. Throws an error that waiting would not solve,
 * such as a wrong password.
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

/** The role that the ledger connects as. The role owns the database and has no other rights. */
export interface Owner {
  readonly user: string;
  readonly password: string;
}

/**
 * Makes SQL statements that give a role the ownership of all objects of the connected superuser in
 * this database. The objects of PostgreSQL and of extensions are left out. Earlier versions of the
 * ledger created all objects as the superuser, so their databases need these statements.
 */
const handOverSql = `
  WITH schemas AS (
    SELECT oid, nspname, nspowner FROM pg_namespace
    WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'
  ), members AS (
    -- Of an extension, or a part of something else, as the sequence of a column is.
    SELECT classid, objid FROM pg_depend WHERE deptype IN ('e', 'i', 'a')
  ), owned AS (
    SELECT 'pg_namespace'::regclass AS classid, oid, nspowner AS owner,
      format('SCHEMA %I', nspname) AS object
    FROM schemas
    UNION ALL
    SELECT 'pg_class'::regclass, c.oid, relowner, format('TABLE %I.%I', nspname, relname)
    FROM pg_class c JOIN schemas s ON s.oid = relnamespace
    WHERE relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
    UNION ALL
    SELECT 'pg_proc'::regclass, p.oid, proowner, format('ROUTINE %s', p.oid::regprocedure)
    FROM pg_proc p JOIN schemas s ON s.oid = pronamespace
    UNION ALL
    SELECT 'pg_type'::regclass, t.oid, typowner, format('TYPE %I.%I', nspname, typname)
    FROM pg_type t JOIN schemas s ON s.oid = typnamespace
    WHERE typtype IN ('e', 'd') OR typtype = 'c'
      AND EXISTS (SELECT FROM pg_class c WHERE c.oid = typrelid AND relkind = 'c')
  )
  SELECT format('ALTER %s OWNER TO %I', object, $1::text) AS statement
  FROM owned
  WHERE owner = (SELECT oid FROM pg_roles WHERE rolname = current_user)
    AND NOT EXISTS (
      SELECT FROM members m WHERE m.classid = owned.classid AND m.objid = owned.oid
    )`;

/**
 * Makes the role if it does not exist, sets its password, and makes it the owner of the database
 * and of everything in it.
 */
export const ensureOwner = async (client: ClientBase, { user, password }: Owner): Promise<void> => {
  const role = client.escapeIdentifier(user);
  const { rows } = await client.query<{ name: string }>('SELECT current_database() AS name');
  const { rowCount } = await client.query('SELECT FROM pg_roles WHERE rolname = $1', [user]);
  if (rowCount === 0) await client.query(`CREATE ROLE ${role}`);
  await client.query(
    `ALTER ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS ` +
      `PASSWORD ${client.escapeLiteral(password)}`,
  );
  await client.query(
    `ALTER DATABASE ${client.escapeIdentifier(rows[0]?.name ?? '')} OWNER TO ${role}`,
  );
  const owned = await client.query<{ statement: string }>(handOverSql, [user]);
  for (const { statement } of owned.rows) await client.query(statement);
};
