import {
  applyDecorators,
  Body,
  Controller,
  Headers,
  HttpCode,
  Param,
  Post,
  Req,
  Res,
} from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBody } from '@nestjs/swagger';
import { ValidateBy, type ValidationArguments } from 'class-validator';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { captureCommand, type RequestedCapture } from '../../../commands/capture-commands.js';
import { Flag } from '../../../contract-kit/body/fields.js';
import { JsonBodyPipe } from '../../../contract-kit/body/json-body.js';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import { DescribeChange } from '../describe-walley.js';
import { DescribedMoneyDto, requestedMoney } from '../money/money.dto.js';
import {
  answerChange,
  idempotencyHeader,
  walleyBodyRules,
  walleyIdempotencyKey,
  walleyOrderId,
  walleyTarget,
} from '../walley-request.js';

export const DescribeCapture = (): MethodDecorator =>
  applyDecorators(
    DescribeChange({
      summary: 'Capture an order',
      description: 'Captures all that is left, some rows, an amount, or replacing rows.',
      reasons: ['CAPTURE_', 'ARTICLE_'],
    }),
    ApiBody({ type: CaptureDto, examples: captureExamples }),
  );

/**
 * Example bodies for OpenAPI: everything, some rows, an amount, and rows that replace the order's
 * (domain.md, "Capture").
 */
export const captureExamples = {
  full: { summary: 'All that is left', value: { amount: 285.0 } },
  part: {
    summary: 'Rows',
    value: {
      amount: 190.0,
      items: [
        { id: '10001', description: 'Shoes', unitPrice: 95, quantity: 1 },
        { id: '10002', description: 'T-Shirt', unitPrice: 95, quantity: 1 },
      ],
    },
  },
  amount: { summary: 'An amount', value: { amount: 100.0, description: 'First parcel' } },
  replace: {
    summary: 'Replacing rows',
    value: {
      amount: 100.0,
      replaceItems: true,
      items: [{ id: 'new', description: 'Other shoes', unitPrice: 100, quantity: 1, vat: 25 }],
    },
  },
};

const NeedsItemsIfTrue = (): PropertyDecorator =>
  ValidateBy({
    name: 'needsItemsIfTrue',
    validator: {
      validate: (value: unknown, context?: ValidationArguments) =>
        value !== true || hasItems(context?.object),
      defaultMessage: () => 'must not be true without items',
    },
  });

const hasItems = (body: unknown): boolean =>
  body instanceof CaptureDto && body.items !== undefined && body.items.length > 0;

/** The body of `POST /manage/orders/{orderId}/capture` (walley.md, "Capture"). */
export class CaptureDto extends DescribedMoneyDto {
  @Flag({
    optional: true,
    description:
      'Capture the given items without matching them; what is left becomes one row without VAT',
  })
  @NeedsItemsIfTrue()
  replaceItems?: boolean;
}

/** Translates the body of a Walley capture for the ledger's command. */
export const requestedCapture = (body: CaptureDto): RequestedCapture => ({
  ...requestedMoney(body),
  replaceItems: body.replaceItems ?? false,
});

@Controller('manage/orders')
export class CaptureController {
  constructor(private readonly commands: CommandBus) {}

  /**
   * Captures everything that is left of an order, some of its rows, an amount, or rows that replace
   * the order's own.
   */
  @Post(':orderId/capture')
  @HttpCode(202)
  @RequireScope('captures:write')
  @DescribeCapture()
  async capture(
    @Param('orderId') id: string,
    @Body(new JsonBodyPipe(CaptureDto, walleyBodyRules)) body: CaptureDto,
    @Headers(idempotencyHeader.toLowerCase()) header: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const key = walleyIdempotencyKey(header);
    const orderId = walleyOrderId(id);
    const target = walleyTarget(request, orderId, key);
    const executed = await this.commands.execute(captureCommand(target, requestedCapture(body)));
    answerChange(reply, orderId, executed);
  }
}
