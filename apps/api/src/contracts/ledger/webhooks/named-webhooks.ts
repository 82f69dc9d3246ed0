import { Injectable } from '@nestjs/common';
import { StoreDirectory } from '#access';
import { isUuid } from '#ledger';
import { EndpointDirectory } from '#webhooks';
import type { Endpoint } from '#webhooks';
import { unknownStore } from '../clients/unknown-store.js';
import { webhookNotFound } from '../problems/refuse-problem.js';

/** The `{id}` of a path. What is no UUID is no webhook. @throws RefusedRequest 404 */
export const webhookIdOfPath = (id: string): string => {
  if (!isUuid(id)) throw webhookNotFound();
  return id.toLowerCase();
};

/** Webhooks and stores that a request names. */
@Injectable()
export class NamedWebhooks {
  constructor(
    private readonly endpoints: EndpointDirectory,
    private readonly stores: StoreDirectory,
  ) {}

  /** @throws RefusedRequest 404 */
  async find(id: string): Promise<Endpoint> {
    const endpoint = await this.endpoints.find(webhookIdOfPath(id));
    if (endpoint === undefined) throw webhookNotFound();
    return endpoint;
  }

  /** @throws RefusedRequest 422 */
  async assertStores(storeIds: readonly string[]): Promise<void> {
    for (const storeId of storeIds) {
      if ((await this.stores.find(storeId)) === undefined) throw unknownStore(storeId);
    }
  }
}
