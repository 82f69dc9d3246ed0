/** Some of the streams of a log, by their names. */
export interface StreamSelection {
  /** As the server is told. */
  readonly filter: { readonly prefixes: string[] } | { readonly regex: string };
  readonly includes: (streamId: string) => boolean;
}
