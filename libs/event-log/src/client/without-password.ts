/** The user and the password of a connection string, up to the last @ before its path or parameters. */
const credentials = /(\w+(?:\+\w+)?:\/\/[^:/?#\s@]*):[^/?#\s]*@/g;

/** A text, a message of the client say, in which no connection string shows its password. */
export const withoutPassword = (text: string): string => text.replace(credentials, '$1:***@');
