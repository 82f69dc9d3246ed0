import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { StoreDirectory } from '#access';
import { type CapturedRow, formatMinor, type OrderCapture } from '#ledger';
import { HttpError } from '../../../contract-kit/http-error.js';
import { escaped } from '../gateway/capture-failure.js';
import { type HeldIntent, OrdersOfIntents } from './orders-of-intents.js';

const refused = (status: number, detail: string): HttpError =>
  new HttpError({ status, code: 'generate_print_receipt_error', detail });

/** Makes the receipts that an app prints after a card-present payment. */
@Injectable()
export class WooReceipts {
  constructor(
    private readonly orders: OrdersOfIntents,
    private readonly stores: StoreDirectory,
  ) {}

  /**
   * Makes the receipt for the payment of an intent.
   *
   * @throws HttpError 404 for an unknown payment, 400 for a payment that is not captured
   */
  async receipt(
    request: FastifyRequest,
    intentId: string,
  ): Promise<{ readonly html_content: string }> {
    const found = await this.orders.find(request, intentId);
    if (found === undefined) throw refused(404, 'Payment intent not found');
    if (found.intent.status !== 'succeeded') throw refused(400, 'Invalid payment intent');
    const store = await this.stores.find(found.order.balance.storeId);
    return { html_content: receiptPage(found, store?.name) };
  }
}

const line = (left: string, right: string): string =>
  `<tr><td>${escaped(left)}</td><td class="amount">${escaped(right)}</td></tr>`;

const style =
  'body{font:12px/1.4 sans-serif;max-width:300px;margin:0 auto}table{width:100%}' +
  '.amount{text-align:right}h1{font-size:16px;text-align:center}';

const settledCaptures = ({ order, intent }: HeldIntent): readonly OrderCapture[] =>
  [...order.captures.values()].filter(
    ({ status, gateway }) => status === 'settled' && gateway?.paymentIntent === intent.id,
  );

/** The receipt of a captured payment, as a complete HTML page. */
export const receiptPage = (held: HeldIntent, storeName: string | undefined): string => {
  const { balance } = held.order;
  const { charge } = held.intent;
  const money = (amount: number): string =>
    `${formatMinor(amount, balance.currency)} ${balance.currency}`;
  const captures = settledCaptures(held);
  const rowLine = ({ description, quantity, unitPrice }: CapturedRow): string =>
    line(`${quantity} x ${description}`, money(quantity * unitPrice));
  const card = [charge?.cardBrand, charge?.cardLast4].filter((text) => text !== undefined);
  const title = escaped(`Receipt ${balance.orderNumber}`);
  return [
    `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>${title}</title>`,
    `<style>${style}</style></head><body>`,
    `<h1>${escaped(storeName ?? balance.storeId)}</h1>`,
    `<p>Order ${escaped(balance.orderNumber)}<br>${escaped(captures.at(-1)?.capturedAt ?? balance.placedAt)}</p>`,
    '<table>',
    ...captures.flatMap(({ rows }) => rows.map(rowLine)),
    line('Paid', money(captures.reduce((sum, { amount }) => sum + amount, 0))),
    ...(balance.refunded > 0 ? [line('Refunded', money(balance.refunded))] : []),
    '</table>',
    `<p>${escaped(card.join(' '))}<br>${escaped(held.intent.id)}</p>`,
    '</body></html>',
  ].join('');
};
