import { evolveBalance, leftOfRow, vatOf } from '#ledger';
import type { OrderBalance } from '#ledger';
import type { ProjectedEvent } from './projected-event.js';
import { captureIn } from './capture-in.js';

/** What the read model keeps of an order besides its captures. */
export interface OrderState {
  readonly balance: OrderBalance;
  /** X-Request-Id of the request that registered the order. */
  readonly registeredBy: string;
  /** VAT in the rows captured so far, in minor units. */
  readonly capturedVat: number;
  readonly revision: number;
  readonly position: bigint;
}

/** The order after one more event, moved by the fold's own function so that the two cannot differ. */
export const nextState = (state: OrderState | undefined, event: ProjectedEvent): OrderState => {
  const expected = state === undefined ? 0 : state.revision + 1;
  if (event.revision !== expected)
    throw new RangeError(`event ${event.revision} came where ${expected} was due`);
  let capturedVat = state?.capturedVat ?? 0;
  for (const row of captureIn(event)?.rows ?? []) capturedVat += vatOf(row);
  if (event.type === 'CaptureFailed') {
    for (const row of event.data.rows) capturedVat -= vatOf(row);
  }
  return {
    balance: evolveBalance(state?.balance, event),
    registeredBy: state?.registeredBy ?? event.metadata.correlationId,
    capturedVat,
    revision: event.revision,
    position: event.position,
  };
};

/** VAT in what is captured, requested and left. */
export const totalVat = ({ balance, capturedVat }: OrderState): number =>
  balance.rows.reduce((sum, row) => sum + leftOfRow(row).vat, capturedVat);
