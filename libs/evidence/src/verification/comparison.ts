import type { Finding } from '../findings/finding.js';
import type { SettlementStreams } from './check-part.js';
import type { HistoriesReadTo } from './compare-orders.js';

/** Both may throw: what could not be compared is a finding. */
export interface ReadModelComparison {
  readonly orders: (histories: HistoriesReadTo) => Promise<readonly Finding[]>;
  readonly settlements: (streams: SettlementStreams) => Promise<readonly Finding[]>;
}
