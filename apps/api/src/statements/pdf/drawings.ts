import type { Readable } from 'node:stream';
import { RefusedRequest } from '../../http/refused-request.js';
import { RequestsInFlight } from '../../http/requests-in-flight.js';
import { tooManyAtOnce } from '../../http/too-many-at-once.js';

/** Documents being drawn, a bounded number at once. */
export class Drawings {
  readonly #drawn: RequestsInFlight;

  constructor(most: number) {
    this.#drawn = new RequestsInFlight(most);
  }

  /** The document as a stream, counted until that is closed. @throws RefusedRequest 503 beyond the limit */
  async draw(begin: () => Promise<Readable>): Promise<Readable> {
    if (!this.#drawn.tryEnter()) throw new RefusedRequest(tooManyAtOnce);
    try {
      const document = await begin();
      document.once('close', () => {
        this.#drawn.leave();
      });
      return document;
    } catch (error) {
      this.#drawn.leave();
      throw error;
    }
  }
}
