/** What was taken back recently enough for an unexpired token to still claim it. */
export class RevocationList {
  readonly #clients: ReadonlyMap<string, RevokedClient>;
  readonly #refusedUpTo: number;
  readonly removedStores: ReadonlySet<string>;

  constructor(revocations: readonly Revocation[], listed: { readonly completely: boolean }) {
    const clients = revocations.filter((entry) => entry.kind === 'client');
    const stores = revocations.filter((entry) => entry.kind === 'store');
    this.#clients = new Map(clients.map((client) => [client.id, client]));
    this.removedStores = new Set(stores.map(({ id }) => id));
    const times = revocations.map(({ revokedAt }) => revokedAt);
    this.#refusedUpTo = listed.completely ? -Infinity : Math.min(...times);
  }

  get isEmpty(): boolean {
    return this.#clients.size === 0 && this.removedStores.size === 0;
  }

  /**
   * @param issuedAt of the token, in seconds since the epoch
   *
   * A list that had to be cut short misses revocations before its oldest; so tokens older than that are all refused,
   * and their clients fetch new ones.
   */
  refuses(clientId: string, issuedAt: number): boolean {
    const revoked = this.#clients.get(clientId);
    if (revoked?.disabled) return true;
    return issuedAt <= Math.max(revoked?.revokedAt ?? -Infinity, this.#refusedUpTo);
  }
}

interface RevokedClient {
  readonly disabled: boolean;
  /** Seconds since the epoch. */
  readonly revokedAt: number;
}

export interface Revocation extends RevokedClient {
  readonly kind: 'client' | 'store';
  readonly id: string;
}
