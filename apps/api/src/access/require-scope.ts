import { SetMetadata, applyDecorators } from '@nestjs/common';
import { ApiOAuth2 } from '@nestjs/swagger';
import type { Scope } from '#access';
import { securityScheme } from '../openapi/security-scheme.js';

export const requiredScopeKey = Symbol('required scope');

/** The route needs a token with this scope. A route with neither this nor `@Public()` is refused to everybody. */
export const RequireScope = (scope: Scope): ClassDecorator & MethodDecorator =>
  applyDecorators(SetMetadata(requiredScopeKey, scope), ApiOAuth2([scope], securityScheme));
