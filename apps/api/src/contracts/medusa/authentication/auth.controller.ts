import { Controller, Delete, Get, Header, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  type ClientKey,
  KeyAuthenticator,
  KeyDirectory,
  KeySessions,
  type KnownKey,
  TooManyWrongSecrets,
} from '#access';
import { addressGroup } from '../../../contract-kit/request.js';
import { ReadsAnonymousBody } from '../../../contract-kit/authentication.js';
import { Authenticator } from '../../../contract-kit/authenticator.js';
import { HttpError } from '../../../contract-kit/http-error.js';
import { Public } from '../../../contract-kit/access.guard.js';
import { FailedLogIns } from '../../../services/failed-log-ins.js';
import { DescribeAuth } from '../describe/describe-calls.js';
import { membersOf } from '../ignored-body.guard.js';
import { AdminTokens } from './admin-tokens.js';
import { type AdminUser, adminUser } from './admin-user.js';
import { type AdminLogIn, adminLogIn } from './log-in-request.js';
import { keyKind } from './medusa-authentication.js';
import {
  noSessionCookie,
  sessionCookie,
  sessionLifetimeMs,
  sessionTokenOf,
} from './session-cookie.js';

const unauthorized = (): HttpError =>
  new HttpError({ status: 401, code: 'UNAUTHORIZED', detail: 'Unauthorized' });

/** Sessions and tokens of the admin user that a key stands for. */
@Controller('admin/auth')
@Public()
export class AuthController {
  constructor(
    private readonly keys: KeyAuthenticator,
    private readonly directory: KeyDirectory,
    private readonly sessions: KeySessions,
    private readonly tokens: AdminTokens,
    private readonly authenticator: Authenticator,
    private readonly failedLogIns: FailedLogIns,
  ) {}

  /** Opens a session, whose cookie any replica knows. */
  @Post()
  @HttpCode(200)
  @ReadsAnonymousBody()
  @DescribeAuth('log-in')
  async logIn(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<{ readonly user: AdminUser }> {
    const key = await this.#keyOf(request);
    const { token, expiresAt } = await this.sessions.open(key.keyId, sessionLifetimeMs);
    reply.header('Set-Cookie', sessionCookie(request, token, expiresAt));
    return { user: await this.#userOf(key) };
  }

  @Post('token')
  @HttpCode(200)
  @ReadsAnonymousBody()
  @DescribeAuth('token')
  async token(@Req() request: FastifyRequest): Promise<{ readonly access_token: string }> {
    const { keyId } = await this.#keyOf(request);
    return { access_token: await this.tokens.issue(keyId) };
  }

  @Get()
  @DescribeAuth('user')
  async user(@Req() request: FastifyRequest): Promise<{ readonly user: AdminUser }> {
    await this.authenticator.requireCaller(request);
    const { medusaKey } = request;
    if (medusaKey === undefined) throw unauthorized();
    return { user: await this.#userOf(medusaKey) };
  }

  /** Ends the session that the request comes with, at every replica; tokens go on. */
  @Delete()
  @HttpCode(200)
  @Header('Content-Type', 'text/plain; charset=utf-8')
  @DescribeAuth('log-out')
  async logOut(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<string> {
    await this.authenticator.requireCaller(request);
    const token = sessionTokenOf(request);
    if (token !== undefined) await this.sessions.end(token);
    reply.header('Set-Cookie', noSessionCookie(request));
    return 'OK';
  }

  async #keyOf(request: FastifyRequest): Promise<KnownKey> {
    const { email, password }: AdminLogIn = adminLogIn(membersOf(request));
    const { ip } = request;
    const logIn = { kind: keyKind, name: email.toLowerCase(), password, from: addressGroup(ip) };
    try {
      const key = await this.keys.logIn(logIn);
      if (key !== undefined) return key;
    } catch (error) {
      if (error instanceof TooManyWrongSecrets) this.failedLogIns.add(`${keyKind} log-in`, ip);
      throw error;
    }
    this.failedLogIns.add(`${keyKind} log-in`, ip);
    throw unauthorized();
  }

  async #userOf({ keyId, caller }: KnownKey): Promise<AdminUser> {
    const key: ClientKey | undefined = await this.directory.find(caller.clientId, keyId);
    if (key === undefined) throw unauthorized();
    return adminUser(key);
  }
}
