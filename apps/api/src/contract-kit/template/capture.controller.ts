import { Body, Controller, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiProperty } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CaptureOrder } from '../../commands/capture-commands.js';
import { OrderNumbers } from '../../queries/order-lookup.js';
import { OutcomeWait } from '../../queries/outcome-wait.js';
import { TextField } from '../body/fields.js';
import { JsonBodyPipe } from '../body/json-body.js';
import type { Plain } from '../describe.js';
import { acceptedOf, HttpError } from '../http-error.js';
import { callerOf, commandRequestOf, idempotencyKeyOf, markReplayed } from '../request.js';
import { RequireScope } from '../require-scope.js';
import { templateBodyRules } from './template-body-rules.js';
import { captureRefused, orderUnknown } from './template-envelope.js';

/** The body of a capture request. A request without a body makes a capture without a note. */
export class TemplateCaptureDto {
  @TextField({ charactersMax: 50, optional: true, description: 'Shown to the customer' })
  note?: string;
}

export class TemplateCapturedDto {
  @ApiProperty({ type: 'integer', description: 'Minor units of this capture', example: 28500 })
  captured!: number;
}

@Controller('template/orders')
export class TemplateCaptureController {
  constructor(
    private readonly commands: CommandBus,
    private readonly numbers: OrderNumbers,
    private readonly outcomes: OutcomeWait,
  ) {}

  @ApiOperation({
    summary: 'Capture what is left of an order',
    description: "The order is found by its number in the client's only store.",
  })
  @Post(':number/capture')
  @HttpCode(200)
  @RequireScope('captures:write')
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiOkResponse({ type: TemplateCapturedDto })
  async capture(
    @Param('number') number: string,
    @Body(new JsonBodyPipe(TemplateCaptureDto, templateBodyRules)) { note }: TemplateCaptureDto,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plain<TemplateCapturedDto>> {
    const caller = callerOf(request);
    const orderId = await this.numbers.orderIdFor(caller, number);
    if (orderId === undefined) throw new HttpError(orderUnknown);
    const target = {
      request: commandRequestOf(request, idempotencyKeyOf(request)),
      orderId,
      knownOrders: 'authorised',
    } as const;
    const wanted = {
      amount: 'remaining',
      ...(note !== undefined && { description: note }),
    } as const;
    const accepted = acceptedOf(await this.commands.execute(new CaptureOrder(target, wanted)));
    // The command is accepted before the gateway captures the card, so the gateway may still
    // refuse.
    const capture = await this.outcomes.captureOf(accepted, caller);
    if (capture.status === 'failed') throw new HttpError(captureRefused(capture));
    if (accepted.replayed) markReplayed(reply, accepted);
    return { captured: capture.amount };
  }
}
