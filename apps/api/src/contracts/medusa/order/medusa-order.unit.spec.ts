import { describe, expect, test } from '@jest/globals';
import { viewOf, type OrderView } from '#read-models';
import {
  cancel,
  capture,
  fail,
  item,
  orderOf,
  refund,
  register,
  settle,
  shopStatus,
  shoes,
} from '../../../../../../libs/ledger/src/testing/index.js';
import { defaultColumns, defaultRelations, totals } from '../query/order-fields.js';
import { QueryTree } from '../query/query-tree.js';
import { selectionOf } from '../query/selection.js';
import { medusaOrder } from './medusa-order.js';

type Commands = Parameters<typeof orderOf>[0];

const whole = selectionOf(new QueryTree('/'));
const view = (commands: Commands, more: Partial<OrderView> = {}): OrderView => ({
  ...viewOf(orderOf(commands), 0n),
  ...more,
});
const shown = (commands: Commands, more: Partial<OrderView> = {}) =>
  medusaOrder(view(commands, more), whole);

const card = register({
  paymentMethod: 'card',
  authorization: { status: 'authorized', paymentIntent: 'pi_demo' },
});
const all = capture(28_500);
const captureIn = (commands: Commands): string =>
  [...orderOf(commands).captures.values()].at(-1)?.captureId ?? '';

const payment = [
  ...['id', 'created_at', 'updated_at', 'swap_id', 'cart_id', 'order_id', 'amount'],
  ...['currency_code', 'amount_refunded', 'provider_id', 'data', 'captured_at', 'canceled_at'],
  ...['metadata', 'idempotency_key'],
];
const lineItem = [
  ...['id', 'created_at', 'updated_at', 'cart_id', 'cart', 'order_id', 'order', 'swap_id', 'swap'],
  ...['claim_order_id', 'claim_order', 'tax_lines', 'adjustments', 'original_item_id'],
  ...['order_edit_id', 'order_edit', 'title', 'description', 'thumbnail', 'is_return'],
  ...['is_giftcard', 'should_merge', 'allow_discounts', 'has_shipping', 'unit_price'],
  ...['variant_id', 'variant', 'product_id', 'quantity', 'fulfilled_quantity'],
  ...['returned_quantity', 'shipped_quantity', 'metadata', 'includes_tax', 'refundable'],
  ...['subtotal', 'tax_total', 'total', 'original_total', 'original_tax_total'],
  ...['discount_total', 'raw_discount_total', 'gift_card_total'],
];
const address = [
  ...['id', 'created_at', 'updated_at', 'deleted_at', 'customer_id', 'customer', 'company'],
  ...['first_name', 'last_name', 'address_1', 'address_2', 'city', 'country_code', 'country'],
  ...['province', 'postal_code', 'phone', 'metadata'],
];
const customer = [
  ...['id', 'created_at', 'updated_at', 'deleted_at', 'email', 'first_name', 'last_name'],
  ...['billing_address_id', 'billing_address', 'shipping_addresses', 'phone', 'has_account'],
  ...['orders', 'groups', 'metadata'],
];
const region = [
  ...['id', 'created_at', 'updated_at', 'deleted_at', 'name', 'currency_code', 'currency'],
  ...['tax_rate', 'tax_rates', 'tax_code', 'gift_cards_taxable', 'automatic_taxes', 'countries'],
  ...['tax_provider_id', 'tax_provider', 'payment_providers', 'fulfillment_providers'],
  ...['metadata', 'includes_tax'],
];

const anna = {
  erased: false as const,
  customer: {
    ...{ reference: 'cus_1', email: 'a@b.example', firstName: 'Anna', phone: '+46701' },
    billingAddress: { line1: 'Street 1', city: 'Town', countryCode: 'SE', postalCode: '111' },
  },
};

describe('an order', () => {
  test('has every key of the published types, and no others', () => {
    const order = shown([register()], { customer: anna });
    const keys = [...defaultColumns, ...defaultRelations, ...totals];
    expect(Object.keys(order).sort()).toEqual([...keys].sort());
    const [first] = order.items ?? [];
    expect(Object.keys(order.payments?.[0] ?? {})).toEqual(payment);
    expect(Object.keys(first ?? {}).sort()).toEqual([...lineItem].sort());
    expect(Object.keys(order.billing_address ?? {}).sort()).toEqual([...address].sort());
    expect(Object.keys(order.customer ?? {}).sort()).toEqual([...customer].sort());
    expect(Object.keys(order.region ?? {}).sort()).toEqual([...region].sort());
  });

  test('shows money in minor units, its currency in lower case, and times as they are', () => {
    expect(shown([register()])).toMatchObject({
      ...{ id: '1001', display_id: 1001, currency_code: 'sek' },
      ...{ created_at: '2026-11-20T09:59:00.000Z', updated_at: '2026-11-20T09:59:00.000Z' },
      ...{ subtotal: 22_800, tax_total: 5_700, item_tax_total: 5_700, total: 28_500 },
      ...{ discount_total: 0, shipping_total: 0, shipping_tax_total: 0 },
      ...{ paid_total: 28_500, refunded_total: 0, refundable_amount: 28_500 },
      items: [
        { unit_price: 9_500, quantity: 1, total: 9_500, tax_total: 1_900, subtotal: 7_600 },
        { unit_price: 9_500, quantity: 2, total: 19_000 },
      ],
    });
  });

  test('has shipping and discounts in sums of their own', () => {
    const row = { vatRate: 25, quantity: 1 };
    const rows = [
      { ...row, description: 'Shoes', unitPrice: 10_000 },
      { ...row, description: 'Parcel', unitPrice: 500, type: 'shipping' as const },
      { ...row, description: 'Rebate', unitPrice: -1_000, type: 'discount' as const },
    ];
    expect(shown([register({ rows })])).toMatchObject({
      ...{ subtotal: 8_000, shipping_total: 400, discount_total: 800, tax_total: 1_900 },
      ...{ item_tax_total: 1_800, shipping_tax_total: 100, total: 9_500 },
      items: [{ title: 'Shoes' }],
      shipping_methods: [{ price: 500, subtotal: 400, tax_total: 100, data: { name: 'Parcel' } }],
    });
  });

  test('knows what the shop registered of it, of the right types', () => {
    const medusa = {
      ...{ display_id: 7, cart_id: 'cart_1', sales_channel_id: 'sc_1', metadata: { a: 1 } },
      ...{ no_notification: true, external_id: 5, region_id: 'reg_1' },
    };
    expect(shown([register({ attributes: { medusa } })])).toMatchObject({
      ...{ display_id: 7, cart_id: 'cart_1', sales_channel_id: 'sc_1', metadata: { a: 1 } },
      ...{ no_notification: true, external_id: null, region_id: 'reg_1', region: { id: 'reg_1' } },
    });
  });

  test('shows its customer with the addresses, and nobody once erased', () => {
    expect(shown([register()], { customer: anna })).toMatchObject({
      ...{ customer_id: 'cus_1', email: 'a@b.example', shipping_address: null },
      billing_address: { first_name: 'Anna', address_1: 'Street 1', country_code: 'se' },
    });
    expect(shown([register()], { customer: { erased: true } })).toMatchObject({
      ...{ customer_id: null, customer: null, email: null, billing_address: null },
    });
  });
});

describe('the statuses', () => {
  const open = [card, capture(28_500)];
  const failed = [...open, fail(captureIn(open))];
  const settled = [...open, settle(captureIn(open))];
  const partly = [register(), capture(9_500, { items: [item(shoes)] })];

  test.each<[string, Commands, string, string]>([
    [
      'pending',
      [register({ paymentMethod: 'card', authorization: { status: 'pending' } })],
      'pending',
      'not_paid',
    ],
    ['authorised', [register()], 'pending', 'awaiting'],
    ['captured in part', partly, 'pending', 'awaiting'],
    ['requested at the gateway', open, 'pending', 'awaiting'],
    ['refused by the gateway', failed, 'pending', 'requires_action'],
    ['settled by the gateway', settled, 'pending', 'captured'],
    ['captured', [register(), all], 'pending', 'captured'],
    ['refunded in part', [register(), all, refund(1)], 'pending', 'partially_refunded'],
    ['refunded', [register(), all, refund(28_500)], 'pending', 'refunded'],
    ['cancelled', [register(), cancel()], 'canceled', 'canceled'],
    ['cancelled after a part', [...partly, cancel()], 'canceled', 'captured'],
    [
      'captured finally',
      [register(), capture(9_500, { items: [item(shoes)], final: true })],
      'pending',
      'captured',
    ],
    ['completed', [register(), shopStatus('completed')], 'completed', 'awaiting'],
    [
      'archived',
      [register(), shopStatus('completed'), shopStatus('archived')],
      'archived',
      'awaiting',
    ],
    [
      'cancelled after completion',
      [register(), shopStatus('completed'), cancel()],
      'canceled',
      'canceled',
    ],
  ])('of an order that is %s', (_what, commands, status, paymentStatus) => {
    const order = shown(commands);
    expect([order.status, order.payment_status]).toEqual([status, paymentStatus]);
    expect(order.fulfillment_status).toBe(status === 'canceled' ? 'canceled' : 'not_fulfilled');
    const isCaptured = ['captured', 'refunded', 'partially_refunded'].includes(paymentStatus);
    expect(order.payments?.[0]?.captured_at ?? null).toEqual(
      isCaptured ? expect.any(String) : null,
    );
  });

  test('never change what the rows come to', () => {
    const histories = [
      open,
      failed,
      settled,
      partly,
      [...partly, cancel()],
      [register(), cancel()],
    ];
    for (const commands of [...histories, [register(), capture(100), cancel()]]) {
      const order = shown(commands);
      const items = order.items?.reduce((sum, { total }) => sum + total, 0);
      expect([order.total, items]).toEqual([28_500, 28_500]);
      expect(order.tax_total).toBe(5_700);
    }
  });
});
