const bytes = 16;

/** A key of 128 random bits; `randomUUID` is there over https only. */
export const makeKey = (): string =>
  `console-${[...crypto.getRandomValues(new Uint8Array(bytes))]
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('')}`;
