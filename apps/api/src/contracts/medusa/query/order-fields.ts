/** The columns that an answer shows if `fields` is not given (medusa.md, "Body"). */
export const defaultColumns: readonly string[] = [
  ...['id', 'created_at', 'updated_at', 'status', 'fulfillment_status', 'payment_status'],
  ...['display_id', 'cart_id', 'customer_id', 'email', 'region_id', 'currency_code', 'tax_rate'],
  ...['draft_order_id', 'canceled_at', 'metadata', 'no_notification', 'sales_channel_id'],
  ...['billing_address_id', 'shipping_address_id', 'external_id', 'idempotency_key'],
];

/** The columns with an order's totals, which are always shown. */
export const totals: readonly string[] = [
  ...['subtotal', 'discount_total', 'shipping_total', 'refunded_total', 'paid_total'],
  ...['refundable_amount', 'item_tax_total', 'shipping_tax_total', 'tax_total'],
  ...['gift_card_total', 'gift_card_tax_total', 'total'],
];

/** All columns that `fields` may name. */
export const knownColumns: ReadonlySet<string> = new Set([
  ...defaultColumns,
  ...totals,
  'raw_discount_total',
]);

/** The related objects that an answer shows if `expand` is not given. */
export const defaultRelations: readonly string[] = [
  ...['billing_address', 'claims', 'customer', 'discounts', 'fulfillments'],
  ...['gift_card_transactions', 'gift_cards', 'items', 'payments', 'refunds', 'region'],
  ...['returns', 'sales_channel', 'shipping_address', 'shipping_methods', 'swaps'],
];

/**
 * Related objects that Medusa needs to compute an order's totals. Answers show them even if
 * `expand` does not name them.
 */
export const totalsRelations: readonly string[] = [
  ...['claims', 'discounts', 'gift_card_transactions', 'gift_cards', 'items', 'refunds'],
  ...['region', 'shipping_methods', 'swaps'],
];

type Entity = Readonly<Record<string, string>>;

/**
 * For each kind of object in Medusa's published types: its related objects and their kinds. `leaf`
 * means that no related object of it can be selected.
 */
const entities: Readonly<Record<string, Entity>> = {
  order: {
    ...{ billing_address: 'address', shipping_address: 'address', cart: 'cart' },
    ...{ customer: 'customer', region: 'region', currency: 'leaf', discounts: 'discount' },
    ...{ gift_cards: 'gift_card', gift_card_transactions: 'gift_card_transaction' },
    ...{ shipping_methods: 'shipping_method', payments: 'payment', returns: 'return' },
    ...{ fulfillments: 'fulfillment', claims: 'claim', refunds: 'refund', swaps: 'swap' },
    ...{ draft_order: 'draft_order', edits: 'edit', items: 'item' },
    ...{ sales_channel: 'leaf', sales_channels: 'leaf' },
  },
  address: { customer: 'customer', country: 'leaf' },
  cart: {
    ...{ billing_address: 'address', shipping_address: 'address', items: 'item' },
    ...{ customer: 'customer', region: 'region', discounts: 'discount', payment: 'payment' },
    ...{ gift_cards: 'gift_card', shipping_methods: 'shipping_method', sales_channel: 'leaf' },
    ...{ payment_session: 'leaf', payment_sessions: 'leaf' },
  },
  claim: {
    ...{ additional_items: 'item', claim_items: 'claim_item', fulfillments: 'fulfillment' },
    ...{ order: 'order', return_order: 'return', shipping_address: 'address' },
    shipping_methods: 'shipping_method',
  },
  claim_item: { images: 'leaf', item: 'item', tags: 'leaf', variant: 'variant' },
  customer: {
    ...{ billing_address: 'address', shipping_addresses: 'address' },
    ...{ orders: 'order', groups: 'leaf' },
  },
  discount: { rule: 'discount_rule', regions: 'region', parent_discount: 'discount' },
  discount_rule: { conditions: 'leaf' },
  draft_order: { cart: 'cart', order: 'order' },
  edit: { changes: 'leaf', items: 'item', order: 'order' },
  fulfillment: {
    ...{ claim_order: 'claim', items: 'fulfillment_item', order: 'order', provider: 'leaf' },
    ...{ swap: 'swap', tracking_links: 'leaf' },
  },
  fulfillment_item: { item: 'item', fulfillment: 'fulfillment' },
  gift_card: { order: 'order', region: 'region' },
  gift_card_transaction: { gift_card: 'gift_card', order: 'order' },
  item: {
    ...{ adjustments: 'leaf', cart: 'cart', claim_order: 'claim', order: 'order' },
    ...{ order_edit: 'edit', swap: 'swap', tax_lines: 'leaf', variant: 'variant' },
  },
  leaf: {},
  payment: { cart: 'cart', currency: 'leaf', order: 'order', swap: 'swap' },
  product: { collection: 'leaf', images: 'leaf', profiles: 'leaf', tags: 'leaf', type: 'leaf' },
  refund: { order: 'order', payment: 'payment' },
  region: {
    ...{ countries: 'leaf', currency: 'leaf', fulfillment_providers: 'leaf' },
    ...{ payment_providers: 'leaf', tax_provider: 'leaf', tax_rates: 'leaf' },
  },
  return: {
    ...{ claim_order: 'claim', items: 'return_item', order: 'order', swap: 'swap' },
    shipping_method: 'shipping_method',
  },
  return_item: { item: 'item', reason: 'leaf', return_order: 'return' },
  shipping_method: {
    ...{ cart: 'cart', claim_order: 'claim', order: 'order', return_order: 'return' },
    ...{ shipping_option: 'shipping_option', swap: 'swap', tax_lines: 'leaf' },
  },
  shipping_option: {
    ...{ profile: 'leaf', provider: 'leaf', region: 'region', requirements: 'leaf' },
  },
  swap: {
    ...{ additional_items: 'item', cart: 'cart', fulfillments: 'fulfillment', order: 'order' },
    ...{ payment: 'payment', return_order: 'return', shipping_address: 'address' },
    shipping_methods: 'shipping_method',
  },
  variant: { options: 'leaf', prices: 'leaf', product: 'product' },
};

const stepsMax = 6;

/** True if an order has this related object, such as `items` or `items.variant.product`. */
export const isRelation = (path: string): boolean => {
  const steps = path.split('.');
  if (steps.length > stepsMax) return false;
  let entity: string | undefined = 'order';
  for (const step of steps) {
    const relations: Entity | undefined = entities[entity];
    entity =
      relations !== undefined && Object.hasOwn(relations, step) ? relations[step] : undefined;
    if (entity === undefined) return false;
  }
  return true;
};
