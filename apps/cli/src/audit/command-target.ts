import type { Command } from 'commander';
import type { ActionDetail, RecordedAction } from '#event-log';

/** Options and arguments that say what a command is done to: no secret, and nothing of a customer. */
const told = new Set([
  ...['id', 'store', 'stores', 'scopes', 'currency', 'segment', 'timeZone', 'settlement', 'name'],
  ...['kind', 'events', 'date', 'parts', 'deliveryId', 'orders'],
]);

/** Those that the API has as lists, and the command line with commas. */
const lists = new Set(['stores', 'scopes', 'events']);

/** As the API calls what a command calls otherwise, by command or by the group of commands; that of a command comes first. */
const names: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  client: { id: 'clientId' },
  store: { id: 'store', segment: 'salesSegment' },
  'store zone': { name: 'timeZone' },
  webhook: { id: 'endpointId' },
  'settlement paid-out': { date: 'paidOn' },
};

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A settlement is named by its id or by its number. */
const settlementTarget = (name: string): (readonly [string, ActionDetail])[] =>
  /^\d{1,9}$/.test(name)
    ? [['number', Number(name)]]
    : [['settlementId', uuid.test(name) ? name.toLowerCase() : name]];

const argumentsOf = (command: Command): [string, unknown][] =>
  command.registeredArguments.map((argument, index): [string, unknown] => [
    argument.name(),
    argument.variadic ? command.args.slice(index) : command.args[index],
  ]);

const detailOf = (name: string, value: unknown): ActionDetail | undefined => {
  if (typeof value === 'string') {
    if (!lists.has(name)) return value;
    return value.split(',').flatMap((text) => (text.trim() === '' ? [] : [text.trim()]));
  }
  if (Array.isArray(value)) {
    const texts = value.filter((text) => typeof text === 'string');
    return texts.length === 0 ? undefined : texts;
  }
  return Number.isSafeInteger(value) ? (value as number) : undefined;
};

/** What a command is done to, by the names that the API has for it, so that one search finds both. */
export const commandTarget = (name: string, command: Command): RecordedAction['target'] => {
  const [group = ''] = name.split(' ');
  const nameOf = (own: string): string => names[name]?.[own] ?? names[group]?.[own] ?? own;
  // A store's own name is told of no store that the API makes either; `store zone` calls its zone so.
  const isTold = (own: string): boolean => told.has(own) && (own !== 'name' || nameOf(own) !== own);
  const options = Object.entries(command.opts<Record<string, unknown>>());
  const target = [...options, ...argumentsOf(command)].flatMap(([own, value]) => {
    // `store create --settlement` is a period, which the API calls so too.
    if (group === 'settlement' && own === 'settlement') return settlementTarget(String(value));
    const detail = isTold(own) ? detailOf(own, value) : undefined;
    return detail === undefined ? [] : [[nameOf(own), detail] as const];
  });
  return Object.fromEntries(target);
};
