import { formatMinor, type CapturedRow, type OrderCapture } from '#ledger';
import { escaped } from '../gateway/capture-failure.js';
import type { HeldIntent } from './orders-of-intents.js';

const line = (left: string, right: string): string =>
  `<tr><td>${escaped(left)}</td><td class="amount">${escaped(right)}</td></tr>`;

const style =
  'body{font:12px/1.4 sans-serif;max-width:300px;margin:0 auto}table{width:100%}' +
  '.amount{text-align:right}h1{font-size:16px;text-align:center}';

const settledCaptures = ({ order, intent }: HeldIntent): readonly OrderCapture[] =>
  [...order.captures.values()].filter(
    ({ status, gateway }) => status === 'settled' && gateway?.paymentIntent === intent.id,
  );

/** The receipt of a captured payment, as an HTML page of its own. */
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
