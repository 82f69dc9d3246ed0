/** Request headers of reads that can wait, for the API's description. */
export const waitingHeaders = [
  {
    name: 'Ledger-Position',
    required: false,
    description: 'Wait until the read model has reached this position',
    schema: { type: 'string', pattern: '^\\d{1,19}$' },
  },
  {
    name: 'Prefer',
    required: false,
    description: '`wait=N`: wait up to N seconds, 2 by default, 30 at most',
    schema: { type: 'string', example: 'wait=10' },
  },
];
