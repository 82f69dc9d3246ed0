import type { NackAction } from '../persistent/group.js';
import type { GroupKey } from '../persistent/group-config.js';
import { ProtoReader } from '../protocol/proto-reader.js';
import { readUuid, type UuidForm } from '../protocol/uuid.js';
import { readKey } from './persistent-keys.js';
import { readUuidForm } from './read-request.js';

export interface ConsumerRequest extends GroupKey {
  readonly bufferSize: number;
  readonly form: UuidForm;
}

export interface Answer {
  readonly ids: readonly Buffer[];
  readonly action: 'ack' | NackAction;
  readonly reason: string;
}

/** A message of a persistent Read: the options first, then answers. */
export type PersistentReadPart =
  | { readonly kind: 'options'; readonly options: ConsumerRequest }
  | { readonly kind: 'answer'; readonly answer: Answer }
  | undefined;

export const readPersistentReadPart = (message: Buffer): PersistentReadPart => {
  const reader = new ProtoReader(message);
  let part: PersistentReadPart;
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) part = { kind: 'options', options: readOptions(reader.message()) };
    else if (field === 2) part = { kind: 'answer', answer: readAck(reader.message()) };
    else if (field === 3) part = { kind: 'answer', answer: readNack(reader.message()) };
    else reader.skip();
  }
  return part;
};

const readOptions = (options: ProtoReader): ConsumerRequest => {
  let bufferSize = 0;
  let form: UuidForm = 'structured';
  const key = readKey(options, { stream: 1, all: 5, group: 2 }, (field) => {
    if (field === 3) bufferSize = options.int32();
    else if (field === 4) form = readUuidForm(options.message());
    else return false;
    return true;
  });
  return { ...key, bufferSize, form };
};

const readAck = (ack: ProtoReader): Answer => {
  const ids: Buffer[] = [];
  for (let field = ack.next(); field !== 0; field = ack.next()) {
    if (field === 2) ids.push(readUuid(ack.bytes()));
    else ack.skip();
  }
  return { ids, action: 'ack', reason: '' };
};

/** What is not known is tried again: it loses nothing. */
const actions: readonly NackAction[] = ['retry', 'park', 'retry', 'skip', 'stop'];

const readNack = (nack: ProtoReader): Answer => {
  const ids: Buffer[] = [];
  let action: NackAction = 'retry';
  let reason = '';
  for (let field = nack.next(); field !== 0; field = nack.next()) {
    if (field === 2) ids.push(readUuid(nack.bytes()));
    else if (field === 3) action = actions[nack.int32()] ?? 'retry';
    else if (field === 4) reason = nack.text();
    else nack.skip();
  }
  return { ids, action, reason };
};
