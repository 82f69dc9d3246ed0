import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { currencies } from '#ledger';
import type { Plain } from '../../../contract-kit/describe.js';
import { answerRendered, rendered } from '../../../contract-kit/rendered.js';
import { Public } from '../../../contract-kit/access.guard.js';
import { pageOf } from '../requests/pages.js';

class CurrencyResponse {
  @ApiProperty({ description: 'ISO 4217', example: 'SEK' })
  currency!: string;

  @ApiProperty({
    description: 'Number of decimals of the minor unit, in which all amounts are given',
    example: 2,
  })
  decimals!: number;
}

const items = [...currencies].map(([currency, decimals]): Plain<CurrencyResponse> => ({
  currency,
  decimals,
}));

/** The answer is the same for every caller, so it is made once. */
const answer = rendered({
  contentType: 'application/json; charset=utf-8',
  body: JSON.stringify({ items, nextCursor: null }),
  cacheSeconds: 3_600,
});

/**
 * Lists how many decimals each currency has in the ledger, for programs that show amounts
 * (docs/domain.md, "Order").
 */
@Controller('v1/currencies')
export class CurrenciesController {
  @Get()
  @Public()
  @ApiOperation({
    summary: 'List the currencies with their decimals',
    description:
      'The decimals say what an integer amount of `/v1` means: 9500 SEK with 2 decimals is 95.00.',
  })
  @ApiOkResponse({ type: pageOf(CurrencyResponse) })
  list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    void answerRendered(request, reply, answer);
  }
}
