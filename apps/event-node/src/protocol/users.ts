import { createHash, timingSafeEqual } from 'node:crypto';

const basicHeader = /^basic +([A-Za-z0-9+/]+={0,2})$/i;

/** Thrown for a list of users that is not a comma-separated list of `name:password`. */
export class InvalidUsers extends Error {
  override readonly name = 'InvalidUsers';
}

/**
 * The users of the node. Their names and passwords are kept as digests, and credentials are
 * compared with them in constant time.
 */
export class Users {
  readonly #digests: readonly Buffer[];

  private constructor(
    digests: readonly Buffer[],
    /** The first user as `name:password`, for the connection string that the node prints. */
    readonly first: string | undefined,
  ) {
    this.#digests = digests;
  }

  /**
   * Reads a comma-separated list of `name:password`. Throws `InvalidUsers`, whose message shows no
   * part of the list.
   */
  static parse(text: string): Users {
    const users = text.split(',').map((user) => user.trim());
    if (!users.every((user) => /^[^\s:]+:\S+$/.test(user))) {
      throw new InvalidUsers('Users are name:password, comma separated.');
    }
    return new Users(users.map(digestOf), users[0]);
  }

  /** True if an `authorization` header names a user with the right password. */
  admits(authorization: string | undefined): boolean {
    const credentials = credentialsOf(authorization);
    if (credentials === undefined) return false;
    const digest = digestOf(credentials);
    return this.#digests.some((known) => timingSafeEqual(known, digest));
  }
}

/** Returns the `name:password` in an `authorization` header. */
const credentialsOf = (authorization: string | undefined): string | undefined => {
  const [, encoded] = basicHeader.exec(authorization ?? '') ?? [];
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString('utf8');
};

const digestOf = (credentials: string): Buffer =>
  createHash('sha256').update(credentials, 'utf8').digest();
