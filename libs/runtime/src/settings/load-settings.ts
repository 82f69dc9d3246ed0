import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Setting, wrong, textOf } from './setting.js';
import { settingsSchema } from './settings-schema.js';

type Schema = typeof settingsSchema;
type ValueOf<S> = S extends Setting<infer Value> ? Value : never;

/** The process's settings, read once at start. */
export type Settings = { readonly [Name in keyof Schema]: ValueOf<Schema[Name]> };

export type Environment = Readonly<Record<string, string | undefined>>;

const complaint = (setting: Setting<unknown>, found: string | undefined): string => {
  const shown = setting.secret
    ? `a value of ${found?.length ?? 0} characters`
    : JSON.stringify(found);
  return `${setting.variable}: found ${shown}, allowed is ${setting.allowed}`;
};

/**
 * Reads and checks all settings. An empty variable counts as not set, because compose files and
 * shells write a missing value as an empty one. A secret may be in a file instead: the variable
 * whose name has `_FILE` at the end contains the path. Throws `InvalidSettings`, which names every
 * wrong setting.
 */
export const loadSettings = (environment: Environment = process.env): Settings => {
  const complaints: string[] = [];
  const entries = Object.entries<Setting<unknown>>(settingsSchema).map(([name, setting]) => {
    const found = textOf(setting, environment);
    if (typeof found === 'object') {
      complaints.push(found.complaint);
      return [name, undefined] as const;
    }
    const value = setting.read(found);
    if (value === wrong) complaints.push(complaint(setting, found));
    return [name, value] as const;
  });
  if (complaints.length > 0) throw new InvalidSettings(complaints);
  const settings = Object.fromEntries(entries) as Settings;
  return { ...settings, dataDir: resolve(settings.dataDir) };
};

/**
 * Adds the variables of the file `.env` in the working directory to the environment. A variable
 * that is already set keeps its value.
 */
export const readEnvFile = (path = '.env'): void => {
  if (existsSync(path)) process.loadEnvFile(path);
};

/**
 * Wrong settings, which keep the process from starting. The message has one line for each wrong
 * setting, with the value found and the allowed values.
 */
export class InvalidSettings extends Error {
  override readonly name = 'InvalidSettings';

  constructor(readonly complaints: readonly string[]) {
    super(`Wrong setting ${complaints.join('\nWrong setting ')}`);
  }
}
