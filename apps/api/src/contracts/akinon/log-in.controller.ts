import { Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiBody, ApiOkResponse } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { KeyAuthenticator, TooManyWrongSecrets } from '#access';
import { addressGroup } from '../../contract-kit/request.js';
import { ReadsAnonymousBody } from '../../contract-kit/authentication.js';
import type { Plain } from '../../contract-kit/describe.js';
import { Public } from '../../contract-kit/access.guard.js';
import { FailedLogIns } from '../../services/failed-log-ins.js';
import { assertJsonAccepted } from './accepted-json.js';
import { keyKind } from './akinon-authentication.js';
import { invalidFields } from './akinon-envelope.js';
import { DescribeAkinon, LogInBody, LoggedInDto } from './describe-akinon.js';
import { errorsIn, valueOf, readText } from './fields/read-field.js';
import { memberOf, readBody } from './fields/read-body.js';
const charactersMax = 256;
const subject = { means: 'akinon log-in' };

/** Exchanges a user name and a password for a token (docs/contracts/akinon.md, "Log in"). */
@Controller('api/v1/auth')
export class LogInController {
  constructor(
    private readonly keys: KeyAuthenticator,
    private readonly failedLogIns: FailedLogIns,
  ) {}

  @Post('login/')
  @HttpCode(200)
  @Public()
  @ReadsAnonymousBody()
  @DescribeAkinon({
    summary: 'Log in',
    description: 'Attempts are limited for each user and address.',
    errors: [400, 405, 406, 413, 415, 429, 503],
  })
  @ApiBody({ type: LogInBody })
  @ApiOkResponse({ type: LoggedInDto })
  async logIn(@Req() { body, headers, ip }: FastifyRequest): Promise<Plain<LoggedInDto>> {
    assertJsonAccepted(headers.accept);
    const given = readBody(body);
    const fields = {
      username: readText(memberOf(given, 'username'), { charactersMax }),
      password: readText(memberOf(given, 'password'), { charactersMax, keepsBlanks: true }),
    };
    const errors = errorsIn(fields);
    if (errors !== undefined) throw invalidFields(errors);
    const { username, password } = {
      username: valueOf(fields.username),
      password: valueOf(fields.password),
    };
    const from = addressGroup(ip);
    const key = await this.keys
      .logIn({ kind: keyKind, name: username, password, from })
      .catch((error: unknown) => {
        if (error instanceof TooManyWrongSecrets) this.failedLogIns.add(subject, from);
        throw error;
      });
    if (key?.secret !== undefined) return { key: key.secret };
    this.failedLogIns.add(subject, from);
    throw invalidFields({ non_field_errors: ['Unable to log in with provided credentials.'] });
  }
}
