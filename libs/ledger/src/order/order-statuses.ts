/** Every status an order can have (domain.md, "Status"). */
export const orderStatuses = [
  'Pending',
  'NotActivated',
  'PartActivated',
  'Activated',
  'Returned',
  'Closed',
  'Expired',
] as const;
