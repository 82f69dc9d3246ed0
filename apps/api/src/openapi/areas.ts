/** What callers look for together: the tags of the description, each with the paths that belong to it. */
export const areas: readonly {
  readonly name: string;
  readonly description: string;
  readonly paths: RegExp;
}[] = [
  {
    name: 'Tokens',
    description: 'Access tokens for client credentials (OAuth 2.0)',
    paths: /^\/oauth2\//,
  },
  {
    name: 'Walley orders',
    description: 'Walley order management: show, capture, refund, cancel, extend, reauthorise',
    paths: /^\/manage\/orders/,
  },
  {
    name: 'Walley settlements',
    description: 'Walley settlement reports, as JSON, CSV and PDF',
    paths: /^\/reports\/settlements/,
  },
  {
    name: 'Captures',
    description: 'Capture an order or many, and show captures',
    paths: /^\/v1\/captures|^\/v1\/orders\/\{id\}\/captures/,
  },
  {
    name: 'Refunds',
    description: 'Give captured money back, and show refunds',
    paths: /^\/v1\/orders\/\{id\}\/refunds/,
  },
  {
    name: 'Reauthorisations',
    description: 'Authorise anew what is not captured; approve or reject what needs approval',
    paths: /^\/v1\/orders\/\{id\}\/reauthorizations/,
  },
  {
    name: 'Orders',
    description: 'Register, show, find, cancel and extend orders, and read their history',
    paths: /^\/v1\/orders/,
  },
  {
    name: 'Settlements',
    description: 'Read settlements, cut one now, record its payout',
    paths: /^\/v1\/settlements/,
  },
  { name: 'Reports', description: 'Sums for finance', paths: /^\/v1\/reports/ },
  {
    name: 'Audit',
    description: 'Verify orders, read seals and what was done by whom',
    paths: /^\/v1\/audit/,
  },
  { name: 'Events', description: 'The log as a feed', paths: /^\/v1\/events/ },
  {
    name: 'Webhooks',
    description: 'Being called when something happens',
    paths: /^\/v1\/webhooks/,
  },
  { name: 'Clients', description: 'Who may call', paths: /^\/v1\/clients/ },
  { name: 'Stores', description: 'Whose orders there are', paths: /^\/v1\/stores/ },
  { name: 'Customers', description: 'Erase a customer', paths: /^\/v1\/customers/ },
  { name: 'Problems', description: 'The codes of errors', paths: /^\/v1\/problems/ },
  {
    name: 'Health',
    description: 'Whether the service works, for probes',
    paths: /^\/health/,
  },
];

/** The area of a path. A path that none claims has been forgotten in the table above. */
export const areaOf = (path: string): string => {
  const area = areas.find(({ paths }) => paths.test(path));
  if (area === undefined) throw new RangeError(`${path} belongs to no area of areas.ts`);
  return area.name;
};
