import { segmentsOf } from './log-directory.js';
import { wholeWritesOf } from './whole-writes.js';

export interface LogDescription {
  readonly logId: string;
  /** The position where the log ends. */
  readonly end: number;
  readonly events: number;
}

/** Which log a directory holds, and how far it goes. Throws `LogDamaged`, and `WrongDirectory` if there is none. */
export const describeLog = async (logDirectory: string): Promise<LogDescription> => {
  const segments = segmentsOf(logDirectory);
  try {
    const { end, events } = await wholeWritesOf(segments);
    return { logId: segments.header.logId.toString('hex'), end, events };
  } finally {
    segments.close();
  }
};
