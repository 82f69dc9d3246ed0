import { SetMetadata, UseInterceptors, applyDecorators } from '@nestjs/common';
import { ApiOAuth2 } from '@nestjs/swagger';
import type { Scope } from '#access';
import { RecordActionsInterceptor } from './recorded-actions.interceptor.js';
import { securityScheme } from './describe.js';
import { anyScope, requiredScopeKey } from './access.guard.js';

/**
 * The route needs a caller with this scope. A route with neither this nor `@Public()` refuses
 * everybody. Only routes under `admin` get the interceptor that records changes, so captures do not
 * pay for it.
 */
export const RequireScope = (scope: Scope): ClassDecorator & MethodDecorator =>
  applyDecorators(
    SetMetadata(requiredScopeKey, scope),
    ApiOAuth2([scope], securityScheme),
    ...(scope === 'admin' ? [UseInterceptors(RecordActionsInterceptor)] : []),
  );

/** The route needs a caller, with any scopes or none. */
export const RequireAnyScope = (): ClassDecorator & MethodDecorator =>
  applyDecorators(SetMetadata(requiredScopeKey, anyScope), ApiOAuth2([], securityScheme));
