import type { SignedTokens, SigningKeys } from '#access';

const lifetimeSeconds = 24 * 60 * 60;
const domain = 'admin';

/** The id of an admin user, made of the id of the user's key: `usr_` and 32 hex digits. */
export const userIdOf = (keyId: string): string => `usr_${keyId.replaceAll('-', '')}`;

const userId = /^usr_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/;

const keyIdOf = (text: unknown): string | undefined => {
  const parts = typeof text === 'string' ? userId.exec(text) : null;
  return parts === null ? undefined : parts.slice(1).join('-');
};

/**
 * Issues bearer tokens to admin users: JWTs signed with HS256. A token is valid for 24 hours at
 * every API process.
 */
export class AdminTokens {
  readonly #tokens: SignedTokens;

  constructor(signingKeys: SigningKeys) {
    this.#tokens = signingKeys.tokensOf('medusa admin token v1');
  }

  async issue(keyId: string): Promise<string> {
    return this.#tokens.sign({ user_id: userIdOf(keyId), domain }, lifetimeSeconds);
  }

  /** The id of the key that a token was issued for; undefined if the token is not valid. */
  async keyOf(token: string): Promise<string | undefined> {
    const claims = await this.#tokens.claimsOf(token);
    return claims?.['domain'] === domain ? keyIdOf(claims['user_id']) : undefined;
  }
}
