import type { Gateway } from '#gateway';

/** Injection tokens of services that have no class of this repository. */
export const poolToken = Symbol('PostgreSQL pool');
export const eventStoreToken = Symbol('event store');
export const targetRulesToken = Symbol('webhook target rules');
export const loggerToken = Symbol('logger');
export const cardsToken = Symbol('card payments');
export const gatewayWaitToken = Symbol('wait for the gateway');
export const storeApiToken = Symbol('store API');

/** Card orders, and orders still to be paid, need a card gateway. */
export interface CardPayments {
  readonly isConfigured: boolean;
  /** No money moves: a secret key for tests. */
  readonly isTest: boolean;
  /** The gateway of this process, opened with the first use. Rejects if none is configured. */
  readonly gateway: () => Promise<Gateway>;
}
