import { describe, expect, test } from '@jest/globals';
import { HttpError } from '../../../contract-kit/http-error.js';
import { listQueryOf } from './list-query.js';
import { isRelation } from './order-fields.js';
import { QueryTree } from './query-tree.js';
import { selectionOf } from './selection.js';

const select = (query: string) => selectionOf(new QueryTree(`/admin/orders/1?${query}`));

const faultOf = (read: () => unknown): string => {
  try {
    read();
  } catch (error) {
    if (error instanceof HttpError) return error.answer.detail;
    throw error;
  }
  return 'none';
};

describe('fields', () => {
  test('replace the default columns where one has no sign', () => {
    expect([...select('fields=id,payment_status').columns]).toEqual(['id', 'payment_status']);
    expect([...select('fields=status,-email,%2Bemail').columns].sort()).toEqual([
      ...['email', 'id', 'status'],
    ]);
  });

  test('add and remove columns, and skip empty parts', () => {
    const { columns } = select('fields=,%2Braw_discount_total,,-email,');
    expect(columns.has('raw_discount_total')).toBe(true);
    expect(columns.has('email')).toBe(false);
    expect(columns.has('status')).toBe(true);
    // A `+` that is not encoded in a URL is decoded as a blank, but must still be understood as
    // `+`.
    expect(select('fields=+raw_discount_total').columns.has('status')).toBe(true);
    expect(select('fields=').columns.size).toBe(select('').columns.size);
  });

  test('add relations, and keep the default ones', () => {
    const { relations } = select('fields=id,*cart');
    expect(relations.has('cart')).toBe(true);
    expect(relations.has('payments')).toBe(true);
    expect(select('fields=%2Bedits.id').relations.has('edits')).toBe(true);
  });

  test.each([
    'x',
    '%2Bx',
    '-x',
    '*x',
    'payments',
    'x.id',
    'items.a%20b',
    '__proto__',
    'constructor',
  ])('refuse %s', (fields) => {
    expect(faultOf(() => select(`fields=${fields}`))).toMatch(
      /^Requested fields \[.*are not valid/,
    );
  });
});

describe('expand', () => {
  test('replaces the default relations but for those of the totals', () => {
    const { relations, columns } = select('expand=payments');
    expect(relations.has('payments')).toBe(true);
    expect(relations.has('items')).toBe(true);
    expect(relations.has('customer')).toBe(false);
    expect(columns.has('status')).toBe(true);
    expect(select('expand=').relations.has('payments')).toBe(false);
  });

  test('knows the relations of the published types', () => {
    for (const path of ['items.variant.product', 'swaps.return_order.shipping_method.tax_lines'])
      expect([path, isRelation(path)]).toEqual([path, true]);
    for (const path of [
      '',
      'items.',
      'items.x',
      'x.items',
      'order.order',
      'toString',
      'a.b.c.d.e.f.g',
    ])
      expect([path, isRelation(path)]).toEqual([path, false]);
  });
});

describe('a list query', () => {
  const list = (query: string) => listQueryOf(`/admin/orders?${query}`);

  test('has defaults, and reads lists in each of their spellings', () => {
    expect(list('')).toMatchObject({ limit: 50, offset: 0, oldestFirst: false, placed: {} });
    for (const query of ['status[]=pending', 'status[0]=pending', 'status%5B0%5D=pending'])
      expect(list(query).statuses).toEqual(['pending']);
    expect(list('status=pending&status=archived').statuses).toEqual(['pending', 'archived']);
  });

  test('reads times as days, instants and seconds; the narrowest counts', () => {
    expect(
      list('created_at[gt]=2026-03-01&created_at[gte]=1700000000&created_at[lte]=2026-03-02')
        .placed,
    ).toEqual({
      placedFrom: '2026-03-01T00:00:00.001Z',
      placedBefore: '2026-03-02T00:00:00.001Z',
    });
  });

  test.each([
    ['limit=1e9', 'limit must not be greater than 1000'],
    ['limit=1.5', 'limit must be an integer number'],
    ['limit=', 'limit must be a number conforming to the specified constraints'],
    ['limit=NaN', 'limit must be a number conforming to the specified constraints'],
    ['offset=99999999999999999999', 'offset must not be greater than 9007199254740991'],
    ['offset=1&offset=2', 'offset must be a string'],
    ['created_at[gt][x]=1', 'created_at.gt must be given once'],
    ['created_at[gt]=2026-02-30T99:00:00Z', 'created_at.gt must be a Date instance'],
    ['created_at[gt]=275760-09-13', 'created_at.gt must be a Date instance'],
    ['[a]=1', 'property [a] should not exist'],
    ['=1', 'property  should not exist'],
    [`q=${'x'.repeat(5_000)}`, 'q must be shorter than or equal to 4096 characters'],
  ])('refuses %s', (query, message) => {
    expect(faultOf(() => list(query))).toBe(message);
  });
});
