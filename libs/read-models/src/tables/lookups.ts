import { captureIn } from '../projection/order-state.js';
import { storeOf } from '../projection/page-changes.js';
import type { PageChanges } from '../projection/page-changes.js';
import { text, uuid } from '../sql/column.js';
import type { Statement } from '../sql/query.js';
import { Table } from '../sql/table.js';

/**
 * The texts by which a search finds an order: the order number, and the references of the order's
 * captures.
 */
export const searchTexts = new Table(
  'search_texts',
  { orderId: uuid, storeId: text, text },
  { ids: ['orderId'], owner: 'orderId' },
);

export const writeSearchTexts = (page: PageChanges): Statement[] =>
  searchTexts.insert(
    page.events.flatMap((event) => {
      const { orderId } = event.data;
      const number = event.type === 'OrderRegistered' ? event.data.orderNumber : undefined;
      const found = number ?? captureIn(event)?.reference;
      return found === undefined ? [] : [{ orderId, storeId: storeOf(page, orderId), text: found }];
    }),
  );

/**
 * The `X-Request-Id`s of requests whose effect the read model shows. Requests that registered an
 * order or made a capture are left out, because the row of the order or capture has the id.
 */
export const appliedActions = new Table(
  'applied_actions',
  { orderId: uuid, correlationId: text },
  { ids: ['orderId'], owner: 'orderId', isKeyedWhileLoading: true },
);

/** A request may have several events, so an id that is in the table already is ignored. */
export const writeActions = ({ orders, events }: PageChanges): Statement[] =>
  appliedActions.insert(
    events
      .filter((event) => {
        const registeredBy = orders.get(event.data.orderId)?.after.registeredBy;
        return captureIn(event) === undefined && event.metadata.correlationId !== registeredBy;
      })
      .map(({ data: { orderId }, metadata: { correlationId } }) => ({ orderId, correlationId })),
    { onConflict: 'ON CONFLICT DO NOTHING' },
  );
