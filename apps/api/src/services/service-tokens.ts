import type { Gateway } from '#gateway';

/** Injection tokens of services that have no class of this repository. */
export const poolToken = Symbol('PostgreSQL pool');
export const eventStoreToken = Symbol('event store');
export const targetRulesToken = Symbol('webhook target rules');
export const loggerToken = Symbol('logger');
export const cardsToken = Symbol('card payments');
export const gatewayWaitToken = Symbol('wait for the gateway');
export const storeApiToken = Symbol('store API');

/** Access to the card gateway, which card orders and orders that are still to be paid need. */
export interface CardPayments {
  readonly isConfigured: boolean;
  /** True for a secret key of the gateway's test mode: no money moves. */
  readonly isTest: boolean;
  /** The gateway of this process, opened with the first use. Rejects if none is configured. */
  readonly gateway: () => Promise<Gateway>;
}
