import { Controller, Param, Req } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Plain } from '../../../contract-kit/describe.js';
import { WooAction, WooRead } from '../describe-woopayments.js';
import { trimmed, wooParametersOf } from '../woo-parameters.js';
import { pageOf, WooAuthorizations } from './authorizations.js';
import { ConnectionTokens } from './connection-tokens.js';
import {
  AuthorizationDto,
  AuthorizationsDto,
  AuthorizationsSummaryDto,
  ConnectionTokenDto,
  ReceiptDto,
} from './payments.dto.js';
import { WooReceipts } from './receipts.js';

/**
 * The calls of apps and shop pages whose URL has no order number (docs/contracts/woopayments.md).
 */
@Controller('wp-json/wc/v3/payments')
export class PaymentsController {
  constructor(
    private readonly tokens: ConnectionTokens,
    private readonly receipts: WooReceipts,
    private readonly authorizations: WooAuthorizations,
  ) {}

  @WooAction('connection_tokens', {
    summary: 'Create a token with which an app connects its card reader',
    description: 'The token comes from the gateway and is for one connection.',
    answer: ConnectionTokenDto,
  })
  async connectionToken(@Req() request: FastifyRequest): Promise<Partial<ConnectionTokenDto>> {
    return trimmed(await this.tokens.create(), await wooParametersOf(request));
  }

  @WooRead('readers/receipts/:intentId', {
    summary: 'Get the receipt of a captured payment',
    description: "An HTML page with the gateway's data of the charge.",
    answer: ReceiptDto,
  })
  async receipt(
    @Req() request: FastifyRequest,
    @Param('intentId') intentId: string,
  ): Promise<Partial<ReceiptDto>> {
    const receipt = await this.receipts.receipt(request, intentId);
    return trimmed(receipt, await wooParametersOf(request));
  }

  @WooRead('authorizations', {
    summary: 'List the authorisations that are not captured yet, the newest first',
    description: 'Lists the authorisations of the store of the key, in pages.',
    answer: AuthorizationsDto,
  })
  async list(@Req() request: FastifyRequest): Promise<Partial<Plain<AuthorizationsDto>>> {
    const parameters = await wooParametersOf(request);
    const data = await this.authorizations.list(request, pageOf(parameters));
    return trimmed({ data }, parameters);
  }

  @WooRead('authorizations/summary', {
    summary: 'Count and sum the authorisations that are not captured yet',
    description: 'Counts the authorisations of the store of the key.',
    answer: AuthorizationsSummaryDto,
  })
  async summary(@Req() request: FastifyRequest): Promise<Partial<Plain<AuthorizationsSummaryDto>>> {
    const summary = await this.authorizations.summary(request);
    return trimmed(summary, await wooParametersOf(request));
  }

  @WooRead('authorizations/:intentId', {
    summary: 'Get one authorisation',
    description: 'The authorisation is found by its payment intent.',
    answer: AuthorizationDto,
  })
  async find(
    @Req() request: FastifyRequest,
    @Param('intentId') intentId: string,
  ): Promise<Partial<Plain<AuthorizationDto>>> {
    const found = await this.authorizations.find(request, intentId);
    return trimmed(found, await wooParametersOf(request));
  }
}
