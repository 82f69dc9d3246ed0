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
import { Public } from '../../../contract-kit/access.guard.js';
import { ReadsAnonymousBody } from '../../../contract-kit/authentication.js';
import { Authenticator } from '../../../contract-kit/authenticator.js';
import type { JsonObject, JsonValue } from '../../../contract-kit/body/read-json.js';
import { HttpError } from '../../../contract-kit/http-error.js';
import { addressGroup } from '../../../contract-kit/request.js';
import { FailedLogIns } from '../../../services/failed-log-ins.js';
import { DescribeAuth } from '../describe/describe-calls.js';
import { membersOf } from '../ignored-body.guard.js';
import { invalidData } from '../medusa-envelope.js';
import { AdminTokens, userIdOf } from './admin-tokens.js';
import { keyKind } from './medusa-authentication.js';
import {
  noSessionCookie,
  sessionCookie,
  sessionLifetimeMs,
  sessionTokenOf,
} from './session-cookie.js';

const subject = { means: 'medusa log-in' };

const unauthorized = (): HttpError =>
  new HttpError({ status: 401, code: 'UNAUTHORIZED', detail: 'Unauthorized' });

/**
 * Log-in of admin users. Each key of the kind `medusa` counts as one user, who logs in with the
 * key's e-mail address.
 */
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

  /** Opens a session and sets its cookie. The cookie is valid at every API process. */
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

  /** Ends the session of the request's cookie, at every API process. Bearer tokens stay valid. */
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
      if (error instanceof TooManyWrongSecrets) this.failedLogIns.add(subject, ip);
      throw error;
    }
    this.failedLogIns.add(subject, ip);
    throw unauthorized();
  }

  async #userOf({ keyId, caller }: KnownKey): Promise<AdminUser> {
    const key: ClientKey | undefined = await this.directory.find(caller.clientId, keyId);
    if (key === undefined) throw unauthorized();
    return adminUser(key);
  }
}

/**
 * The owner of a key, in the form of Medusa's `User`. Medusa's members for a password and an API
 * token are left out, because they are secret.
 */
export interface AdminUser {
  readonly id: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly deleted_at: null;
  readonly role: 'admin';
  readonly email: string;
  readonly first_name: null;
  readonly last_name: null;
  readonly metadata: null;
}

export const adminUser = ({ keyId, createdAt, details }: ClientKey): AdminUser => ({
  id: userIdOf(keyId),
  created_at: createdAt.toISOString(),
  updated_at: createdAt.toISOString(),
  deleted_at: null,
  role: 'admin',
  email: details['email'] ?? '',
  first_name: null,
  last_name: null,
  metadata: null,
});

export interface AdminLogIn {
  readonly email: string;
  readonly password: string;
}

const emailPattern = /^[^\s@]+@[^\s@]+$/;
const emailCharactersMax = 254;

const isEmail = (value: JsonValue | undefined): value is string =>
  typeof value === 'string' && value.length <= emailCharactersMax && emailPattern.test(value);

const isPassword = (value: JsonValue | undefined): value is string =>
  typeof value === 'string' && value !== '';

/** Reads e-mail address and password. @throws HttpError 400 that names every wrong field */
export const adminLogIn = ({ email, password }: JsonObject): AdminLogIn => {
  if (isEmail(email) && isPassword(password)) return { email, password };
  const faults = [
    ...(isEmail(email) ? [] : ['email must be an email']),
    ...(typeof password === 'string' ? [] : ['password must be a string']),
    ...(password === '' ? ['password should not be empty'] : []),
  ];
  throw invalidData(faults.join(', '));
};
