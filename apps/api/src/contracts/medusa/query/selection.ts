import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { ReadsQuery } from '../../../contract-kit/request-head.guard.js';
import { invalidData } from '../medusa-envelope.js';
import {
  defaultColumns,
  defaultRelations,
  isRelation,
  knownColumns,
  totals,
  totalsRelations,
} from './order-fields.js';
import { QueryTree } from './query-tree.js';

/** The columns and related objects of an order that an answer shows. */
export interface Selection {
  readonly columns: ReadonlySet<string>;
  readonly relations: ReadonlySet<string>;
}

export const selectionNames = ['fields', 'expand'] as const;

const partsOf = (text: string): readonly string[] =>
  text
    .split(',')
    // A `+` that the caller did not encode arrives as a blank. So a leading blank is turned back
    // into a `+`.
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

/** Reads `fields` and `expand`. @throws HttpError 400 for an unknown column or relation */
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

/** The selected members of an order. The totals are always selected. */
export const selected = <Whole extends object>(
  whole: Whole,
  { columns, relations }: Selection,
): Partial<Whole> =>
  Object.fromEntries(
    Object.entries(whole).filter(
      ([name]) => columns.has(name) || relations.has(name) || always.has(name),
    ),
  ) as Partial<Whole>;

class SelectionReader extends ReadsQuery {
  read(url: string): Selection {
    const query = new QueryTree(url);
    query.assertNames(selectionNames);
    return selectionOf(query);
  }
}

const selectionReader = new SelectionReader();

const selectionParameter = createParamDecorator(
  (reader: SelectionReader, context: ExecutionContext) =>
    reader.read(context.switchToHttp().getRequest<FastifyRequest>().originalUrl),
);

/**
 * Parameter decorator: passes the parameters `fields` and `expand` to the controller's method. A
 * request with any other parameter is refused.
 */
export const Selected = (): ParameterDecorator => selectionParameter(selectionReader);
