import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import {
  type ClientKey,
  type KeyKind,
  keyKindOf,
  keyKinds,
  type KeyParameter,
  keyParameters,
  type KeyParameters,
} from '#access';
import { field, OneOf } from '../../../contract-kit/body/fields.js';
import { shapeError } from '../../../contract-kit/http-error.js';
import type { Plain } from '../../../contract-kit/describe.js';
import { Identifier } from '../fields/names.js';

const kindNames = keyKinds.map(({ name }) => name);

/** The body of `POST /v1/clients/{clientId}/keys`, with the parameters of all kinds. */
export class KeyRequest {
  @OneOf(kindNames, { example: 'woocommerce' })
  readonly kind!: string;

  @Identifier({
    optional: true,
    description: 'The store that the key acts for; needed if the client has several',
    example: 'demo-se',
  })
  readonly store?: string;
}

for (const { name, accepts, mustBe, description, words } of keyParameters) {
  field(
    {
      accepts: (value) => typeof value === 'string' && accepts(value),
      message: `must be ${mustBe}`,
      schema: { type: 'string', ...(words && { enum: [...words] }) },
    },
    { optional: true, description },
  )(KeyRequest.prototype, name);
}

/**
 * The kind of key that a request asks for, with its parameters.
 *
 * @throws HttpError 400 if the request lacks a parameter that the kind needs, or has one that the
 * kind does not use
 */
export const kindOfRequest = (
  body: KeyRequest,
): { readonly kind: KeyKind; readonly parameters: KeyParameters } => {
  const kind = keyKindOf(body.kind);
  if (kind === undefined) throw new Error('The kind was not validated');
  const given = new Map(Object.entries(body));
  const valueOf = ({ name }: KeyParameter): unknown => given.get(name);
  const violations = keyParameters.flatMap((parameter) => {
    const isTaken = kind.parameters.some(({ name }) => name === parameter.name);
    if (isTaken === (valueOf(parameter) !== undefined)) return [];
    const message = isTaken
      ? `is required for the kind ${kind.name}`
      : `is not a field of the kind ${kind.name}`;
    return [{ path: [parameter.name], message }];
  });
  if (violations.length > 0) throw shapeError(violations);
  const values = kind.parameters.map((parameter) => [parameter.name, String(valueOf(parameter))]);
  return { kind, parameters: Object.fromEntries(values) as KeyParameters };
};

/** The only answer that shows a key. The members depend on the kind of the key. */
export class CreatedKeyResponse {
  @ApiPropertyOptional({ description: 'Of a `woocommerce` key', example: 'ck_...' })
  consumerKey?: string;

  @ApiPropertyOptional({ description: 'Of a `woocommerce` key; shown only once' })
  consumerSecret?: string;

  @ApiPropertyOptional({ description: 'Of a `medusa` key; shown only once' })
  apiToken?: string;

  @ApiPropertyOptional({ description: 'Of an `akinon` key: 40 hexadecimal digits' })
  token?: string;
}

export class KeyResponse {
  @ApiProperty({ format: 'uuid' })
  keyId!: string;

  @ApiProperty({ enum: kindNames })
  kind!: string;

  @ApiProperty({ description: 'The store that the key acts for', example: 'demo-se' })
  store!: string;

  @ApiProperty({
    description: 'The last characters of the key, to distinguish it from other keys',
    example: '9f3c21a',
  })
  hint!: string;

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;

  @ApiPropertyOptional({ description: 'Of a `woocommerce` key', example: 'read_write' })
  permission?: string;

  @ApiPropertyOptional({ description: 'Of a `medusa` key', example: 'admin@shop.example' })
  email?: string;

  @ApiPropertyOptional({ description: 'Of an `akinon` key', example: 'shop' })
  username?: string;
}

export const keyResponse = ({ details, createdAt, ...key }: ClientKey): Plain<KeyResponse> => ({
  ...key,
  ...details,
  createdAt: createdAt.toISOString(),
});
