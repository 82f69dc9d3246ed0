import { applyDecorators, Controller, Header, HttpCode, Post, Req } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiPropertyOptional,
  ApiResponse,
} from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import {
  type ApiClient,
  ClientAuthenticator,
  type Credentials,
  OneTimeCodes,
  TokenIssuer,
  TooManyWrongSecrets,
} from '#access';
import { addressGroup } from '../../contract-kit/request.js';
import { ReadsAnonymousBody } from '../../contract-kit/authentication.js';
import { retryAfterHeader, type Plain } from '../../contract-kit/describe.js';
import { Public } from '../../contract-kit/access.guard.js';
import { FailedLogIns } from '../../services/failed-log-ins.js';
import {
  type ClientCredentials,
  clientCredentials,
  invalidClient,
  invalidCode,
  oneTimeCodeGrant,
  oneTimeCodeIn,
  readForm,
} from './token-request.js';

/** Describes the form of a token request for OpenAPI. The form itself is read by `readForm`. */
export class TokenRequestDto {
  @ApiProperty({ enum: ['client_credentials', oneTimeCodeGrant] })
  grant_type!: string;

  @ApiPropertyOptional({ description: 'Unless HTTP Basic authentication is used', example: 'demo' })
  client_id?: string;

  @ApiPropertyOptional({ description: 'Unless HTTP Basic authentication is used' })
  client_secret?: string;

  @ApiPropertyOptional({ description: 'A code that `ledger console` printed, with its grant_type' })
  code?: string;

  @ApiPropertyOptional({ description: 'Any value: a token has all scopes of its client' })
  scope?: string;
}

export class TokenDto {
  @ApiProperty({ enum: ['Bearer'] })
  token_type!: 'Bearer';

  @ApiProperty({ description: 'Seconds', example: 3599 })
  expires_in!: number;

  @ApiProperty({ description: 'Seconds', example: 3599 })
  ext_expires_in!: number;

  @ApiProperty({ description: 'A signed JWT' })
  access_token!: string;
}

export class TokenErrorDto {
  @ApiProperty({ example: 'invalid_client' })
  error!: string;

  @ApiProperty()
  error_description!: string;
}

const DescribeToken = (): MethodDecorator =>
  applyDecorators(
    ApiOperation({
      summary: 'Get a token for client credentials',
      description:
        'As in RFC 6749, section 4.4: id and secret of the client in the form or by HTTP Basic. Or, as in section 4.5, ' +
        'once for a code of `ledger console` (docs/console.md).',
    }),
    ApiConsumes('application/x-www-form-urlencoded', 'multipart/form-data'),
    ApiBody({ type: TokenRequestDto }),
    ApiOkResponse({ type: TokenDto }),
    ApiResponse({
      status: 400,
      type: TokenErrorDto,
      description: 'invalid_request, invalid_grant, unsupported_grant_type',
    }),
    ApiResponse({ status: 401, type: TokenErrorDto, description: 'invalid_client' }),
    ApiResponse({
      status: 429,
      type: TokenErrorDto,
      description:
        'temporarily_unavailable: too many wrong secrets for this client from this address',
      headers: retryAfterHeader,
    }),
    ApiResponse({ status: 503, type: TokenErrorDto, description: 'temporarily_unavailable' }),
  );

/** Issues access tokens for client credentials and one-time codes (RFC 6749). */
@Controller('oauth2/v2.0')
export class TokenController {
  constructor(
    private readonly clients: ClientAuthenticator,
    private readonly codes: OneTimeCodes,
    private readonly tokens: TokenIssuer,
    private readonly failedLogIns: FailedLogIns,
  ) {}

  @Post('token')
  @HttpCode(200)
  @Public()
  @ReadsAnonymousBody()
  @Header('Pragma', 'no-cache')
  @DescribeToken()
  async issue(@Req() { body, headers, ip }: FastifyRequest): Promise<Plain<TokenDto>> {
    const form = await readForm(headers['content-type'], body);
    const code = oneTimeCodeIn(form);
    const client =
      code === undefined
        ? await this.byCredentials(clientCredentials(form, headers.authorization), ip)
        : await this.byCode(code, ip);
    const { accessToken, expiresInSeconds } = await this.tokens.issue(client);
    return {
      token_type: 'Bearer',
      expires_in: expiresInSeconds,
      ext_expires_in: expiresInSeconds,
      access_token: accessToken,
    };
  }

  private async byCode(code: string, ip: string): Promise<ApiClient> {
    const client = await this.codes.redeem(code);
    if (client !== undefined) return client;
    this.failedLogIns.add({ means: 'one-time code' }, ip);
    throw invalidCode();
  }

  private async byCredentials(given: ClientCredentials, ip: string): Promise<ApiClient> {
    const credentials: Credentials = { ...given, from: addressGroup(ip) };
    const refused = (): void => {
      this.failedLogIns.add({ clientId: credentials.clientId }, ip);
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
