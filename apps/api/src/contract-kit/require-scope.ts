import { SetMetadata, UseInterceptors, applyDecorators } from '@nestjs/common';
import { ApiOAuth2 } from '@nestjs/swagger';
import type { Scope } from '#access';
import { RecordActionsInterceptor } from './recorded-actions.interceptor.js';
import { securityScheme } from './describe.js';
import { anyScope, requiredScopeKey } from './access.guard.js';

/**
 * Requires a caller with this scope. A route with neither this decorator nor `@Public()` refuses
 * everybody. Only `admin` routes get the interceptor for the audit trail, so that captures are not
 * slowed by it.
 */
export const RequireScope = (scope: Scope): ClassDecorator & MethodDecorator =>
  applyDecorators(
    SetMetadata(requiredScopeKey, scope),
    ApiOAuth2([scope], securityScheme),
    ...(scope === 'admin' ? [UseInterceptors(RecordActionsInterceptor)] : []),
  );

/** Requires an authenticated caller. The caller may have any scopes or none. */
export const RequireAnyScope = (): ClassDecorator & MethodDecorator =>
  applyDecorators(SetMetadata(requiredScopeKey, anyScope), ApiOAuth2([], securityScheme));
