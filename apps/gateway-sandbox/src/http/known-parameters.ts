import { GatewayError } from '../gateway-error.js';

/** Parameters of Stripe's API that the sandbox accepts but ignores. */
const ignoredOfPayment = [
  ...[
    'application_fee_amount',
    'amount_details',
    'automatic_payment_methods',
    'confirmation_method',
  ],
  ...['confirmation_token', 'error_on_requires_action', 'mandate', 'mandate_data', 'off_session'],
  ...['on_behalf_of', 'payment_details', 'payment_method_configuration', 'payment_method_data'],
  ...['payment_method_options', 'radar_options', 'return_url', 'setup_future_usage', 'shipping'],
  ...['statement_descriptor', 'statement_descriptor_suffix', 'transfer_data', 'transfer_group'],
  ...['use_stripe_sdk', 'excluded_payment_method_types', 'hooks'],
];

const ofCustomer = [
  ...['address', 'description', 'email', 'metadata', 'name', 'phone', 'shipping'],
  // Stripe's calls for customers also take these parameters, which the sandbox ignores.
  ...['balance', 'business_name', 'cash_balance', 'individual_name', 'invoice_prefix'],
  ...['invoice_settings', 'payment_method', 'preferred_locales', 'source', 'tax', 'tax_exempt'],
];

const ofPage = ['limit', 'starting_after', 'ending_before'];

/** The parameters that each call takes, besides `expand`. */
const known: Readonly<Record<string, readonly string[]>> = {
  'GET /v1/payment_intents': [...ofPage, 'customer'],
  'GET /v1/payment_intents/:id': ['client_secret'],
  'GET /v1/charges/:id': [],
  'GET /v1/customers/:id': [],
  'GET /v1/refunds': [...ofPage, 'payment_intent'],
  'GET /v1/refunds/:id': [],
  'POST /v1/payment_intents': [
    ...['amount', 'capture_method', 'confirm', 'currency', 'customer', 'description', 'metadata'],
    ...['payment_method', 'payment_method_types', 'allowed_payment_method_types', 'receipt_email'],
    ...ignoredOfPayment,
  ],
  'POST /v1/payment_intents/:id/confirm': [
    ...['payment_method', 'capture_method', 'payment_method_types', 'receipt_email'],
    ...ignoredOfPayment,
  ],
  'POST /v1/payment_intents/:id/capture': [
    ...['amount_to_capture', 'final_capture', 'metadata', 'application_fee_amount', 'hooks'],
    ...['amount_details', 'payment_details', 'statement_descriptor', 'transfer_data'],
    'statement_descriptor_suffix',
  ],
  'POST /v1/payment_intents/:id/cancel': ['cancellation_reason'],
  'POST /v1/customers': ofCustomer,
  'POST /v1/customers/:id': ofCustomer,
  'POST /v1/refunds': [
    ...['amount', 'charge', 'metadata', 'payment_intent', 'reason'],
    ...['instructions_email', 'refund_application_fee', 'reverse_transfer'],
  ],
  'POST /v1/terminal/connection_tokens': ['location'],
  'POST /sandbox/intents/:id/tap': ['payment_method'],
  'POST /sandbox/intents/:id/authenticate': [],
  'POST /sandbox/intents/:id/lapse': [],
  'POST /sandbox/faults': ['fault', 'next', 'path'],
};

/** Refuses a request with a parameter that the call does not take. @throws GatewayError 400 */
export const checkKnown = (call: string, names: readonly string[]): void => {
  const takes = known[call];
  if (takes === undefined) throw new Error(`No parameters are known for ${call}`);
  const unknown = names.filter((name) => name !== 'expand' && !takes.includes(name));
  const [first] = unknown;
  if (first === undefined) return;
  const noun = unknown.length === 1 ? 'parameter' : 'parameters';
  const message = `Received unknown ${noun}: ${unknown.slice(0, 20).join(', ')}`;
  throw GatewayError.parameter(first, 'parameter_unknown', message);
};
