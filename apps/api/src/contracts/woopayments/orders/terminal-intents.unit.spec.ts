import { describe, expect, test } from '@jest/globals';
import { type JsonObject, readJson } from '../../../contract-kit/body/read-json.js';
import { terminalOptionsOf } from './terminal-intents.js';

const optionsOf = (text: string) => terminalOptionsOf(readJson(Buffer.from(text)) as JsonObject);

const none = { methods: ['card_present'], capture: 'manual', metadata: {} };

describe('the options of a terminal intent', () => {
  test.each([
    ['{}', none],
    ['{"payment_methods":null,"capture_method":null,"metadata":null,"customer_id":null}', none],
    [
      '{"payment_methods":["interac_present","card_present"]}',
      { ...none, methods: ['interac_present', 'card_present'] },
    ],
    ['{"capture_method":"automatic"}', { ...none, capture: 'automatic' }],
    ['{"metadata":[]}', none],
    [
      '{"metadata":{"a":1.50,"b":true,"c":"x","d":null}}',
      { ...none, metadata: { a: '1.50', b: 'true', c: 'x' } },
    ],
    ['{"customer_id":"cus_1"}', { ...none, customerId: 'cus_1' }],
    ...['""', '0', '0.0', '"0"', 'false', '[]', '{}'].map(
      (falsy) => [`{"customer_id":${falsy}}`, none] as const,
    ),
  ])('of %s', (text, expected) => {
    expect(optionsOf(text)).toEqual(expected);
  });

  test.each([
    ...['[]', '"card_present"', '["card"]', '["card_present","card_present"]', '{"0":"card"}', '7'],
  ])('have no payment methods %s', (value) => {
    expect(() => optionsOf(`{"payment_methods":${value}}`)).toThrow(/Invalid payment_methods/);
  });

  test.each(['""', '"later"', '["manual"]', '1', 'true'])('have no method %s', (value) => {
    expect(() => optionsOf(`{"capture_method":${value}}`)).toThrow(/Invalid capture_method/);
  });

  test.each([
    ...['"x"', '""', '7', '["a"]', '{"a":{"b":1}}', '{"a":[]}', '{"a[b]":"1"}', '{"":"1"}'],
    `{"${'n'.repeat(41)}":"1"}`,
    `{"a":"${'v'.repeat(501)}"}`,
    `{${Array.from({ length: 48 }, (_, index) => `"k${index}":"1"`).join()}}`,
  ])('have no metadata %s', (value) => {
    expect(() => optionsOf(`{"metadata":${value}}`)).toThrow(/Invalid metadata/);
  });

  test('name wrong metadata in a text that is safe in a page', () => {
    expect(() => optionsOf('{"metadata":{"<b>":[]}}')).toThrow('Invalid metadata: &lt;b&gt;');
  });

  test.each(['"x"', '"cus_"', '1', 'true', '["cus_1"]', '{"a":1}', '"cus_1/../x"'])(
    'have no customer %s',
    (value) => {
      expect(() => optionsOf(`{"customer_id":${value}}`)).toThrow(/Invalid customer_id/);
    },
  );
});
