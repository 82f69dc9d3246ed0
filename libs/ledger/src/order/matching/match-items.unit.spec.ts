import { describe, expect, test } from '@jest/globals';
import { capture, given, item, orderOf, register, shoes, tShirts } from '../../testing/index.js';
import type { NewRow } from '../../testing/index.js';
import { decide } from '../decide.js';
import type { CaptureItem, RequestCapture } from '../order-commands.js';
import { allocate } from './match-items.js';

/**
 * A capture of these items whose amount is the sum of their prices, so that only the matching can
 * reject it.
 */
const capturing = (...items: readonly CaptureItem[]) =>
  capture(
    items.reduce((sum, { unitPrice, quantity }) => sum + Number(unitPrice.value) * quantity, 0),
    { items },
  );

const socks: NewRow = { ...shoes, articleNumber: '10003', description: 'Socks', unitPrice: 100 };
const some = { ...socks, quantity: 5 };

const numberless = { articleNumber: undefined };
/**
 * Spread over an item, removes all fields by which the item can match a row, except price and
 * quantity, which every item must give.
 */
const unnamed = { articleNumber: undefined, description: undefined, vatRate: undefined };

describe('An item matches the row that has', () => {
  test.each([
    ['all it gives', {}],
    ['its article number', { ...unnamed, articleNumber: '10003' }],
    ['its description', { ...unnamed, description: 'Socks' }],
    ['its VAT', { ...unnamed, vatRate: 25 }],
    ['its price, if it gives no more', unnamed],
    ['its description, trimmed and without regard to case', { description: '  sOCKS ' }],
  ])('%s', (_what, other) => {
    given([register({ rows: [shoes, some] })])
      .when(capturing(item(socks, other)))
      .then([{ data: { rows: [{ rowId: 'r2', description: 'Socks', quantity: 1 }] } }]);
  });

  test('its type is kept and not matched', () => {
    given([register({ rows: [socks] })])
      .when(capturing(item(socks, { type: 'fee' })))
      .then([{ data: { amount: 100 } }]);
  });
});

describe('An item that names a row by its id', () => {
  const twins = [some, { ...some, quantity: 2 }];
  const named = (rowId: string, quantity: number | 'remaining' = 1) => ({ rowId, quantity });
  const capturingNamed = (...items: RequestCapture['data']['items']) => capture('items', { items });

  test('takes this row, although an earlier one agrees with it in everything', () => {
    given([register({ rows: twins })])
      .when(capturingNamed(named('r2')))
      .then([{ data: { amount: 100, rows: [{ rowId: 'r2', quantity: 1 }] } }]);
    given([register({ rows: twins })])
      .when(capturingNamed(named('r2', 'remaining')))
      .then([{ data: { amount: 200, rows: [{ rowId: 'r2', quantity: 2 }] } }]);
  });

  test('takes no more than this row has left, although others that agree have more', () => {
    given([register({ rows: twins })])
      .when(capturingNamed(named('r2', 3)))
      .thenRejected('ARTICLE_QUANTITY_EXCEEDED');
    given([register({ rows: twins })])
      .when(capturingNamed(named('r2', 2), named('r2', 1)))
      .thenRejected('ARTICLE_QUANTITY_EXCEEDED');
  });

  test('shares the row with an item that names the article: no unit is captured twice', () => {
    given([register({ rows: [tShirts, shoes] })])
      .when(capturingNamed(named('r1'), item(tShirts, { quantity: 1 })))
      .then([{ data: { amount: 19_000, rows: [{ rowId: 'r1', quantity: 2 }] } }]);
    given([register({ rows: [tShirts, shoes] })])
      .when(capturingNamed(named('r1'), item(tShirts)))
      .thenRejected('ARTICLE_QUANTITY_EXCEEDED');
  });

  test('leaves the article to the rows that agree with it', () => {
    given([register({ rows: twins })])
      .when(capturingNamed(named('r1', 4), item(some, { quantity: 3 })))
      .then([
        {
          data: {
            rows: [
              { rowId: 'r1', quantity: 5 },
              { rowId: 'r2', quantity: 2 },
            ],
          },
        },
      ]);
  });

  test.each(['r3', '10003', ''])('is not found by "%s", which is no id of a row', (rowId) => {
    given([register({ rows: twins })])
      .when(capturingNamed(named(rowId)))
      .thenRejected('ARTICLE_NOT_FOUND');
  });
});

describe('Texts are the same', () => {
  const row = { ...shoes, articleNumber: 'Å-1', description: 'Café  crème\u00a0Straße' };

  test.each([
    ['in another case', { articleNumber: 'å-1', description: 'CAFÉ CRÈME STRASSE' }],
    ['taken apart (NFD)', { description: row.description.normalize('NFD') }],
    ['taken apart in the number', { articleNumber: row.articleNumber.normalize('NFD') }],
    ['with one blank for several', { description: 'Café crème Straße' }],
    ['with other blanks', { description: '\tCafé\u2009\u00a0crème\nStraße\u3000' }],
  ])('%s', (_what, other) => {
    given([register({ rows: [row, socks] })])
      .when(capturing(item(row, other)))
      .then([{ data: { rows: [{ rowId: 'r1', ...row }] } }]);
  });

  test('but for a blank within them', () => {
    given([register({ rows: [row, socks] })])
      .when(capturing(item(row, { description: 'CaféCrèmeStraße' })))
      .thenRejected('ARTICLE_EXISTS_BUT_OTHER_INFORMATION');
  });

  test('as rows that agree in all else, which count as one', () => {
    const twin = { ...row, description: row.description.normalize('NFD').toUpperCase() };
    given([register({ rows: [row, twin] })])
      .when(capturing(item(row, { quantity: 2 })))
      .then([{ data: { rows: [{ rowId: 'r1' }, { rowId: 'r2' }] } }]);
  });
});

describe('A refusal names what differs', () => {
  const details = (...items: readonly CaptureItem[]) => {
    const decision = decide(orderOf([register()]), capturing(...items));
    return decision.kind === 'rejected' ? [decision.detail, decision.detailInMajorUnits] : [];
  };

  test('price, VAT or description, of the closest row', () => {
    expect(details(item({ ...shoes, unitPrice: 9_400 }))).toEqual([
      'Item 1 is on the order with another price 9500 (SEK, minor units).',
      'Item 1 is on the order with another price 95.00 SEK.',
    ]);
    expect(details(item(tShirts), item(shoes, { vatRate: 12 }))[1]).toBe(
      'Item 2 is on the order with another VAT 25 %.',
    );
    expect(details(item({ ...shoes, unitPrice: 1 }, { description: 'Boots' }))[1]).toBe(
      'Item 1 is on the order with another description "Shoes" and another price 95.00 SEK.',
    );
  });

  test('of the row that differs least, of several with the number or the description', () => {
    const rows = [
      { ...socks, description: 'Stockings', unitPrice: 300, vatRate: 12 },
      { ...socks, unitPrice: 200 },
      { ...socks, description: 'Leggings', unitPrice: 400 },
      shoes,
    ];
    const detail = (wanted: CaptureItem) => {
      const decision = decide(orderOf([register({ rows })]), capturing(wanted));
      return decision.kind === 'rejected' ? decision.detailInMajorUnits : undefined;
    };
    const another = 'Item 1 is on the order with another';
    expect(detail(item(socks))).toBe(`${another} price 2.00 SEK.`);
    expect(detail(item(socks, { articleNumber: undefined }))).toBe(`${another} price 2.00 SEK.`);
    expect(detail(item(socks, { description: undefined, vatRate: undefined }))).toBe(
      `${another} price 3.00 SEK.`,
    );
  });

  test.each<[string, CaptureItem]>([
    ['Item 1 ("9") is not on the order.', item(socks, { articleNumber: '9' })],
    ['Item 1 ("Hat") is not on the order.', item({ ...socks, description: 'Hat' }, numberless)],
    ['Item 1 is not on the order.', item(socks, unnamed)],
  ])('%s', (detail, unknown) => {
    expect(details(unknown)[0]).toBe(detail);
  });

  test('the id of a row that the order does not have', () => {
    const named = capture('items', { items: [{ rowId: 'r9', quantity: 1 }] });
    expect(decide(orderOf([register()]), named)).toMatchObject({
      detail: 'Item 1 ("r9") is not on the order.',
    });
  });

  test('that several rows match', () => {
    expect(details(item(shoes, { ...unnamed }))[0]).toBe(
      'Item 1 matches several different rows of the order.',
    );
  });

  test('how many are left', () => {
    expect(details(item(tShirts, { quantity: 3 }))[0]).toBe(
      '3 of "T-Shirt" are asked for, 2 are left.',
    );
  });

  test('no quantity that was cut and never sent', () => {
    const [row] = orderOf([register({ rows: [tShirts] })]).balance.rows;
    if (row === undefined) throw new Error('The order has no row');
    const wanted = new Map([[row, Number.MAX_SAFE_INTEGER]]);
    expect(allocate({ rows: wanted, articles: new Map() })).toMatchObject({
      code: 'ARTICLE_QUANTITY_EXCEEDED',
      detail: 'More than 1000000000 of "T-Shirt" are asked for, 2 are left.',
    });
  });
});

describe('ARTICLE_NOT_FOUND', () => {
  test.each([
    ['article number', item(shoes, { articleNumber: '99999' })],
    ['article number, though the description is there', item(socks, { articleNumber: '99999' })],
    ['description', item(shoes, { articleNumber: undefined, description: 'Hat' })],
    ['price, if it gives no more', item({ ...shoes, unitPrice: 9_400 }, unnamed)],
  ])('is the answer to an unknown %s', (_what, unknown) => {
    given([register({ rows: [{ ...shoes, articleNumber: 'A' }, socks, tShirts] })])
      .when(capturing(unknown))
      .thenRejected('ARTICLE_NOT_FOUND');
  });
});

describe('ARTICLE_EXISTS_BUT_OTHER_INFORMATION', () => {
  test.each([
    ['price', item({ ...shoes, unitPrice: 9_400 })],
    ['description', item(shoes, { description: 'Boots' })],
    ['VAT', item(shoes, { vatRate: 12 })],
    [
      'price under that description',
      item({ ...shoes, unitPrice: 1 }, { articleNumber: undefined }),
    ],
    ['VAT under that description', item(shoes, { articleNumber: undefined, vatRate: 12 })],
  ])('is the answer to another %s', (_what, other) => {
    given([register()]).when(capturing(other)).thenRejected('ARTICLE_EXISTS_BUT_OTHER_INFORMATION');
  });
});

describe('ARTICLE_NOT_UNIQUE', () => {
  const rows = [socks, { ...socks, vatRate: 12 }, { ...socks, description: 'Stockings' }];

  test.each([
    ['VAT', item(socks, { vatRate: undefined })],
    ['description', item(socks, { description: undefined })],
    ['anything but the price', item(socks, unnamed)],
  ])('is the answer if rows differ in what the item leaves out: %s', (_what, vague) => {
    given([register({ rows })])
      .when(capturing(vague))
      .thenRejected('ARTICLE_NOT_UNIQUE');
  });

  test('is the answer to an item without a number that leaves out more than that', () => {
    given([register({ rows: [withoutNumber(socks), socks] })])
      .when(capturing(item(withoutNumber(socks), { vatRate: undefined })))
      .thenRejected('ARTICLE_NOT_UNIQUE');
  });

  test('stays the answer when one of the rows is wholly captured', () => {
    given([register({ rows: [socks, { ...socks, vatRate: 12 }] }), capturing(item(socks))])
      .when(capturing(item(socks, { vatRate: undefined })))
      .thenRejected('ARTICLE_NOT_UNIQUE');
  });
});

describe('ARTICLE_QUANTITY_EXCEEDED', () => {
  test('is the answer to more than is left', () => {
    given([register()])
      .when(capturing(item(tShirts, { quantity: 3 })))
      .thenRejected('ARTICLE_QUANTITY_EXCEEDED');
    given([register(), capturing(item(tShirts, { quantity: 1 }))])
      .when(capturing(item(tShirts)))
      .thenRejected('ARTICLE_QUANTITY_EXCEEDED');
  });

  test('is the answer if the row is wholly captured', () => {
    given([register(), capturing(item(shoes))])
      .when(capturing(item(shoes)))
      .thenRejected('ARTICLE_QUANTITY_EXCEEDED');
  });

  test('counts the items of one request together', () => {
    const one = item(tShirts, { quantity: 1 });
    given([register()])
      .when(capturing(one, one))
      .then([{ data: { rows: [{ quantity: 2 }] } }]);
    given([register()])
      .when(capturing(one, item(tShirts)))
      .thenRejected('ARTICLE_QUANTITY_EXCEEDED');
  });
});

describe('Rows that agree in all four properties', () => {
  const same = { ...socks, description: ' SOCKS', quantity: 2 };
  const rows = [socks, shoes, same];

  test('count as one row, captured in their order', () => {
    given([register({ rows })])
      .when(capturing(item(socks, { quantity: 2 })))
      .then([
        {
          data: {
            rows: [
              { rowId: 'r1', quantity: 1 },
              { rowId: 'r3', quantity: 1 },
            ],
          },
        },
      ]);
  });

  test('have their quantities added', () => {
    given([register({ rows })])
      .when(capturing(item(socks, { quantity: 3 })))
      .thenOrder({ remaining: 9_500 });
    given([register({ rows })])
      .when(capturing(item(socks, { quantity: 4 })))
      .thenRejected('ARTICLE_QUANTITY_EXCEEDED');
  });

  test('go on where an earlier capture ended', () => {
    given([register({ rows }), capturing(item(socks))])
      .when(capturing(item(socks, { quantity: 2 })))
      .then([{ data: { rows: [{ rowId: 'r3', quantity: 2 }] } }]);
  });
});

describe('Rows as the ledger shows them, sent back as items', () => {
  test.each<[string, NewRow[]]>([
    ['with one of each', [shoes, tShirts]],
    ['with rows that agree', [socks, socks, some]],
    [
      'with rows that differ in one thing',
      [socks, { ...socks, vatRate: 0 }, { ...socks, description: '' }],
    ],
    ['without article numbers', [withoutNumber(socks), shoes]],
    ['without an article number beside the like with one', [withoutNumber(socks), socks]],
    ['with an empty article number', [{ ...socks, articleNumber: '' }, socks]],
    ['with discounts', [shoes, { ...socks, unitPrice: -100 }]],
  ])('match: %s', (_what, rows) => {
    const { balance } = orderOf([register({ rows })]);
    given([register({ rows })])
      .when(capturing(...balance.rows.map((row) => item(row))))
      .thenOrder({ status: 'Activated' });
  });

  test('match one by one as well', () => {
    const rows = [withoutNumber(socks), socks];
    const [unnumbered, numbered] = [item(rows[0]!), item(rows[1]!)];
    given([register({ rows })])
      .when(capturing(unnumbered))
      .then([{ data: { rows: [{ rowId: 'r1' }] } }]);
    given([register({ rows })])
      .when(capturing(numbered))
      .then([{ data: { rows: [{ rowId: 'r2' }] } }]);
  });
});

describe('Of several items', () => {
  const unknown = item(socks, { articleNumber: '99999' });
  const different = item({ ...shoes, unitPrice: 1 });
  const vague = item(socks, { vatRate: undefined });
  const tooMany = item(tShirts, { quantity: 3 });
  const rows = [
    shoes,
    tShirts,
    socks,
    { ...socks, vatRate: 12 },
    { ...shoes, articleNumber: 'x', unitPrice: 99_999 },
  ];
  const faults = [
    [unknown, 'ARTICLE_NOT_FOUND'],
    [different, 'ARTICLE_EXISTS_BUT_OTHER_INFORMATION'],
    [vague, 'ARTICLE_NOT_UNIQUE'],
    [tooMany, 'ARTICLE_QUANTITY_EXCEEDED'],
  ] as const;
  const pairs = faults.flatMap(([first, code], index) =>
    faults.slice(index + 1).map(([second, later]) => ({ first, second, code, later })),
  );

  test.each(pairs)(
    '$code comes before $later, whichever item is first',
    ({ first, second, code }) => {
      given([register({ rows })])
        .when(capturing(first, second))
        .thenRejected(code);
      given([register({ rows })])
        .when(capturing(second, first))
        .thenRejected(code);
    },
  );

  test('each is faulty alone', () => {
    expect.assertions(faults.length);
    for (const [fault, code] of faults)
      given([register({ rows })])
        .when(capturing(fault))
        .thenRejected(code);
  });
});

function withoutNumber(row: NewRow): NewRow {
  const { description, unitPrice, quantity, vatRate } = row;
  return { description, unitPrice, quantity, vatRate };
}
