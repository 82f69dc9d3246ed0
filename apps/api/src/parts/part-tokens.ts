/** Injection tokens of parts that are no class of ours. */
export const poolToken = Symbol('PostgreSQL pool');
export const eventStoreToken = Symbol('event store');
export const loggerToken = Symbol('logger');
