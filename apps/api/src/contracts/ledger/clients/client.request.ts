import { clientStoresMax, isIdentifier, isScope, scopes } from '#access';
import type { Scope } from '#access';
import { Identifier } from '../fields/identifier.js';
import { Texts } from '../fields/texts.js';

/** The body of `POST /v1/clients`. */
export class ClientRequest {
  @Identifier({
    description: 'Never used before, not even by a disabled client',
    example: 'shop-a',
  })
  readonly clientId!: string;

  @Texts({
    least: 0,
    most: clientStoresMax,
    accepts: isIdentifier,
    eachMustBe: 'the id of a store',
    description: 'The stores it acts for; they must exist',
    example: ['demo-se'],
  })
  readonly stores!: readonly string[];

  @Texts({
    least: 1,
    most: scopes.length,
    accepts: isScope,
    eachMustBe: `one of ${scopes.join(', ')}`,
    words: scopes,
    example: ['captures:write', 'orders:read'],
  })
  readonly scopes!: readonly Scope[];
}
