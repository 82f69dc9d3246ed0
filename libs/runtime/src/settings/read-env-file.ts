import { existsSync } from 'node:fs';

/** Adds what `.env` in the working directory says; a variable that is set already wins. */
export const readEnvFile = (path = '.env'): void => {
  if (existsSync(path)) process.loadEnvFile(path);
};
