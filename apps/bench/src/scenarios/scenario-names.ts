export const scenarioNames = [
  'distinct',
  'hot',
  'zipf',
  'retries',
  'load-70',
  'overload',
  'bulk',
  'at-10k',
  'cold-order',
  'rebuild',
  'at-1m',
] as const;

export type ScenarioName = (typeof scenarioNames)[number];
