import { EventStoreDBClient, START } from '@eventstore/db-client';

/** A capture event, read with the official client and without code of the ledger. */
export interface LoggedCapture {
  readonly orderId: string;
  readonly captureId: string;
  readonly amount: number;
  readonly idempotencyKey: string | undefined;
  readonly revision: number;
}

interface CaptureData {
  readonly captureId?: string;
  readonly amount: number;
}

/** Reads the captures of the given orders, those of one order in the order of its stream. */
export const readCaptures = async (
  eventStoreUrl: string,
  orderIds: readonly string[],
): Promise<LoggedCapture[]> => {
  const client = EventStoreDBClient.connectionString(eventStoreUrl);
  const captures: LoggedCapture[] = [];
  for (const orderId of orderIds) {
    for await (const { event } of client.readStream(`order-${orderId}`, { fromRevision: START })) {
      if (event === undefined) continue;
      const { captureId, amount } = event.data as unknown as CaptureData;
      if (captureId === undefined) continue;
      const { idempotencyKey } = event.metadata as { idempotencyKey?: string };
      captures.push({
        orderId,
        captureId,
        amount,
        idempotencyKey,
        revision: Number(event.revision),
      });
    }
  }
  await client.dispose();
  return captures;
};
