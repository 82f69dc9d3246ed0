import type { Readable } from 'node:stream';
import type { Store } from '#access';
import type { SettlementView } from '#read-models';
import { FairShares } from '#runtime';
import { HttpError, tooManyAtOnce } from '../contract-kit/http-error.js';

/** Limits the documents that are drawn at once, shared fairly by client. */
export class Drawings {
  readonly #drawn: FairShares;

  constructor(most: number) {
    this.#drawn = new FairShares(most);
  }

  /**
   * The document as a stream, which counts against the limit until it is closed. @throws HttpError
   * 503 beyond the limit
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

/** The country of a store whose country is not known. ISO 3166-1 leaves XX to its users. */
const unknownCountry = 'XX';

const compact = (day: string): string => day.replaceAll('-', '');

/** The text in ASCII letters, digits, dots and hyphens: safe in a file name and in a header. */
const plain = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Za-z0-9.-]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '');

/** `{Company}_{Country}_{From}-{To}_settlement_{Id}` (walley.md, "Settlements"), in ASCII. */
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
