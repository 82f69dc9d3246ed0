import { readFileSync } from 'node:fs';
import type { Setting } from './setting.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** The variable that names the file a secret is read from. */
export const fileVariable = ({ variable }: Pick<Setting<unknown>, 'variable'>): string =>
  `${variable}_FILE`;

/** What is set for a setting, in its variable or in the file that `..._FILE` names; or why that cannot be told. */
export const textOf = (
  setting: Pick<Setting<unknown>, 'variable' | 'secret'>,
  environment: Environment,
): string | undefined | { readonly complaint: string } => {
  const text = environment[setting.variable] || undefined;
  const file = setting.secret ? environment[fileVariable(setting)] || undefined : undefined;
  if (file === undefined) return text;
  if (text !== undefined) {
    return {
      complaint: `${fileVariable(setting)}: found beside ${setting.variable}; allowed is one of them`,
    };
  }
  return contentOf(file, fileVariable(setting));
};

/** The content without the line feed that editors and `echo` put at its end. */
const contentOf = (file: string, variable: string): string | { readonly complaint: string } => {
  try {
    const content = readFileSync(file, 'utf8').replace(/\r?\n$/, '');
    if (content !== '') return content;
    return { complaint: `${variable}: found ${JSON.stringify(file)}, which is empty` };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = `cannot be read (${code ?? 'unknown'})`;
    return { complaint: `${variable}: found ${JSON.stringify(file)}, which ${reason}` };
  }
};
