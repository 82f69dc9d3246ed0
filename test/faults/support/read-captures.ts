import { EventStoreDBClient, START } from '@eventstore/db-client';

/**
 * A capture event as read with the official client. Code of the ledger is not used here, because it
 * might hide a mistake of the ledger.
 */
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

/**
 * Reads the captures of the given orders. Captures of the same order come in the order of its
 * events.
 */
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
