/** The processes of the tested system, with two APIs and two workers. */
export const partNames = [
  'event-node',
  'postgres',
  'gateway-sandbox',
  'api-1',
  'api-2',
  'worker-1',
  'worker-2',
] as const;

export type PartName = (typeof partNames)[number];

/**
 * A process that a fault can kill or freeze. `postgres` supervises the PostgreSQL server, and
 * `postgres-server` is the server itself.
 */
export type Victim = PartName | 'postgres-server';

export const apiNames = ['api-1', 'api-2'] as const;

export type ApiName = (typeof apiNames)[number];

const clients = ['api-1', 'api-2', 'worker-1', 'worker-2'] as const;
const servers = ['event-node', 'postgres', 'gateway-sandbox'] as const;

/**
 * The names of the links, such as `api-1 to postgres`. Each link is a proxy between two processes,
 * or between the simulated callers and an API.
 */
export const linkNames = [
  ...clients.flatMap((client) => servers.map((server) => `${client} to ${server}` as const)),
  ...apiNames.map((api) => `callers to ${api}` as const),
];

export type LinkName = (typeof linkNames)[number];

/** The process to which a link leads: `postgres` for `api-1 to postgres`. */
export const targetOf = (link: LinkName): PartName => link.split(' to ')[1] as PartName;
