import { useCallback, useState } from 'react';
import type { HistoryEntry, Order } from '../../api/types.js';
import { useOrderAt, type useHistory } from './use-order.js';

export interface Replay {
  /** The event after which the order is shown; -1 while none was read. */
  readonly index: number;
  readonly entry: HistoryEntry | undefined;
  /** Later events are known, or were not read yet. */
  readonly isPast: boolean;
  readonly shown: Order;
  /** The order shown is not yet the one of the slider's place. */
  readonly isBehind: boolean;
  readonly onIndex: (index: number) => void;
}

/**
 * The event after which the order is shown. The replay follows the newest event until the user
 * picks another.
 */
export const useReplay = (order: Order, history: ReturnType<typeof useHistory>): Replay => {
  const [chosen, setChosen] = useState<number>();
  const { entries, hasNextPage } = history;
  const last = entries.length - 1;
  const index = Math.min(chosen ?? last, last);
  const entry = entries[index];
  const isPast = index < last || hasNextPage;
  const then = useOrderAt(order.orderId, isPast ? entry?.revision : undefined);
  const onIndex = useCallback(
    (next: number): void => {
      setChosen(next >= last ? undefined : next);
    },
    [last],
  );
  return {
    ...{ index, entry, isPast, onIndex },
    shown: isPast ? (then.data ?? order) : order,
    isBehind: isPast && then.data?.revision !== entry?.revision,
  };
};
