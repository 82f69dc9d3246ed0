import {
  Body,
  Controller,
  Headers,
  HttpCode,
  Param,
  Post,
  Req,
  Res,
  UseGuards,
} from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBody } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CancelOrder, ExtendOrder } from '../../../commands/order-life-commands.js';
import { TextField } from '../../../contract-kit/body/fields.js';
import { JsonBodyPipe } from '../../../contract-kit/body/json-body.js';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import { DescribeChange } from '../describe-walley.js';
import {
  answerChange,
  idempotencyHeader,
  IgnoredMembersGuard,
  optionalWalleyBody,
  walleyIdempotencyKey,
  walleyOrderId,
  walleyTarget,
} from '../walley-request.js';

/** The body of a cancellation. It may be left out, and unknown fields are ignored. */
class CancelDto {
  @TextField({
    charactersMax: 128,
    optional: true,
    description: 'Your reference; never an idempotency key',
  })
  actionReference?: string;
}

@Controller('manage/orders')
export class CancelController {
  constructor(private readonly commands: CommandBus) {}

  /** Cancels the part of an order that is not captured. */
  @Post(':orderId/cancel')
  @HttpCode(202)
  @RequireScope('captures:write')
  @DescribeChange({
    summary: 'Cancel what is not captured',
    description: 'Also possible for an expired order. Needs no body.',
    reasons: ['CANCEL_'],
  })
  @ApiBody({ type: CancelDto, required: false })
  async cancel(
    @Param('orderId') id: string,
    @Body(new JsonBodyPipe(CancelDto, optionalWalleyBody)) body: CancelDto,
    @Headers(idempotencyHeader.toLowerCase()) header: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const key = walleyIdempotencyKey(header);
    const orderId = walleyOrderId(id);
    const reference = body.actionReference?.trim() === '' ? undefined : body.actionReference;
    const cancellation = reference === undefined ? {} : { reference };
    const target = walleyTarget(request, orderId, key);
    const executed = await this.commands.execute(new CancelOrder(target, cancellation));
    answerChange(reply, orderId, executed);
  }
}

@Controller('manage/orders')
export class ExtendController {
  constructor(private readonly commands: CommandBus) {}

  /**
   * Moves the expiry date of an order to 90 days from now. The call has no parameters, so the
   * members of a body have no effect.
   */
  @Post(':orderId/extend')
  @HttpCode(202)
  @RequireScope('orders:write')
  @UseGuards(IgnoredMembersGuard)
  @DescribeChange({
    summary: 'Move the expiry date',
    description:
      'The new date is 90 days from now, or the current date if that is later. Needs no body.',
    reasons: ['EXTEND_INVALID'],
  })
  async extend(
    @Param('orderId') id: string,
    @Headers(idempotencyHeader.toLowerCase()) header: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const key = walleyIdempotencyKey(header);
    const orderId = walleyOrderId(id);
    const target = walleyTarget(request, orderId, key);
    const executed = await this.commands.execute(new ExtendOrder(target, {}));
    answerChange(reply, orderId, executed);
  }
}
