import type { Gateway } from '#gateway';

/**
 * Injection tokens for services that Nest cannot inject by a class of this repository, such as the
 * pool of `pg`.
 */
export const poolToken = Symbol('PostgreSQL pool');
export const eventStoreToken = Symbol('event store');
export const targetRulesToken = Symbol('webhook target rules');
export const loggerToken = Symbol('logger');
export const cardsToken = Symbol('card payments');
export const gatewayWaitToken = Symbol('wait for the gateway');
export const storeApiToken = Symbol('store API');

/**
 * Access to the card gateway. Card orders and orders that wait for their payment need the gateway.
 */
export interface CardPayments {
  readonly isConfigured: boolean;
  /** True if the gateway's secret key is for its test mode, where no money moves. */
  readonly isTest: boolean;
  /**
   * Returns the gateway of this process. The first call connects it. Rejects if no gateway is
   * configured.
   */
  readonly gateway: () => Promise<Gateway>;
}
