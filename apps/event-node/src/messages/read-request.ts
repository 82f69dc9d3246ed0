import type { ReadFrom, RequestedFilter } from '../model/requests.js';
import { ProtoReader } from '../protocol/proto-reader.js';
import type { UuidForm } from '../protocol/uuid.js';
import { readStreamIdentifier } from './shared-messages.js';

export interface ReadRequest {
  /** The stream; undefined for `$all`. */
  readonly streamName: string | undefined;
  /**
   * The revision at which the read of a stream begins, or the commit position at which a read of
   * `$all` begins. A value above 2^53 - 1 is lowered to that number, because no event has a higher
   * revision or position.
   */
  readonly from: ReadFrom;
  readonly backwards: boolean;
  readonly count: number;
  readonly isSubscription: boolean;
  readonly resolveLinks: boolean;
  readonly filter: RequestedFilter | undefined;
  readonly uuidForm: UuidForm;
}

type Draft = { -readonly [Field in keyof ReadRequest]: ReadRequest[Field] };

export const readReadRequest = (message: Buffer): ReadRequest => {
  const reader = new ProtoReader(message);
  const draft: Draft = {
    streamName: undefined,
    from: 'start',
    backwards: false,
    count: 0,
    isSubscription: false,
    resolveLinks: false,
    filter: undefined,
    uuidForm: 'structured',
  };
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) readOptions(reader.message(), draft);
    else reader.skip();
  }
  return draft;
};

const readOptions = (options: ProtoReader, draft: Draft): void => {
  for (let field = options.next(); field !== 0; field = options.next()) {
    if (field === 1) readStreamOptions(options.message(), draft);
    else if (field === 2) draft.from = readAllOptions(options.message());
    else if (field === 3) draft.backwards = options.bool();
    else if (field === 4) draft.resolveLinks = options.bool();
    else if (field === 5) draft.count = options.uint53();
    else if (field === 6) draft.isSubscription = readPresence(options);
    else if (field === 7) draft.filter = readFilter(options.message());
    else if (field === 9) draft.uuidForm = readUuidForm(options.message());
    else options.skip();
  }
};

/** Reads a field whose value is an empty message: only the presence of the field matters. */
const readPresence = (reader: ProtoReader): true => {
  reader.skip();
  return true;
};

const readStreamOptions = (options: ProtoReader, draft: Draft): void => {
  draft.streamName = '';
  for (let field = options.next(); field !== 0; field = options.next()) {
    if (field === 1) draft.streamName = readStreamIdentifier(options.bytes());
    else if (field === 2) draft.from = options.uint53();
    else draft.from = readEdge({ field, start: 3 }, options) ?? draft.from;
  }
};

const readAllOptions = (options: ProtoReader): ReadRequest['from'] => {
  let from: ReadRequest['from'] = 'start';
  for (let field = options.next(); field !== 0; field = options.next()) {
    if (field === 1) from = readCommitPosition(options.message());
    else from = readEdge({ field, start: 2 }, options) ?? from;
  }
  return from;
};

/**
 * Returns `start` or `end` if the field is one of these two, whose numbers follow each other.
 * Returns undefined for any other field, because a later version of the client may send fields that
 * the node does not know.
 */
const readEdge = (
  { field, start }: { field: number; start: number },
  reader: ProtoReader,
): 'start' | 'end' | undefined => {
  reader.skip();
  if (field === start) return 'start';
  return field === start + 1 ? 'end' : undefined;
};

const readCommitPosition = (position: ProtoReader): number => {
  let commit = 0;
  for (let field = position.next(); field !== 0; field = position.next()) {
    if (field === 1) commit = position.uint53();
    else position.skip();
  }
  return commit;
};

const readUuidForm = (option: ProtoReader): UuidForm => {
  let form: UuidForm = 'structured';
  for (let field = option.next(); field !== 0; field = option.next()) {
    if (field === 2) form = 'text';
    option.skip();
  }
  return form;
};

const readFilter = (options: ProtoReader): RequestedFilter => {
  let on: RequestedFilter['on'] = 'event-type';
  let expression: Expression = { regex: '', prefixes: [] };
  let window: number | undefined;
  let intervalMultiplier = 0;
  for (let field = options.next(); field !== 0; field = options.next()) {
    if (field === 1 || field === 2) {
      on = field === 1 ? 'stream-name' : 'event-type';
      expression = readExpression(options.message());
    } else if (field === 3) window = options.uint53();
    else if (field === 5) intervalMultiplier = options.uint53();
    else options.skip();
  }
  return { on, ...expression, window, intervalMultiplier };
};

interface Expression {
  readonly regex: string;
  readonly prefixes: readonly string[];
}

const readExpression = (expression: ProtoReader): Expression => {
  const prefixes: string[] = [];
  let regex = '';
  for (let field = expression.next(); field !== 0; field = expression.next()) {
    if (field === 1) regex = expression.text();
    else if (field === 2) prefixes.push(expression.text());
    else expression.skip();
  }
  return { regex, prefixes };
};
