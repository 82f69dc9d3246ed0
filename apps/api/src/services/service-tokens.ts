/** Injection tokens of parts that are no class of ours. */
export const poolToken = Symbol('PostgreSQL pool');
export const eventStoreToken = Symbol('event store');
export const targetRulesToken = Symbol('webhook target rules');
export const loggerToken = Symbol('logger');
