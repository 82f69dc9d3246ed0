import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { getMetadataStorage, validateSync } from 'class-validator';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import { createApi } from '../create-api.js';
import { JsonNumber } from '../contract-kit/body/read-json.js';
import { makeServices, closeServices } from '../services/make-services.js';

/** The description of a property, as Nest's Swagger decorators store it. */
interface Described {
  readonly required?: boolean;
  readonly type?: unknown;
  readonly isArray?: boolean;
  readonly enum?: readonly string[];
  readonly example?: unknown;
  readonly default?: unknown;
  readonly oneOf?: readonly { readonly type: string; readonly enum?: readonly string[] }[];
}

type Dto = new () => Record<string, unknown>;

const parts = makeServices({
  databaseUrl: 'postgres://127.0.0.1:1/none',
  eventStoreUrl: 'esdb://127.0.0.1:1?tls=false',
  secretKey: new Uint8Array(32),
  logger: pino({ level: 'silent' }),
});
let app: NestFastifyApplication;
beforeAll(async () => {
  app = await createApi(parts, { docs: false });
});
afterAll(async () => {
  await app.close();
  await closeServices(parts);
});

/**
 * All classes that validate requests: every class with class-validator rules for its properties.
 */
const dtos = (): Dto[] => {
  const { validationMetadatas } = getMetadataStorage() as unknown as {
    readonly validationMetadatas: Map<Dto, unknown>;
  };
  return [...validationMetadatas.keys()];
};

const ruled = (dto: Dto): string[] => [
  ...new Set(
    getMetadataStorage()
      .getTargetValidationMetadatas(dto, '', false, false)
      .map(({ propertyName }) => propertyName),
  ),
];

const describedOf = (dto: Dto, property: string): Described | undefined =>
  Reflect.getMetadata('swagger/apiModelProperties', dto.prototype as object, property) as
    Described | undefined;

const describedNames = (dto: Dto): string[] =>
  (
    (Reflect.getMetadata('swagger/apiModelPropertiesArray', dto.prototype as object) as
      string[] | undefined) ?? []
  ).map((name) => name.slice(1));

const accepts = (dto: Dto, property: string, value: unknown): boolean => {
  const target = new dto();
  if (value !== undefined) target[property] = value;
  return !validateSync(target, { stopAtFirstError: true }).some(
    (error) => error.property === property,
  );
};

const texts = [
  ...['a', '1', 'true', 'SEK', 'SE', 'demo-se', 'Europe/Stockholm', 'order.captured'],
  ...['2027-02-18', '2027-02-18T00:00:00Z', 'anna@example.com', 'https://shop.example/hook'],
  ...['8c1f0a52-6a54-4d0e-9b0b-3d5d3b0f7c11', 'captures:write', 'standard', 'day'],
];

const wordsOf = ({ enum: words = [], oneOf = [] }: Described): readonly string[] => [
  ...words,
  ...oneOf.flatMap((one) => one.enum ?? []),
];

/**
 * Sample values of each JSON type. For each type, every rule that accepts the type accepts at least
 * one of its samples.
 */
const samplesOf = (property: Described): Readonly<Record<string, readonly unknown[]>> => ({
  string: [property.example, ...wordsOf(property), ...texts].filter(
    (value) => typeof value === 'string',
  ),
  number: ['1', '0', '25', '95.00'].map((digits) => new JsonNumber(digits)),
  boolean: [true, false],
  array: [[], ['a'], ['demo-se'], ['captures:write'], ['order.captured'], ['card_present']],
});

/**
 * Sample values for a query string, where every value is text. For example, `20` is a sample of a
 * number.
 */
const inAddress = ({ enum: words = [] }: Described): Record<string, readonly unknown[]> => ({
  number: ['1', '20'],
  boolean: ['true', 'false'],
  // Texts such as `1` and `true` are left out here, because they are samples of numbers and
  // booleans.
  string: [...words, ...texts.filter((text) => !/^(\d+|true|false)$/.test(text))],
});

const isQuery = (dto: Dto): boolean => dto.name.endsWith('Query');

const typesOf = ({ type, isArray, oneOf, enum: words }: Described): string[] => {
  if (isArray === true || Array.isArray(type)) return ['array'];
  if (oneOf !== undefined) return oneOf.flatMap((one) => typesOf(one));
  if (words !== undefined) return ['string'];
  if (type === 'integer') return ['number'];
  if (typeof type === 'string') return [type];
  if (type === String) return ['string'];
  if (type === Number) return ['number'];
  if (type === Boolean) return ['boolean'];
  return ['object'];
};

const properties = (): { dto: Dto; property: string; described: Described }[] =>
  dtos().flatMap((dto) =>
    ruled(dto).map((property) => ({
      dto,
      property,
      described: describedOf(dto, property) ?? {},
    })),
  );

/**
 * Properties that are required unless another property is present. An OpenAPI schema cannot express
 * this, so they are described as required.
 */
const neededUnlessOther = ['CaptureItemRequest.unitPrice'];

const nameOf = ({ dto, property }: { dto: Dto; property: string }): string =>
  `${dto.name}.${property}`;

describe('the description of what is sent', () => {
  test('has every property that is read, and no other', () => {
    expect(dtos().length).toBeGreaterThan(20);
    for (const dto of dtos()) {
      expect([dto.name, describedNames(dto).sort()]).toEqual([dto.name, ruled(dto).sort()]);
    }
  });

  test('says "required" of what may not be left out, and of nothing else', () => {
    const wrong = properties().filter(
      ({ dto, property, described }) =>
        (described.required ?? true) === accepts(dto, property, undefined),
    );
    expect(wrong.map(nameOf)).toEqual(neededUnlessOther);
  });

  test('says the type of what is accepted, and no type that is refused', () => {
    const wrong = properties().filter(({ dto, property, described }) => {
      const types = typesOf(described);
      if (types.includes('object')) return false;
      const samples = isQuery(dto) ? inAddress(described) : samplesOf(described);
      return Object.entries(samples).some(([type, values]) => {
        const isAccepted = values.some((value) => accepts(dto, property, value));
        // In a query string, a number is also a valid text. So a described type must be accepted,
        // but a type that is not described need not be refused.
        return isQuery(dto)
          ? types.includes(type) && !isAccepted
          : types.includes(type) !== isAccepted;
      });
    });
    expect(wrong.map(nameOf)).toEqual([]);
  });

  test('has no default: generators take a property with one for one that is always there', () => {
    const withDefault = properties().filter(({ described }) => described.default !== undefined);
    expect(withDefault.map(nameOf)).toEqual([]);
  });
});
