import { describe, expect, test } from '@jest/globals';
import { readJson, type JsonObject } from '../../../contract-kit/body/read-json.js';
import { fieldName, HttpError } from '../../../contract-kit/http-error.js';
import type { RegisterOrderCommand } from '#ledger';
import { register, shoes } from '../../../../../../libs/ledger/src/testing/index.js';
import { assertAkinonAmounts, assertAkinonNumbers } from './akinon-registration.js';

/** The fields for which a registration with the given attributes is refused. */
const refusedFields = (order: string, ...rows: string[]): string[] => {
  const attributes = (text: string) => readJson(Buffer.from(text)) as JsonObject;
  const given = {
    attributes: attributes(order),
    rows: rows.map((row) => ({ attributes: attributes(row) })),
  };
  try {
    assertAkinonNumbers(given);
    return [];
  } catch (error) {
    if (!(error instanceof HttpError)) throw error;
    return (error.answer.violations ?? []).map(({ path }) => fieldName(path));
  }
};

describe('numbers for Akinon', () => {
  test.each([
    ['{}', []],
    ['{"akinon":{}}', []],
    ['{"akinon":{"pk":67,"channel":0,"customer":9007199254740991,"segment":"x"}}', []],
    ['{"akinon":1}', ['attributes.akinon']],
    ['{"akinon":null}', ['attributes.akinon']],
    ['{"akinon":[]}', ['attributes.akinon']],
    [
      '{"akinon":{"pk":"67","channel":1.0,"customer":null}}',
      ['pk', 'channel', 'customer'].map((name) => `attributes.akinon.${name}`),
    ],
    ['{"akinon":{"pk":-1}}', ['attributes.akinon.pk']],
    ['{"akinon":{"pk":9007199254740992}}', ['attributes.akinon.pk']],
  ])('of the order %s', (attributes, fields) => {
    expect(refusedFields(attributes)).toEqual(fields);
  });

  test('of rows differ from each other', () => {
    const [one, two] = ['{"akinon":{"pk":1}}', '{"akinon":{"pk":2}}'];
    expect(refusedFields('{}', one, '{}', two, '{}')).toEqual([]);
    expect(refusedFields('{}', one, two, one)).toEqual(['rows[2].attributes.akinon.pk']);
    expect(refusedFields('{}', one, '{"akinon":{"pk":true}}')).toEqual([
      'rows[1].attributes.akinon.pk',
    ]);
  });
});

describe('an amount that needs a third decimal', () => {
  const inDinar = (unitPrice: number, more: Partial<RegisterOrderCommand['data']> = {}) =>
    register({ currency: 'KWD', rows: [{ ...shoes, unitPrice }], ...more }).data;
  const stores = (isOne: boolean) => ({ hasNow: () => Promise.resolve(isOne) });
  const refusal = { answer: { status: 422, code: 'ORDER_AMOUNT_NOT_FOR_AKINON' } };
  const akinon = { attributes: { akinon: {} } };

  test('is refused of an order for Akinon, or of a store with a key for it', async () => {
    await expect(assertAkinonAmounts(inDinar(1_235, akinon), stores(false))).rejects.toMatchObject(
      refusal,
    );
    await expect(assertAkinonAmounts(inDinar(1_235), stores(true))).rejects.toMatchObject(refusal);
    const four = inDinar(1_230, { currency: 'CLF' });
    await expect(assertAkinonAmounts(four, stores(true))).rejects.toMatchObject(refusal);
  });

  test.each([
    ['of another store', inDinar(1_235), false],
    ['that ends in 0', inDinar(1_230, akinon), true],
    ['in a currency with two', register(akinon).data, true],
    ['in a currency that there is not', inDinar(1_235, { currency: 'XXX', ...akinon }), true],
  ])('is fine %s', async (_what, data, isOne) => {
    await expect(assertAkinonAmounts(data, stores(isOne))).resolves.toBeUndefined();
  });
});
