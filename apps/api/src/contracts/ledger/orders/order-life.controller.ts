import { Body, Controller, HttpCode, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CancelOrder, ExtendOrder } from '../../../commands/order-life-commands.js';
import { JsonBodyPipe } from '../../../contract-kit/body/json-body.js';
import { Text } from '../../../contract-kit/body/fields.js';
import type { Plain } from '../../../contract-kit/describe.js';
import { RequireScope } from '../../../contract-kit/require-scope.js';
import { DateTime, instantOf } from '../fields/times.js';
import { optionalBody, JsonContentGuard } from '../requests/bodies.js';
import { answerCommand, type CommandAnswer } from '../requests/command-answer.js';
import { DescribeCommand } from '../requests/describe.js';
import { ledgerTarget } from '../requests/ledger-target.js';

/** The body of `POST /v1/orders/{id}/cancellation`, which may be left out. */
export class CancellationRequest {
  @Text({ optional: true, most: 128, description: 'Kept in the history' })
  readonly reference?: string;
}

@Controller('v1/orders/:id/cancellation')
@UseGuards(JsonContentGuard)
export class LedgerCancellationController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @HttpCode(202)
  @RequireScope('captures:write')
  @DescribeCommand({
    summary: 'Cancel what is not captured',
    description: 'Also possible for an expired order. Needs `captures:write`.',
    rejections: /^CANCEL_/,
  })
  async cancel(
    @Param('id') id: string,
    @Body(new JsonBodyPipe(CancellationRequest, optionalBody)) body: CancellationRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plain<CommandAnswer>> {
    const target = ledgerTarget(request, id);
    const { reference } = body;
    const cancellation = reference === undefined ? {} : { reference };
    const executed = await this.commands.execute(new CancelOrder(target, cancellation));
    return answerCommand(reply, { executed, location: ({ orderId }) => `/v1/orders/${orderId}` });
  }
}

/** The body of `POST /v1/orders/{id}/extension`, which may be left out. */
export class ExtensionRequest {
  @DateTime({
    optional: true,
    description: 'Default: 90 days from now, or the current date if that is later',
  })
  readonly expiresAt?: string;
}

@Controller('v1/orders/:id/extension')
@UseGuards(JsonContentGuard)
export class LedgerExtensionController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @HttpCode(202)
  @RequireScope('orders:write')
  @DescribeCommand({
    summary: 'Move the expiry date of an order',
    description: 'The new date cannot be earlier than the current one. Needs `orders:write`.',
    rejections: /^EXTEND_/,
  })
  async extend(
    @Param('id') id: string,
    @Body(new JsonBodyPipe(ExtensionRequest, optionalBody)) body: ExtensionRequest,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<Plain<CommandAnswer>> {
    const target = ledgerTarget(request, id);
    const { expiresAt } = body;
    const extension = expiresAt === undefined ? {} : { expiresAt: instantOf(expiresAt) };
    const executed = await this.commands.execute(new ExtendOrder(target, extension));
    return answerCommand(reply, { executed, location: ({ orderId }) => `/v1/orders/${orderId}` });
  }
}
