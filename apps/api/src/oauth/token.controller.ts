import { Controller, Header, HttpCode, Post, Req } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiOkResponse,
  ApiOperation,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ClientDirectory, TokenIssuer } from '#access';
import type { ApiClient } from '#access';
import { Public } from '../access/public.js';
import type { Plain } from '../http/plain.js';
import { clientCredentials } from './client-credentials.js';
import type { ClientCredentials } from './client-credentials.js';
import { readForm } from './read-form.js';
import { TokenDto, TokenErrorDto, TokenRequestDto } from './token.dto.js';
import { invalidClient } from './token-error.js';

@ApiTags('tokens')
@Controller('oauth2/v2.0')
export class TokenController {
  constructor(
    private readonly clients: ClientDirectory,
    private readonly tokens: TokenIssuer,
  ) {}

  @Post('token')
  @HttpCode(200)
  @Public()
  @Header('Pragma', 'no-cache')
  @ApiOperation({ summary: 'Get a token for client credentials' })
  @ApiConsumes('application/x-www-form-urlencoded', 'multipart/form-data')
  @ApiBody({ type: TokenRequestDto })
  @ApiOkResponse({ type: TokenDto })
  @ApiResponse({
    status: 400,
    type: TokenErrorDto,
    description: 'invalid_request, unsupported_grant_type',
  })
  @ApiResponse({ status: 401, type: TokenErrorDto, description: 'invalid_client' })
  @ApiResponse({ status: 503, type: TokenErrorDto, description: 'temporarily_unavailable' })
  async issue(@Req() { body, headers }: FastifyRequest): Promise<Plain<TokenDto>> {
    const form = await readForm(headers['content-type'], body);
    const client = await this.authenticate(clientCredentials(form, headers.authorization));
    const { accessToken, expiresInSeconds } = await this.tokens.issue(client);
    return {
      token_type: 'Bearer',
      expires_in: expiresInSeconds,
      ext_expires_in: expiresInSeconds,
      access_token: accessToken,
    };
  }

  private async authenticate(credentials: ClientCredentials): Promise<ApiClient> {
    const { clientId, clientSecret } = credentials;
    const client = await this.clients.authenticate(clientId, clientSecret);
    if (client === undefined) throw invalidClient();
    return client;
  }
}
