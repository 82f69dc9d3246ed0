import { invalidData } from '../medusa-envelope.js';
import {
  defaultColumns,
  defaultRelations,
  isRelation,
  knownColumns,
  totals,
  totalsRelations,
} from './order-fields.js';
import type { QueryTree } from './query-tree.js';

/** The parts of an order that an answer shows. */
export interface Selection {
  readonly columns: ReadonlySet<string>;
  readonly relations: ReadonlySet<string>;
}

export const selectionNames = ['fields', 'expand'] as const;

const partsOf = (text: string): readonly string[] =>
  text
    .split(',')
    // A plus sign that was not encoded arrives as a blank.
    .map((part) => part.replace(/^ /, '+').trim())
    .filter((part) => part !== '');

const assertAll = (names: readonly string[], isKnown: (name: string) => boolean): void => {
  const unknown = names.filter((name) => !isKnown(name));
  if (unknown.length > 0)
    throw invalidData(`Requested fields [${unknown.join(', ').slice(0, 500)}] are not valid`);
};

const columnOf = (name: string): boolean => {
  const dot = name.lastIndexOf('.');
  if (dot === -1) return knownColumns.has(name);
  return isRelation(name.slice(0, dot)) && /^[a-z_]{1,50}$/.test(name.slice(dot + 1));
};

/** @throws HttpError 400 for an unknown column or relation, before anything is done */
export const selectionOf = (query: QueryTree): Selection => {
  const fields = partsOf(query.text('fields') ?? '');
  const expand = query.text('expand');
  const starred = fields.filter((part) => part.startsWith('*')).map((part) => part.slice(1));
  const named = fields.filter((part) => !part.startsWith('*'));
  assertAll(named.map(bare), columnOf);
  assertAll(starred, isRelation);
  const expanded = expand === undefined ? undefined : partsOf(expand);
  assertAll(expanded ?? [], isRelation);
  const nested = named.map(bare).filter((name) => name.includes('.'));
  return {
    columns: columnsOf(named),
    relations: new Set(
      [...(expanded ?? defaultRelations), ...totalsRelations, ...starred, ...nested].map(
        (path) => path.split('.', 1)[0] ?? path,
      ),
    ),
  };
};

const bare = (part: string): string => part.replace(/^[+-]/, '');

const columnsOf = (parts: readonly string[]): ReadonlySet<string> => {
  const replaces = parts.some((part) => !/^[+-]/.test(part));
  const columns = new Set(replaces ? [] : defaultColumns);
  for (const part of parts) {
    if (part.startsWith('-') && !replaces) columns.delete(bare(part));
    else columns.add(bare(part));
  }
  columns.add('id');
  return columns;
};

const always = new Set(totals);

/** The selected parts of a whole order. */
export const selected = <Whole extends object>(
  whole: Whole,
  { columns, relations }: Selection,
): Partial<Whole> =>
  Object.fromEntries(
    Object.entries(whole).filter(
      ([name]) => columns.has(name) || relations.has(name) || always.has(name),
    ),
  ) as Partial<Whole>;
