const pattern = /^[A-Za-z0-9._-]{1,64}$/;

/** Whether a text can be the id of a client or a store: 1 to 64 of `A-Z a-z 0-9 . _ -`. */
export const isIdentifier = (text: string): boolean => pattern.test(text);
