import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { from, lastValueFrom } from 'rxjs';
import type { Observable } from 'rxjs';
import type { Scope } from '#access';
import { ActionLog } from '#event-log';
import type { ActionOutcome, RecordedAction } from '#event-log';
import type { Logger } from '#runtime';
import { requiredScope } from '../access/required-scope.js';
import { callerOf } from '../http/caller-of.js';
import { refusalOf } from '../http/refusal-of.js';
import { loggerToken } from '../parts/part-tokens.js';
import { actionTarget } from './action-target.js';

const reading = new Set(['GET', 'HEAD', 'OPTIONS']);
const administrative: Scope = 'admin';

/**
 * Writes every request under the scope `admin` that changes something into the audit trail, before anything is done: what
 * cannot be recorded is not done (503). `@RequireScope('admin')` brings it, so a new route is recorded without saying so.
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
      const { status = 500, code } = refusalOf(error) ?? {};
      const why = code === undefined ? action : { ...action, code };
      await this.tellOutcome(why, status < 500 ? 'refused' : 'failed');
      throw error;
    }
  }

  /** The request is on record; a lost outcome must not make an action that was done look undone. */
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
