/** A rule that the ledger has broken, with the data that prove it. */
export interface Finding {
  readonly rule: string;
  readonly detail: string;
}

export const finding = (rule: string, ...about: readonly unknown[]): Finding => ({
  rule,
  detail: about.map(asText).join(' '),
});

const asText = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : JSON.stringify(value, (_name, inner: unknown) =>
        typeof inner === 'bigint' ? inner.toString() : inner,
      );
