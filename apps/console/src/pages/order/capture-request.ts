import type { CaptureBody } from '../../command/send-commands.js';
import type { Order, OrderRow } from '../../api/types.js';

/** The user captures all that remains, some of the rows, or a typed amount. */
export type CaptureWay = 'all' | 'rows' | 'amount';

export interface CaptureDraft {
  readonly way: CaptureWay;
  /** The quantity to capture of each row, by row id. */
  readonly quantities: ReadonlyMap<string, number>;
  /** The typed amount in minor units; absent while the text in the field is not a valid amount. */
  readonly amount: number | undefined;
  readonly reference: string;
  readonly description: string;
}

const chosenRows = (order: Order, { quantities }: CaptureDraft): readonly [OrderRow, number][] =>
  order.rows
    .map((row): [OrderRow, number] => [row, quantities.get(row.rowId) ?? 0])
    .filter(([, quantity]) => quantity > 0);

/**
 * The amount to capture, in minor units; `undefined` until the user chose a row or typed an amount.
 */
export const amountOf = (order: Order, draft: CaptureDraft): number | undefined => {
  if (draft.way === 'all') return order.remaining;
  if (draft.way === 'amount') return draft.amount === 0 ? undefined : draft.amount;
  const rows = chosenRows(order, draft);
  if (rows.length === 0) return undefined;
  return rows.reduce((sum, [{ unitPrice }, quantity]) => sum + unitPrice * quantity, 0);
};

/** The body of the capture request; `undefined` until there is an amount to capture. */
export const captureRequestOf = (order: Order, draft: CaptureDraft): CaptureBody | undefined => {
  const amount = amountOf(order, draft);
  if (amount === undefined) return undefined;
  const reference = draft.reference.trim();
  const description = draft.description.trim();
  return {
    amount,
    ...(draft.way === 'rows' && {
      items: chosenRows(order, draft).map(([{ rowId }, quantity]) => ({ rowId, quantity })),
    }),
    ...(reference !== '' && { reference }),
    ...(description !== '' && { description }),
  };
};
