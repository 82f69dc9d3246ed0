import { Injectable } from '@nestjs/common';
import { StoreDirectory } from '#access';
import { isUuid } from '#ledger';
import { EndpointDirectory } from '#webhooks';
import type { Endpoint } from '#webhooks';
import { unknownStore } from './client.dto.js';
import { problems } from '../problems/problems.js';

/**
 * Reads the webhook id in a path, in lower case. A text that is not a UUID gets 404, because no
 * webhook has such an id.
 *
 * @throws HttpError 404
 */
export const webhookIdOfPath = (id: string): string => {
  if (!isUuid(id)) throw problems.webhookNotFound();
  return id.toLowerCase();
};

/** Finds the webhooks and the stores that a request names. */
@Injectable()
export class NamedWebhooks {
  constructor(
    private readonly endpoints: EndpointDirectory,
    private readonly stores: StoreDirectory,
  ) {}

  /** Finds the webhook with this id. @throws HttpError 404 if there is none */
  async find(id: string): Promise<Endpoint> {
    const endpoint = await this.endpoints.find(webhookIdOfPath(id));
    if (endpoint === undefined) throw problems.webhookNotFound();
    return endpoint;
  }

  /** Checks that all these stores exist. @throws HttpError 422 for a store that does not exist */
  async assertStores(storeIds: readonly string[]): Promise<void> {
    for (const storeId of storeIds) {
      if ((await this.stores.find(storeId)) === undefined) throw unknownStore(storeId);
    }
  }
}
