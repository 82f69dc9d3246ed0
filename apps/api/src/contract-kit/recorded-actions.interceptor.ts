import { randomUUID } from 'node:crypto';
import {
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  type NestInterceptor,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import type { Scope } from '#access';
import { type ActionDetail, ActionLog, type ActionOutcome, type RecordedAction } from '#event-log';
import type { Logger } from '#runtime';
import { loggerToken } from '../services/service-tokens.js';
import { callerOf } from './request.js';
import { requiredScope } from './access.guard.js';
import { toErrorAnswer } from './to-error-answer.js';

const reading = new Set(['GET', 'HEAD', 'OPTIONS']);
const administrative: Scope = 'admin';

/**
 * Records every request that changes something under the scope `admin` in the audit trail, before
 * the request is carried out. If the record cannot be written, the request is refused (503).
 * `@RequireScope('admin')` adds this interceptor, so no new route can miss it.
 */
@Injectable()
export class RecordActionsInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly actions: ActionLog,
    @Inject(loggerToken) private readonly logger: Logger,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const scope = requiredScope(this.reflector, context);
    if (scope !== administrative || reading.has(request.method)) return next.handle();
    return from(this.recorded(request, next));
  }

  private async recorded(request: FastifyRequest, next: CallHandler): Promise<unknown> {
    const action = {
      actionId: randomUUID(),
      action: `${request.method} ${request.routeOptions.url ?? ''}`,
      by: callerOf(request).clientId,
      from: request.ip,
      target: actionTarget(request),
    };
    await this.actions.record({ ...action, outcome: 'requested', at: new Date().toISOString() });
    try {
      const answer: unknown = await lastValueFrom(next.handle(), { defaultValue: undefined });
      await this.tellOutcome(action, 'done');
      return answer;
    } catch (error) {
      const { status = 500, code } = toErrorAnswer(error) ?? {};
      const why = code === undefined ? action : { ...action, code };
      await this.tellOutcome(why, status < 500 ? 'refused' : 'failed');
      throw error;
    }
  }

  /**
   * Records the outcome of a recorded request. If that fails, the failure is only logged, because
   * an error answer would make a finished action look undone.
   */
  private async tellOutcome(
    action: Omit<RecordedAction, 'outcome' | 'at'>,
    outcome: ActionOutcome,
  ): Promise<void> {
    try {
      await this.actions.record({ ...action, outcome, at: new Date().toISOString() });
    } catch (error) {
      const { actionId, action: name } = action;
      this.logger.error({ err: error, actionId, action: name, outcome }, 'outcome not recorded');
    }
  }
}

/**
 * The body fields that are copied into the audit trail. None of them holds a secret or personal
 * data.
 */
const told = new Set([
  ...[
    'store',
    'stores',
    'clientId',
    'scopes',
    'timeZone',
    'salesSegment',
    'settlement',
    'currency',
  ],
  ...['kind', 'events', 'permission', 'paidOn', 'number', 'enabled', 'keepFormerHours'],
]);

const isDetail = (value: unknown): value is ActionDetail =>
  typeof value === 'string' ||
  Number.isSafeInteger(value) ||
  (Array.isArray(value) && value.every((entry) => typeof entry === 'string'));

/** `TextDecoder` skips a byte order mark, as `readJson` does. */
const utf8 = new TextDecoder();

const fieldsOf = (body: unknown): object => {
  if (Buffer.isBuffer(body) || typeof body === 'string') {
    try {
      return fieldsOf(JSON.parse(utf8.decode(Buffer.from(body))));
    } catch {
      return {};
    }
  }
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? body : {};
};

/**
 * The audit trail records the `:id` of these routes under a more telling name. Each route is given
 * by the beginning of its path.
 */
const idNames: Readonly<Record<string, string>> = {
  '/v1/webhooks': 'endpointId',
  '/v1/settlements': 'settlementId',
};

const nameIn = (route: string, name: string): string =>
  name === 'id' ? (idNames[route.split('/').slice(0, 3).join('/')] ?? name) : name;

/** The parts of a request that show what an action changes. */
interface AboutRequest extends Pick<FastifyRequest, 'params' | 'body'> {
  readonly routeOptions: { readonly url?: string | undefined };
}

/**
 * The things that an action changes, for the audit trail: the path parameters and the listed body
 * fields. If the body is not valid JSON, only the path parameters are recorded.
 */
export const actionTarget = (request: AboutRequest): RecordedAction['target'] => {
  const { params, body, routeOptions } = request;
  const target: Record<string, ActionDetail> = {};
  for (const [name, value] of Object.entries<unknown>({ ...fieldsOf(body) }))
    if (told.has(name) && isDetail(value)) target[name] = value;
  for (const [name, value] of Object.entries<unknown>({ ...fieldsOf(params) }))
    if (typeof value === 'string') target[nameIn(routeOptions.url ?? '', name)] = value;
  return target;
};
