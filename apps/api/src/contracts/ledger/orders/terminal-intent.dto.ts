import { ApiProperty } from '@nestjs/swagger';
import type { CaptureMethod, TerminalIntent } from '#ledger';
import type { TerminalIntentWish } from '../../../commands/terminal-intents.js';
import { field, Matching, OneOf, Texts } from '../../../contract-kit/body/fields.js';
import { isJsonNumber } from '../../../contract-kit/body/read-json.js';
import type { Plain } from '../../../contract-kit/describe.js';

const methods = ['card_present', 'interac_present'] as const;
type Method = (typeof methods)[number];

/**
 * The limits for the caller's `metadata`. The gateway takes 50 members; a caller may give only 40,
 * so that there is room for the members that the ledger adds.
 */
const metadataMax = { members: 40, nameCharacters: 40, valueCharacters: 500 };

const isMember = ([name, value]: [string, unknown]): boolean =>
  name.length > 0 &&
  name.length <= metadataMax.nameCharacters &&
  !/[[\]]/.test(name) &&
  typeof value === 'string' &&
  value.length <= metadataMax.valueCharacters;

const isMetadata = (value: unknown): boolean => {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value) || isJsonNumber(value)) return false;
  const members = Object.entries(value);
  return members.length <= metadataMax.members && members.every(isMember);
};

/** Named texts that the gateway keeps with a payment. */
const Metadata = (): PropertyDecorator =>
  field(
    {
      accepts: isMetadata,
      message:
        `must be an object of at most ${metadataMax.members} texts of at most ` +
        `${metadataMax.valueCharacters} characters, under names of at most ${metadataMax.nameCharacters} without brackets`,
      schema: {
        type: 'object',
        additionalProperties: { type: 'string', maxLength: metadataMax.valueCharacters },
        maxProperties: metadataMax.members,
      },
    },
    {
      optional: true,
      description:
        "Stored at the gateway; `order_id` and `order_number` are always the order's number",
      example: { till: '3' },
    },
  );

/** The body of `POST /v1/orders/{id}/terminal-intents`, which may be left out. */
export class TerminalIntentRequest {
  @Texts({
    least: 1,
    most: methods.length,
    eachMustBe: `one of ${methods.join(', ')}`,
    accepts: (text) => methods.some((method) => method === text),
    words: methods,
    optional: true,
    description: 'Only `card_present` if left out',
  })
  readonly paymentMethods?: readonly Method[];

  @OneOf(['manual', 'automatic'], {
    optional: true,
    description: 'Default `manual`: the amount is authorised now and captured later',
  })
  readonly captureMethod?: CaptureMethod;

  @Metadata()
  readonly metadata?: Readonly<Record<string, string>>;

  @Matching(/^cus_[A-Za-z0-9_]{1,64}$/, {
    mustBe: 'the id of a customer at the gateway: cus_ and letters, digits or underscores',
    optional: true,
    example: 'cus_9s6XKzkNRiz8i3',
  })
  readonly customerId?: string;
}

export const wishOf = (request: TerminalIntentRequest): TerminalIntentWish => {
  const { paymentMethods, captureMethod, metadata, customerId } = request;
  return {
    methods: paymentMethods ?? ['card_present'],
    capture: captureMethod ?? 'manual',
    metadata: { ...metadata },
    ...(customerId !== undefined && { customerId }),
  };
};

/** The payment intent that the gateway has created for a card terminal. */
export class TerminalIntentResponse {
  @ApiProperty({ example: 'pi_3MtwBwLkdIwHu7ix28a3tqPa' })
  paymentIntent!: string;

  @ApiProperty({ example: 28500 })
  amount!: number;

  @ApiProperty({ enum: ['manual', 'automatic'] })
  captureMethod!: CaptureMethod;

  @ApiProperty({ type: [String], example: ['card_present'] })
  paymentMethods!: readonly string[];

  @ApiProperty({ format: 'date-time' })
  createdAt!: string;
}

export const terminalIntentResponse = ({
  paymentIntent,
  amount,
  captureMethod,
  paymentMethods,
  createdAt,
}: TerminalIntent): Plain<TerminalIntentResponse> => ({
  ...{ paymentIntent, amount, captureMethod, paymentMethods, createdAt },
});

/** Example bodies for OpenAPI. */
export const terminalIntentExamples = {
  plain: { summary: 'A card, captured later', value: {} },
  canada: {
    summary: 'Also Interac, and a note for the gateway',
    value: { paymentMethods: ['card_present', 'interac_present'], metadata: { till: '3' } },
  },
};
