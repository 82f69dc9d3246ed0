import { distinct } from './distinct.js';
import { hot } from './hot.js';
import type { Scenario } from './scenario.js';
import type { ScenarioName } from './scenario-names.js';

const soon: Scenario = () => Promise.resolve([]);

export const scenarios: Readonly<Record<ScenarioName, Scenario>> = {
  distinct,
  hot,
  zipf: soon,
  retries: soon,
  'load-70': soon,
  bulk: soon,
  'at-10k': soon,
  'cold-order': soon,
  rebuild: soon,
  'at-1m': soon,
};
