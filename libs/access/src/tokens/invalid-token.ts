/**
 * The token does not stand for a caller: forged, malformed, expired or revoked. Which of these is not told to the
 * sender beyond what RFC 6750 calls `invalid_token`.
 */
export class InvalidToken extends Error {
  constructor(options?: ErrorOptions) {
    super('The access token is not valid.', options);
    this.name = 'InvalidToken';
  }
}
