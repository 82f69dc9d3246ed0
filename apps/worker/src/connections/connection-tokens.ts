/** Names under which Nest hands out what is no class of ours. */
export const loggerToken = Symbol('Logger');
export const paceToken = Symbol('Pace');
export const poolToken = Symbol('Pool');
export const eventStoreToken = Symbol('EventStore');
export const databaseUrlToken = Symbol('databaseUrl');
