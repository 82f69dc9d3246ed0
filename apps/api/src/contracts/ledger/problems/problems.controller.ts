import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProperty } from '@nestjs/swagger';
import { Public } from '../../../access/public.js';
import { RefusedRequest } from '../../../http/refused-request.js';
import { pageOf, type PageResponse } from '../requests/page-of.js';
import { problemPath } from './problem-type.js';
import { problemTypes } from './problem-types.js';
import type { Plain } from '../../../http/plain.js';

class ProblemTypeResponse {
  @ApiProperty()
  type!: string;

  @ApiProperty()
  code!: string;

  @ApiProperty()
  status!: number;

  @ApiProperty()
  title!: string;
}

const documented = (code: string): Plain<ProblemTypeResponse> | undefined => {
  const found = problemTypes.get(code);
  return found && { type: problemPath(code), ...found };
};

/** What the `type` of a problem leads to. */
@Controller('v1/problems')
export class ProblemsController {
  @Get()
  @Public()
  @ApiOperation({ summary: 'List all codes', description: 'Every code that `/v1` answers.' })
  @ApiOkResponse({ type: pageOf(ProblemTypeResponse) })
  list(): PageResponse<Plain<ProblemTypeResponse>> {
    const items = [...problemTypes.keys()].map(documented).filter((type) => type !== undefined);
    return { items, nextCursor: null };
  }

  @Get(':code')
  @Public()
  @ApiOperation({
    summary: 'Explain a code',
    description: 'What the `type` of a problem leads to.',
  })
  @ApiOkResponse({ type: ProblemTypeResponse })
  find(@Param('code') code: string): Plain<ProblemTypeResponse> {
    const found = documented(code);
    if (found) return found;
    throw new RefusedRequest({
      status: 404,
      code: 'NOT_FOUND',
      detail: 'There is nothing at this address.',
    });
  }
}
