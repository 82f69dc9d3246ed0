import { randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { tokenHashOf } from './client-key.js';

/**
 * The limit of open sessions of a key. A further session replaces the session that would expire
 * first.
 */
export const keySessionsMax = 1_000;

const removeOld = `DELETE FROM access.key_sessions
  WHERE key_id = $1 AND (expires_at <= now() OR session_hash IN (
    SELECT session_hash FROM access.key_sessions WHERE key_id = $1
    ORDER BY expires_at DESC OFFSET ${keySessionsMax - 1}))`;

const insertSession = `INSERT INTO access.key_sessions (session_hash, key_id, expires_at)
  VALUES ($1, $2, $3)`;

const selectKey = `SELECT key_id AS "keyId" FROM access.key_sessions
  WHERE session_hash = $1 AND expires_at > now()`;

const deleteSession = 'DELETE FROM access.key_sessions WHERE session_hash = $1';

const tokenBytes = 32;
const tokenPattern = /^[\w-]{43}$/;

/** A new session. Its token is returned only here. */
export interface OpenedSession {
  readonly token: string;
  readonly expiresAt: Date;
}

/**
 * The sessions that were opened with keys. All replicas share the sessions through the database, so
 * a session that has ended works at no replica. `KeyAuthenticator.byId` says whether the key still
 * works.
 */
export class KeySessions {
  readonly #pool: Pool;

  constructor(pool: Pool) {
    this.#pool = pool;
  }

  async open(keyId: string, lifetimeMs: number): Promise<OpenedSession> {
    const token = randomBytes(tokenBytes).toString('base64url');
    const expiresAt = new Date(Date.now() + lifetimeMs);
    await this.#pool.query(removeOld, [keyId]);
    await this.#pool.query(insertSession, [tokenHashOf(token), keyId, expiresAt]);
    return { token, expiresAt };
  }

  /**
   * The id of the key that the session was opened with; `undefined` if the session has ended or
   * expired.
   */
  async keyOf(token: string): Promise<string | undefined> {
    if (!tokenPattern.test(token)) return undefined;
    const { rows } = await this.#pool.query<{ keyId: string }>(selectKey, [tokenHashOf(token)]);
    return rows[0]?.keyId;
  }

  async end(token: string): Promise<void> {
    if (tokenPattern.test(token)) await this.#pool.query(deleteSession, [tokenHashOf(token)]);
  }
}
