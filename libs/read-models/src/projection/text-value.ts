/** PostgreSQL's text cannot hold NUL. No contract lets one in; should one come, it must not stop the projection. */
export const textValue = <Text extends string | null | undefined>(text: Text): Text | string =>
  typeof text === 'string' && text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text;

export const jsonValue = (value: unknown): string | null =>
  value === undefined ? null : JSON.stringify(value);
