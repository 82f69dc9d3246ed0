import type { Readable } from 'node:stream';
import { FairShares } from '#runtime';
import { HttpError, tooManyAtOnce } from '../contract-kit/http-error.js';

/** Documents being drawn, a bounded number at once, shared out fairly by client. */
export class Drawings {
  readonly #drawn: FairShares;

  constructor(most: number) {
    this.#drawn = new FairShares(most);
  }

  /** The document as a stream, counted until that is closed. @throws RefusedRequest 503 beyond the limit */
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
