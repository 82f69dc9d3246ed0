import { EventStoreDBClient, START } from '@eventstore/db-client';

/** A capture event as an auditor sees it, with the official client alone. */
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

/** Every capture in the streams of these orders, in the streams' order. */
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
