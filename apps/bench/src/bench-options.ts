import { Command, InvalidArgumentError, Option } from 'commander';

const scenarioNames = [
  'distinct',
  'hot',
  'zipf',
  'retries',
  'load-70',
  'overload',
  'bulk',
  'card',
  'at-10k',
  'cold-order',
  'rebuild',
  'at-1m',
] as const;

export type ScenarioName = (typeof scenarioNames)[number];

export interface BenchOptions {
  readonly scenarios: readonly ScenarioName[];
  /**
   * Each scenario that sends its requests in a closed loop is run once for each of these numbers of
   * connections. Undefined means that each scenario uses its own default numbers.
   */
  readonly connections: readonly number[] | undefined;
  readonly seconds: number;
  readonly seed: number;
  /**
   * The largest number of requests that the timed part of a run may send. The number of orders that
   * are registered before the run has the same limit.
   */
  readonly requestsMax: number;
  readonly url: string | undefined;
  readonly client: string | undefined;
  readonly secret: string | undefined;
  readonly eventStore: string | undefined;
  readonly database: string | undefined;
  readonly dataDir: string | undefined;
  readonly json: string | undefined;
}

const whole =
  (low: number, high: number) =>
  (text: string): number => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= low && value <= high) return value;
    throw new InvalidArgumentError(`a whole number from ${low} to ${high} is allowed`);
  };

const listOf =
  <Value>(read: (text: string) => Value) =>
  (text: string): Value[] =>
    text.split(',').map(read);

const scenarioName = (text: string): ScenarioName => {
  const name = scenarioNames.find((known) => known === text);
  if (name === undefined) throw new InvalidArgumentError(`allowed: ${scenarioNames.join(', ')}`);
  return name;
};

const defaultScenarios = scenarioNames.filter((name) => name !== 'at-1m');

/** The command line of the bench. The command `ledger bench` takes the same options. */
export const benchProgram = (): Command =>
  new Command('bench')
    .description(
      'Measure a ledger; without --url or --data-dir one of its own on a temporary folder',
    )
    .addOption(
      new Option('--scenario <names>', 'which, in this order; all but at-1m by default')
        .argParser(listOf(scenarioName))
        .default(defaultScenarios, 'all but at-1m'),
    )
    .option(
      '--connections <numbers>',
      'for the scenarios in a closed loop',
      listOf(whole(1, 1_024)),
    )
    .option('--seconds <n>', 'length of each timed part', whole(1, 600), 10)
    .option('--seed <n>', 'of everything random', whole(0, 2 ** 31 - 1), 20_261_120)
    .option('--requests-max <n>', 'most requests in a timed part', whole(1, 1_000_000), 100_000)
    .option('--data-dir <path>', 'measure the instance that runs on this DATA_DIR')
    .option('--url <url>', 'measure the API at this address; needs --client and --secret')
    .option('--client <id>', 'with all scopes for the store demo-se')
    .option('--secret <secret>')
    .option('--event-store <url>', 'of --url, to check the log and find the raw ceiling')
    .option('--database <url>', 'of --url, to check the read model')
    .option('--json <file>', 'where the figures go, besides bench-results/');

export const benchOptions = (command: Command): BenchOptions => {
  const { scenario, ...others } = command.opts<
    Omit<BenchOptions, 'scenarios'> & { scenario: readonly ScenarioName[] }
  >();
  return { ...others, scenarios: scenario };
};
