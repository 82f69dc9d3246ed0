/**
 * What a process says of the error that ends it. Node would print all that is in it, and PostgreSQL tells in its errors
 * what stood in a row (docs/personal-data.md).
 */
export const lastWords = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : typeof error;
