import { createLogger, logStream } from './create-logger.js';
import type { Settings } from '../settings/load-settings.js';

type LogSettings = Pick<Settings, 'logLevel' | 'logFormat'>;

/** Writes log lines in JSON, as parts make them, in the format of this process. */
const jsonWriter = (settings: LogSettings): ((line: string) => void) => {
  const stream = logStream(settings);
  return (line) => {
    stream.write(`${line}\n`);
  };
};

/**
 * Forwards what the parts write. Their log lines carry the part's name; anything else, such as the stack of a crash, is
 * put into a log line under that name.
 */
export const lineForwarder = (
  settings: LogSettings,
): ((part: string) => (line: string) => void) => {
  const write = jsonWriter(settings);
  return (part) => {
    const logger = createLogger(settings, part);
    return (line) => {
      if (line.startsWith('{"level":')) write(line);
      else if (line.trim() !== '') logger.warn(line);
    };
  };
};
