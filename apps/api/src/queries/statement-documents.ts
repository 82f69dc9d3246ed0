import type { Readable } from 'node:stream';
import type { Store } from '#access';
import type { SettlementView } from '#read-models';
import { FairShares } from '#runtime';
import { HttpError, tooManyAtOnce } from '../contract-kit/http-error.js';

/**
 * Limits the number of PDF documents that are drawn at the same time. The places are shared fairly
 * among clients.
 */
export class Drawings {
  readonly #drawn: FairShares;

  constructor(most: number) {
    this.#drawn = new FairShares(most);
  }

  /**
   * Draws a document and returns it as a stream. The document uses a place until the stream is
   * closed.
   *
   * @throws HttpError 503 if no place is free
   */
  async draw(client: string, begin: () => Promise<Readable>): Promise<Readable> {
    if (!this.#drawn.tryEnter(client)) throw new HttpError(tooManyAtOnce);
    try {
      const document = await begin();
      document.once('close', () => {
        this.#drawn.leave(client);
      });
      return document;
    } catch (error) {
      this.#drawn.leave(client);
      throw error;
    }
  }
}

/**
 * The country code in the file name if the country of the store is unknown. ISO 3166-1 reserves XX
 * for such uses.
 */
const unknownCountry = 'XX';

const compact = (day: string): string => day.replaceAll('-', '');

/**
 * Replaces everything but ASCII letters, digits, dots and hyphens, so that the text is safe in a
 * file name and in an HTTP header.
 */
const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9.-]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '');

/**
 * The file name of a statement, in ASCII: `{Company}_{Country}_{From}-{To}_settlement_{Id}`
 * (walley.md, "Settlements").
 */
export const statementFileName = (
  settlement: SettlementView,
  store: Pick<Store, 'name' | 'countryCode'> | undefined,
): string => {
  const { startDate, endDate } = settlement;
  const company = plain(store?.name ?? '') || settlement.storeId;
  const country = store?.countryCode ?? unknownCountry;
  const period = `${compact(startDate)}-${compact(endDate)}`;
  return `${company}_${country}_${period}_settlement_${settlement.settlementId}`;
};
