import { Controller, Header, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ClientAuthenticator, TokenIssuer, TooManyWrongSecrets } from '#access';
import type { ApiClient, Credentials } from '#access';
import { FailedLogIns } from '../../services/failed-log-ins.js';
import { Public } from '../../contract-kit/required-scope.js';
import { addressGroup } from '../../contract-kit/address-group.js';
import { ReadsAnonymousBody } from '../../contract-kit/anonymous-body.js';
import type { Plain } from '../../contract-kit/plain.js';
import { retryAfterHeader } from '../../contract-kit/describe.js';
import { clientCredentials } from './client-credentials.js';
import { readForm } from './read-form.js';
import { TokenDto, TokenErrorDto, TokenRequestDto } from './token.dto.js';
import { invalidClient } from './token-error.js';

@Controller('oauth2/v2.0')
export class TokenController {
  constructor(
    private readonly clients: ClientAuthenticator,
    private readonly tokens: TokenIssuer,
    private readonly failedLogIns: FailedLogIns,
  ) {}

  @Post('token')
  @HttpCode(200)
  @Public()
  @ReadsAnonymousBody()
  @Header('Pragma', 'no-cache')
  @ApiOperation({
    summary: 'Get a token for client credentials',
    description: 'As RFC 6749 4.4: id and secret of the client in the form or by HTTP Basic.',
  })
  @ApiConsumes('application/x-www-form-urlencoded', 'multipart/form-data')
  @ApiBody({ type: TokenRequestDto })
  @ApiOkResponse({ type: TokenDto })
  @ApiResponse({
    status: 400,
    type: TokenErrorDto,
    description: 'invalid_request, unsupported_grant_type',
  })
  @ApiResponse({ status: 401, type: TokenErrorDto, description: 'invalid_client' })
  @ApiResponse({
    status: 429,
    type: TokenErrorDto,
    description:
      'temporarily_unavailable: too many wrong secrets for this client from this address',
    headers: retryAfterHeader,
  })
  @ApiResponse({ status: 503, type: TokenErrorDto, description: 'temporarily_unavailable' })
  async issue(@Req() { body, headers, ip }: FastifyRequest): Promise<Plain<TokenDto>> {
    const form = await readForm(headers['content-type'], body);
    const credentials = clientCredentials(form, headers.authorization);
    const client = await this.authenticate({ ...credentials, from: addressGroup(ip) }, ip);
    const { accessToken, expiresInSeconds } = await this.tokens.issue(client);
    return {
      token_type: 'Bearer',
      expires_in: expiresInSeconds,
      ext_expires_in: expiresInSeconds,
      access_token: accessToken,
    };
  }

  private async authenticate(credentials: Credentials, ip: string): Promise<ApiClient> {
    const refused = (): void => {
      this.failedLogIns.add(credentials.clientId, ip);
    };
    try {
      const client = await this.clients.authenticate(credentials);
      if (client !== undefined) return client;
    } catch (error) {
      if (error instanceof TooManyWrongSecrets) refused();
      throw error;
    }
    refused();
    throw invalidClient();
  }
}
