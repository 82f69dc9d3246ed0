import type { Setting } from './setting.js';
import { settingsSchema } from './settings-schema.js';

const code = (fallback: string): string =>
  /^[\w./:-]+$/.test(fallback) && !['embedded', 'none'].includes(fallback)
    ? `\`${fallback}\``
    : fallback;

const row = ({ variable, fallback, meaning, allowed, secret }: Setting<unknown>): string =>
  `| \`${variable}\`${secret ? ', `' + variable + '_FILE`' : ''} | ${code(fallback)} | ${meaning} | ${allowed} |`;

/** The settings as the Markdown table of docs/operations.md. */
export const settingsTable = (): string =>
  [
    '| variable | default | meaning | allowed |',
    '|---|---|---|---|',
    ...Object.values<Setting<unknown>>(settingsSchema).map(row),
  ].join('\n');
