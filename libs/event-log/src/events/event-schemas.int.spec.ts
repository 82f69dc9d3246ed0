import { beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GeneratedLog } from '../../../evidence/src/testing/generated-log.js';
import {
  arbitraryAttempts,
  arbitraryRegistration,
} from '../../../ledger/src/testing/histories/arbitrary-history.js';
import { runHistory } from '../../../ledger/src/testing/histories/run-history.js';
import { actionType } from '../actions/recorded-action.js';
import { identityType } from '../identity/ledger-founded.js';
import { orderEventSchemas, settlementEventSchemas } from './event-types.js';

const root = join(import.meta.dirname, '../../../..');
const folder = join(root, 'docs/events');
const files = readdirSync(folder).filter((name) => /^[A-Z].*\.json$/.test(name));

interface Event {
  readonly type: string;
  readonly data: unknown;
  readonly metadata?: unknown;
}

type Schema = Readonly<Record<string, unknown>>;

/**
 * Changes a JSON schema so that it forbids unknown members in every object. A test then fails if an
 * event has a member that its schema does not list.
 */
const closed = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(
    Object.entries(value).map(([name, part]) => [name, closed(part)]),
  );
  const isOpen = 'properties' in copy && !('additionalProperties' in copy) && !('title' in copy);
  return isOpen ? { ...copy, additionalProperties: false } : copy;
};

const schemaIn = (name: string): Schema =>
  closed(JSON.parse(readFileSync(join(folder, name), 'utf8'))) as Schema;

const ajv = new Ajv2020({ allErrors: true, strict: true });
addFormats.default(ajv);
ajv.addSchema(schemaIn('common.json'), 'common.json');

const whole = new Map<string, ValidateFunction>();
const dataOnly = new Map<string, ValidateFunction>();
for (const name of files) {
  ajv.addSchema(schemaIn(name), name);
  whole.set(name, ajv.getSchema(name)!);
  dataOnly.set(name, ajv.getSchema(`${name}#/properties/data`)!);
}

const faultsOf = (validate: ValidateFunction | undefined, value: unknown): string | undefined => {
  if (validate === undefined) return 'no schema';
  return validate(value) ? undefined : ajv.errorsText(validate.errors);
};

const versionOf = ({ metadata }: Event): unknown =>
  (metadata as { readonly schemaVersion?: unknown }).schemaVersion;

const wrongIn = (events: readonly Event[]): string[] =>
  events.flatMap((event) => {
    const name = `${event.type}.v${String(versionOf(event))}.json`;
    const { type, data, metadata } = event;
    const fault = faultsOf(whole.get(name), { type, data, metadata });
    return fault === undefined ? [] : [`${name}: ${fault}`];
  });

describe('the schemas of docs/events', () => {
  test('are one for each event type and version', () => {
    const versioned = Object.entries({ ...orderEventSchemas, ...settlementEventSchemas });
    const expected = versioned.flatMap(([type, upcasts]) =>
      [...upcasts, 'newest'].map((_, at) => `${type}.v${at + 1}.json`),
    );
    const others = [actionType, identityType, 'LedgerSealed'].map((type) => `${type}.v1.json`);
    expect([...files].sort()).toEqual([...expected, ...others].sort());
  });

  test('are each in the index of the page', () => {
    const page = readFileSync(join(folder, 'README.md'), 'utf8');
    expect(files.filter((name) => !page.includes(`](${name})`))).toEqual([]);
  });

  test('hold for the log of version 0.1', () => {
    const kept = join(root, 'test/compatibility/ledger-0.1/export/00000001.ndjson');
    const events = readFileSync(kept, 'utf8')
      .trim()
      .split('\n')
      .map((line) => {
        const { type, data, metadata, chain } = JSON.parse(line) as Event & { chain: string };
        return { type, data, metadata: { ...(metadata as object), chain } };
      });
    expect(wrongIn(events)).toEqual([]);
    expect(events).toHaveLength(100);
  });

  test('hold for the data of every order event that any history decides', () => {
    const wrong = new Set<string>();
    const seen = new Set<string>();
    fc.assert(
      fc.property(arbitraryRegistration, arbitraryAttempts, (registration, attempts) => {
        for (const { type, data } of runHistory(registration, attempts).history) {
          const name = `${type}.v${orderEventSchemas[type].length + 1}.json`;
          seen.add(type);
          const fault = faultsOf(dataOnly.get(name), JSON.parse(JSON.stringify(data)));
          if (fault !== undefined) wrong.add(`${name}: ${fault}`);
        }
      }),
      { numRuns: 300, seed: 1 },
    );
    expect([...wrong]).toEqual([]);
    expect(seen.size).toBeGreaterThanOrEqual(Object.keys(orderEventSchemas).length - 1);
  });

  describe('and a generated log', () => {
    const log = new GeneratedLog(
      { sealEvents: 10, sealMs: 1 },
      '11111111-2222-4333-8444-555555555555',
    );

    beforeAll(async () => {
      const order = log.order('1001', 3);
      log.refund(order, 4_500);
      log.cut();
      log.state();
      log.payOut();
      log.payOutAnew();
      await log.seal();
    });

    test('hold for its orders, settlements, identity and seals', () => {
      expect(wrongIn(log.events)).toEqual([]);
      const types = new Set(log.events.map(({ type }) => type));
      expect([...types]).toEqual(
        expect.arrayContaining([
          ...['LedgerFounded', 'OrderRegistered', 'OrderRefunded', 'LedgerSealed'],
          ...['SettlementClosed', 'SettlementStated', 'SettlementPaidOut'],
          'SettlementPayoutReversed',
        ]),
      );
    });

    test('reject a wrong member, a missing one and one that no schema names', () => {
      const event = log.events.find(({ type }) => type === 'OrderRegistered')!;
      const data = event.data as Schema;
      const changed = [
        { ...data, placedAt: 'today' },
        { ...data, storeId: undefined },
        { ...data, secret: 'x' },
      ].map((wrong) => ({ ...event, data: JSON.parse(JSON.stringify(wrong)) as unknown }));
      expect(wrongIn(changed)).toHaveLength(3);
    });
  });
});
