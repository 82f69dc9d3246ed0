/** The names of the processes of the system under torture, with two APIs and two workers. */
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

/** A process that can be killed or frozen. The process `postgres` supervises `postgres-server`. */
export type Victim = PartName | 'postgres-server';

export const apiNames = ['api-1', 'api-2'] as const;

export type ApiName = (typeof apiNames)[number];

const clients = ['api-1', 'api-2', 'worker-1', 'worker-2'] as const;
const servers = ['event-node', 'postgres', 'gateway-sandbox'] as const;

/**
 * The names of the links: one for each connection between two processes, and one from the callers
 * to each API.
 */
export const linkNames = [
  ...clients.flatMap((client) => servers.map((server) => `${client} to ${server}` as const)),
  ...apiNames.map((api) => `callers to ${api}` as const),
];

export type LinkName = (typeof linkNames)[number];

/** The process that a link leads to. */
export const targetOf = (link: LinkName): PartName => link.split(' to ')[1] as PartName;
