/** The processes of the system under torture: two replicas of what may have replicas. */
export const partNames = [
  'event-node',
  'postgres',
  'api-1',
  'api-2',
  'worker-1',
  'worker-2',
] as const;

export type PartName = (typeof partNames)[number];

/** What can be killed or frozen: also the server that the part `postgres` looks after. */
export type Victim = PartName | 'postgres-server';

export const apiNames = ['api-1', 'api-2'] as const;

export type ApiName = (typeof apiNames)[number];

const clients = ['api-1', 'api-2', 'worker-1', 'worker-2'] as const;
const stores = ['event-node', 'postgres'] as const;

/** Every connection between two parts, and from the callers to an API, leads through a link of its own. */
export const linkNames = [
  ...clients.flatMap((client) => stores.map((store) => `${client} to ${store}` as const)),
  ...apiNames.map((api) => `callers to ${api}` as const),
];

export type LinkName = (typeof linkNames)[number];

/** Where a link leads. */
export const targetOf = (link: LinkName): PartName => link.split(' to ')[1] as PartName;
