/** PostgreSQL refuses what is loaded, for an event's sake. Known by its name: an error of a thread has no class. */
export class PageRefused extends Error {
  override readonly name = 'PageRefused';
}

export const isPageRefused = (error: unknown): boolean =>
  error instanceof Error && error.name === 'PageRefused';
