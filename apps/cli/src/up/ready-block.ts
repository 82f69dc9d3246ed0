import type { DemoClient } from './demo-client.js';
import type { DemoOrder } from './demo-order.js';

export interface ReadySystem {
  readonly url: string;
  readonly dataDir: string;
  readonly client: DemoClient | undefined;
  readonly order: DemoOrder | undefined;
  /** Names of parts that do not work. */
  readonly failing: readonly string[];
}

/** A text as one word of a POSIX shell. */
const quoted = (text: string): string =>
  /^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;

/** The secret in a command: itself when it is new, else read from where it is kept. */
const secretWord = ({ clientSecret, secretFile, isNew }: DemoClient): string => {
  if (secretFile === undefined) return '"$BOOTSTRAP_CLIENT_SECRET"';
  return isNew ? clientSecret : `"$(cat ${quoted(secretFile)})"`;
};

const secretLine = ({ clientSecret, secretFile, isNew }: DemoClient): string => {
  if (secretFile === undefined) return 'as set in BOOTSTRAP_CLIENT_SECRET';
  return isNew ? `${clientSecret}  (kept in ${secretFile})` : `in ${secretFile}`;
};

const tokenCall = (url: string, client: DemoClient): string[] => [
  '# A token',
  `TOKEN=$(curl -s ${url}/oauth2/v2.0/token -d grant_type=client_credentials \\`,
  `  -d client_id=${client.clientId} -d client_secret=${secretWord(client)} \\`,
  `  | sed -E 's/.*"access_token":"([^"]+)".*/\\1/')`,
  '',
];

const capture = (url: string, { orderId }: DemoOrder): string[] => [
  '# A first capture, of all 285.00 SEK',
  `curl -i ${url}/manage/orders/${orderId}/capture -H "Authorization: Bearer $TOKEN" \\`,
  `  -H 'Content-Type: application/json' -H 'X-Idempotency: first-capture' -d '{"amount": 285.0}'`,
  '',
  '# The order shows it',
  `curl ${url}/manage/orders/${orderId} -H "Authorization: Bearer $TOKEN"; echo`,
  '',
];

/** What is printed elsewhere than on a terminal may be kept by others: a new secret is then named by its file too. */
const shown = (client: DemoClient, isTerminal: boolean): DemoClient => ({
  ...client,
  isNew: client.isNew && isTerminal,
});

/** What `up` prints once all is ready: each command can be pasted into a shell that has curl. */
export const readyBlock = (ready: ReadySystem, isTerminal: boolean): string[] => {
  const { url, dataDir, order, failing } = ready;
  const client = ready.client && shown(ready.client, isTerminal);
  const facts = [
    'The capture ledger is ready.',
    '',
    `  URL            ${url}  (Swagger UI: ${url}/docs)`,
    `  Data           ${dataDir}`,
  ];
  if (client) {
    facts.push(`  Client         ${client.clientId}`, `  Client secret  ${secretLine(client)}`);
  }
  if (order) {
    facts.push(`  Demo order     ${order.orderId}  (number ${order.orderNumber}, 285.00 SEK)`);
  }
  if (failing.length > 0) {
    facts.push(`  Not working    ${failing.join(', ')}: see the log; tried again and again`);
  }
  const commands = [
    ...(client ? tokenCall(url, client) : []),
    ...(order ? capture(url, order) : []),
  ];
  return ['', ...facts, '', ...commands, 'Ctrl-C stops everything in order.', ''];
};
