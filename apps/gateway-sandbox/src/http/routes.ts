import { GatewayError } from '../gateway-error.js';
import { createCustomer, customerOf, updateCustomer } from '../payments/customers.js';
import { authenticate, confirmIntent, createIntent, tapCard } from '../payments/authorise.js';
import { cancelIntent, captureIntent, lapse } from '../payments/capture.js';
import { findIntent, intentList, intentOf } from '../payments/intents.js';
import type { PaymentContext } from '../payments/intents.js';
import { newId } from '../payments/objects.js';
import type { Charge, Intent, Refund } from '../payments/objects.js';
import { createRefund, refundOf, refundsOf } from '../payments/refunds.js';
import type { SandboxLimits } from '../sandbox-limits.js';
import type { SandboxStore } from '../store.js';
import { pageOf } from './pages.js';
import type { Parameters } from './parameters.js';

export interface RouteContext extends PaymentContext {
  readonly limits: SandboxLimits;
}

/** An operation of the gateway; `id` is from the path. */
type Operation = (context: RouteContext, parameters: Parameters, id: string) => object;

const chargeOf = (store: SandboxStore, id: string): Charge => {
  const charge = store.find('charge', id);
  if (charge === undefined) throw GatewayError.resource('charge', id);
  return charge;
};

const expands = (parameters: Parameters, path: string): boolean =>
  parameters.texts('expand')?.includes(path) ?? false;

/**
 * Returns the intent. If the request asks to expand the charge, the whole charge replaces the
 * charge's id in the intent.
 */
const expanded = (store: SandboxStore, intent: Intent, isExpanded: boolean): object => {
  const charge = isExpanded ? store.find('charge', intent.latest_charge) : undefined;
  return charge === undefined ? intent : { ...intent, latest_charge: charge };
};

const listIntents: Operation = ({ store }, parameters) => {
  const customer = parameters.text('customer');
  const find = (id: string): Intent | undefined => {
    const intent = findIntent(store, id);
    return customer === undefined || intent?.customer === customer ? intent : undefined;
  };
  const page = pageOf(store.latest(intentList), parameters, {
    ...{ what: 'payment_intent', url: '/v1/payment_intents', find },
  });
  const isExpanded = expands(parameters, 'data.latest_charge');
  return { ...page, data: page.data.map((intent) => expanded(store, intent, isExpanded)) };
};

const listRefunds: Operation = ({ store }, parameters) => {
  const intent = intentOf(store, parameters.requiredText('payment_intent'));
  const find = (id: string): Refund | undefined => store.find('refund', id);
  const list = { what: 'refund', url: '/v1/refunds', find };
  return pageOf(store.latest(refundsOf(intent.id)), parameters, list);
};

const intentAnswer =
  (change: (context: RouteContext, parameters: Parameters, id: string) => Intent): Operation =>
  (context, parameters, id) =>
    expanded(context.store, change(context, parameters, id), expands(parameters, 'latest_charge'));

/** Operations that read; they need no idempotency key. */
export const reads: Readonly<Record<string, Operation>> = {
  '/v1/payment_intents': listIntents,
  '/v1/payment_intents/:id': intentAnswer(({ store }, _, id) => intentOf(store, id)),
  '/v1/charges/:id': ({ store }, _, id) => chargeOf(store, id),
  '/v1/customers/:id': ({ store }, _, id) => customerOf(store, id),
  '/v1/refunds': listRefunds,
  '/v1/refunds/:id': ({ store }, _, id) => refundOf(store, id),
};

/** Operations that change data, each under the idempotency key of its request. */
export const writes: Readonly<Record<string, Operation>> = {
  '/v1/payment_intents': intentAnswer(createIntent),
  '/v1/payment_intents/:id/confirm': intentAnswer((context, parameters, id) =>
    confirmIntent(context, id, parameters),
  ),
  '/v1/payment_intents/:id/capture': intentAnswer((context, parameters, id) =>
    captureIntent(context, id, parameters),
  ),
  '/v1/payment_intents/:id/cancel': intentAnswer((context, parameters, id) =>
    cancelIntent(context, id, parameters),
  ),
  '/v1/customers': ({ store }, parameters) => createCustomer(store, parameters),
  '/v1/customers/:id': ({ store }, parameters, id) => updateCustomer(store, id, parameters),
  '/v1/refunds': ({ store, limits }, parameters) => createRefund(store, parameters, limits),
  '/v1/terminal/connection_tokens': () => ({
    object: 'terminal.connection_token',
    secret: newId('pst_test'),
  }),
};

/**
 * Calls that only the sandbox has. A test uses them to make the customer tap a card or
 * authenticate, or to let an authorisation lapse.
 */
export const deeds: Readonly<Record<string, Operation>> = {
  '/sandbox/intents/:id/tap': intentAnswer((context, parameters, id) =>
    tapCard(context, id, parameters),
  ),
  '/sandbox/intents/:id/authenticate': intentAnswer((context, _, id) => authenticate(context, id)),
  '/sandbox/intents/:id/lapse': intentAnswer((context, _, id) => lapse(context, id)),
};
