import type { DemoClient, DemoOrder } from './demo.js';

/** Quotes a text so that a POSIX shell reads it as one word. */
const quoted = (text: string): string =>
  /^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;

/**
 * Returns the secret in the form in which example commands contain it. A new secret is shown in
 * plain text. Otherwise the command reads the secret from its file or from
 * `$BOOTSTRAP_CLIENT_SECRET`.
 */
const secretWord = ({ clientSecret, secretFile, isNew }: DemoClient): string => {
  if (secretFile === undefined) return '"$BOOTSTRAP_CLIENT_SECRET"';
  return isNew ? clientSecret : `"$(cat ${quoted(secretFile)})"`;
};

/** The example commands that get a token and store it in `$TOKEN`. */
export const tokenCall = (url: string, client: DemoClient): string[] => [
  '# A token',
  `TOKEN=$(curl -s ${url}/oauth2/v2.0/token -d grant_type=client_credentials \\`,
  `  -d client_id=${client.clientId} -d client_secret=${secretWord(client)} \\`,
  `  | sed -E 's/.*"access_token":"([^"]+)".*/\\1/')`,
  '',
];

/** The example commands that capture the demo order and show it. */
export const firstCapture = (url: string, { orderId }: DemoOrder): string[] => [
  '# A first capture, of all 285.00 SEK',
  `curl -i ${url}/manage/orders/${orderId}/capture -H "Authorization: Bearer $TOKEN" \\`,
  `  -H 'Content-Type: application/json' -H 'X-Idempotency: first-capture' -d '{"amount": 285.0}'`,
  '',
  '# The order shows it',
  `curl ${url}/manage/orders/${orderId} -H "Authorization: Bearer $TOKEN"; echo`,
  '',
];

const bearer = '-H "Authorization: Bearer $TOKEN"';
const json = "-H 'Content-Type: application/json'";

/** A `sed` command that prints the string value of one member of a JSON answer. */
const member = (name: string): string => String.raw`sed -E 's/.*"${name}":"([^"]+)".*/\1/'`;

/**
 * The example commands for a payment at a card terminal. These commands register an order, create
 * its payment intent, present a card in the sandbox, and capture.
 */
export const tapAndCapture = (url: string, sandboxUrl: string): string[] => [
  '# A card order of 285.00 SEK, to be paid at a terminal',
  `CARD=$(curl -s ${url}/v1/orders ${bearer} ${json} \\`,
  `  -d '{"store": "demo-se", "orderNumber": "card-'$(date +%s)'", "paymentMethod": "card",`,
  `       "authorization": {"status": "pending"},`,
  `       "rows": [{"description": "Shoes", "unitPrice": 9500, "quantity": 3, "vatRate": 25}]}' \\`,
  `  | ${member('orderId')})`,
  '',
  '# Its terminal intent, and the tap of a card, which the sandbox gateway plays',
  `INTENT=$(curl -s -X POST ${url}/v1/orders/$CARD/terminal-intents ${bearer} \\`,
  `  | ${member('paymentIntent')})`,
  `curl -s -X POST ${sandboxUrl}/sandbox/intents/$INTENT/tap | ${member('status')}; echo`,
  '',
  '# Its capture is requested from the gateway',
  `curl -i ${url}/v1/orders/$CARD/captures ${bearer} ${json} \\`,
  `  -d '{"amount": "remaining", "paymentIntent": "'$INTENT'"}'; echo`,
  '',
  '# A moment later it is settled',
  `curl ${url}/v1/orders/$CARD/captures ${bearer}; echo`,
  '',
];
