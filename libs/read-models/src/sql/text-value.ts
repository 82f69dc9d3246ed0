/** PostgreSQL's text cannot hold NUL. No contract lets one in; should one come, it must not stop the projection. */
export const textValue = (text: string): string =>
  text.includes('\0') ? text.replaceAll('\0', '\uFFFD') : text;
