import type { Finding } from '../findings/finding.js';
import type { SettlementStreams } from './check-part.js';
import type { HistoriesReadTo } from './compare-orders.js';
import type { Stages } from './stages.js';
import type { ReadModelComparison } from './comparison.js';

/** After so many failures in turn the other side is taken to be away: nothing more is asked of it. */
const failuresMax = 3;

/** A comparison whose failures are findings. */
export class GuardedComparison implements ReadModelComparison {
  #failures = 0;

  constructor(
    private readonly comparison: ReadModelComparison,
    private readonly stages: Stages,
  ) {}

  readonly orders = (histories: HistoriesReadTo): Promise<readonly Finding[]> => {
    const { prefix } = histories;
    const which = prefix === '' ? 'of orders' : `of orders whose ids begin with ${prefix}`;
    return this.#guarded(`the read model ${which}`, () => this.comparison.orders(histories));
  };

  readonly settlements = (streams: SettlementStreams): Promise<readonly Finding[]> =>
    this.#guarded('the read model of settlements', () => this.comparison.settlements(streams));

  async #guarded(
    what: string,
    compare: () => Promise<readonly Finding[]>,
  ): Promise<readonly Finding[]> {
    if (this.#failures >= failuresMax) return [];
    this.#failures += 1;
    const more = this.#failures === failuresMax ? ', as everything compared after it,' : '';
    return this.stages.run(
      { what: `${what}${more}`, kind: 'read-model', fallback: [] as readonly Finding[] },
      async () => {
        const found = await compare();
        this.#failures = 0;
        return found;
      },
    );
  }
}
