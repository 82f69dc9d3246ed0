import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { type Store, StoreDirectory } from '#access';
import { HttpError, notFound } from '../../../contract-kit/http-error.js';
import type { StoreApi } from '../../../services/store-api.js';
import { storeApiToken } from '../../../services/service-tokens.js';
import { storeKeys, type StoreKeys } from '../session/store-keys.js';

/** A store, and the keys that sign the cart tokens and nonces of its shop. */
export interface Shop {
  readonly store: Store;
  readonly keys: StoreKeys;
}

/** Finds the store to which a shop front end belongs, by the host name in the request. */
@Injectable()
export class ShopStores {
  readonly #keys = new Map<string, StoreKeys>();

  constructor(
    @Inject(storeApiToken) private readonly storeApi: StoreApi,
    private readonly stores: StoreDirectory,
  ) {}

  /**
   * Finds the shop for the host of a request.
   *
   * @throws HttpError 404 if no store is configured for the host
   */
  async of({ host, hostname }: FastifyRequest): Promise<Shop> {
    const { hosts, store: otherwise } = this.storeApi;
    const named = hosts.get(host.toLowerCase()) ?? hosts.get(hostname.toLowerCase());
    const storeId = named ?? otherwise;
    const store = storeId === undefined ? undefined : await this.stores.find(storeId);
    if (store === undefined) throw new HttpError(notFound);
    return { store, keys: this.#keysOf(store.storeId) };
  }

  /**
   * The keys of a store. The keys are derived once and then kept in memory. Only configured stores
   * are kept, so callers cannot fill the memory.
   */
  #keysOf(storeId: string): StoreKeys {
    const known = this.#keys.get(storeId);
    if (known !== undefined) return known;
    const made = storeKeys(this.storeApi, storeId);
    this.#keys.set(storeId, made);
    return made;
  }
}
