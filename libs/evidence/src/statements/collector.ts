import type { RecordedEvent } from '#event-log/offline';
import type { LineHead } from '../lines/line-head.js';
import type { AnyStreamCheck } from '../verification/stream-checks.js';
import type { StatementEntries } from './statement-entries.js';
import { statementStreamPrefix } from './statement-rules.js';
import type { StatementRules } from './statement-rules.js';

/** Told every event that was checked, and what it was folded to: keeps what statements are made from. */
export type Collect = (
  head: LineHead,
  check: AnyStreamCheck,
  event: RecordedEvent | undefined,
) => void;

export const collector =
  (entries: StatementEntries, rules: StatementRules): Collect =>
  ({ stream, position, revision }, { fold, content }, event) => {
    if (stream.startsWith(statementStreamPrefix)) {
      if (content === undefined) return;
      const { type, data } = content;
      entries.add({ stream, position, revision, event: { type, data } });
      return;
    }
    const order = fold?.order;
    const given = event && order && rules.lineOf(order, event);
    if (given) entries.add({ stream: given.stream, position, revision, line: given.line });
  };
