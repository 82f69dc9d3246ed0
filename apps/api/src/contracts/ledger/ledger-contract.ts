import { bearerAuthentication } from '../../contract-kit/bearer-authentication.js';
import type { Contract } from '../../contract-kit/contract.js';
import { ledgerBodyRules } from './requests/bodies.js';
import { ledgerEnvelope } from './problems/problem-details.js';

/** The ledger's own API (ledger.md). */
export const ledgerContract: Contract = {
  name: 'ledger',
  basePaths: ['/v1'],
  authentication: bearerAuthentication,
  errorEnvelope: ledgerEnvelope,
  bodyRules: ledgerBodyRules,
  routing: {
    trailingSlash: 'ignored',
    letterCase: 'exact',
    unknownMethod: 'method-not-allowed',
  },
  areas: [
    {
      name: 'Captures',
      description: 'Capture one order or many, and show captures',
      paths: /^\/v1\/captures|^\/v1\/orders\/\{id\}\/captures/,
    },
    {
      name: 'Refunds',
      description: 'Give captured money back, and show refunds',
      paths: /^\/v1\/orders\/\{id\}\/refunds/,
    },
    {
      name: 'Reauthorisations',
      description:
        'Replace the uncaptured part of an authorisation; approve or reject reauthorisations',
      paths: /^\/v1\/orders\/\{id\}\/reauthorizations/,
    },
    {
      name: 'Terminal intents',
      description: 'Ask for a card at a terminal, and show terminal intents',
      paths: /^\/v1\/orders\/\{id\}\/terminal-intents/,
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
    { name: 'Reports', description: 'Reports with sums for finance', paths: /^\/v1\/reports/ },
    {
      name: 'Audit',
      description: 'Verify orders, read seals and the audit trail',
      paths: /^\/v1\/audit/,
    },
    { name: 'Events', description: 'The log as a feed', paths: /^\/v1\/events/ },
    {
      name: 'Webhooks',
      description: 'Manage webhooks, which are called when something happens',
      paths: /^\/v1\/webhooks/,
    },
    {
      name: 'Clients',
      description: 'Manage the clients that may call the API',
      paths: /^\/v1\/(clients|caller)/,
    },
    {
      name: 'Stores',
      description: 'Manage the stores that orders belong to',
      paths: /^\/v1\/stores/,
    },
    { name: 'Customers', description: 'Erase a customer', paths: /^\/v1\/customers/ },
    { name: 'Currencies', description: 'Decimals of amounts', paths: /^\/v1\/currencies/ },
    { name: 'Problems', description: 'Explain the error codes', paths: /^\/v1\/problems/ },
  ],
  module: async () => (await import('./ledger.module.js')).LedgerModule,
};
