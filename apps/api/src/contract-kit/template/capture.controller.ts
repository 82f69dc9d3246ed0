import { Body, Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiProperty } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { CaptureOrder } from '../../commands/capture-commands.js';
import { OrderNumbers } from '../../queries/order-lookup.js';
import { TextField } from '../body/fields.js';
import { JsonBodyPipe } from '../body/json-body.js';
import { acceptedOf, HttpError } from '../http-error.js';
import type { Plain } from '../describe.js';
import { callerOf, commandRequestOf, idempotencyKeyOf } from '../request.js';
import { RequireScope } from '../require-scope.js';
import { templateBodyRules } from './template-body-rules.js';

/** The body of a capture; a request without a body is one without a note. */
export class TemplateCaptureDto {
  @TextField({ charactersMax: 50, optional: true, description: 'Shown to the customer' })
  note?: string;
}

export class TemplateCapturedDto {
  @ApiProperty({ description: 'Minor units captured so far', example: 28500 })
  captured!: number;
}

@Controller('template/orders')
export class TemplateCaptureController {
  constructor(
    private readonly commands: CommandBus,
    private readonly numbers: OrderNumbers,
  ) {}

  @ApiOperation({
    summary: 'Capture what is left of an order',
    description: "The order is found by its number in the client's store.",
  })
  @Post(':number/capture')
  @HttpCode(200)
  @RequireScope('captures:write')
  @ApiOkResponse({ type: TemplateCapturedDto })
  async capture(
    @Param('number') number: string,
    @Body(new JsonBodyPipe(TemplateCaptureDto, templateBodyRules)) { note }: TemplateCaptureDto,
    @Req() request: FastifyRequest,
  ): Promise<Plain<TemplateCapturedDto>> {
    const orderId = await this.numbers.orderIdFor(callerOf(request), number);
    if (orderId === undefined)
      throw new HttpError({ status: 404, code: 'ORDER_NOT_FOUND', detail: 'No such order.' });
    const target = {
      request: commandRequestOf(request, idempotencyKeyOf(request)),
      orderId,
      knownOrders: 'authorised',
    } as const;
    const capture = {
      amount: 'remaining',
      ...(note !== undefined && { description: note }),
    } as const;
    const { order } = acceptedOf(await this.commands.execute(new CaptureOrder(target, capture)));
    return { captured: order.balance.captured };
  }
}
