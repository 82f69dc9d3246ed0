import type { GroupKey } from '../persistent/group-config.js';
import { ALL } from '../persistent/group-config.js';
import { ProtoReader } from '../protocol/proto-reader.js';
import { readStreamIdentifier } from './stream-identifier.js';

/** Where a message about a group keeps the stream, `all` and the group's name. */
interface KeyFields {
  readonly stream: number;
  readonly all: number;
  readonly group: number;
}

/** The single message in field 1 that every request about groups consists of. */
export const optionsOf = (message: Buffer): ProtoReader => {
  const reader = new ProtoReader(message);
  let options = new ProtoReader(Buffer.alloc(0));
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === 1) options = reader.message();
    else reader.skip();
  }
  return options;
};

/** Reads a key; `other` may read further fields, and answers whether it did. */
export const readKey = (
  options: ProtoReader,
  fields: KeyFields,
  other: (field: number) => boolean = () => false,
): GroupKey => {
  let stream = '';
  let group = '';
  for (let field = options.next(); field !== 0; field = options.next()) {
    if (field === fields.group) group = options.text();
    else if (field === fields.stream) stream = readStreamIdentifier(options.bytes());
    else if (field === fields.all) {
      options.skip();
      stream = ALL;
    } else if (!other(field)) options.skip();
  }
  return { stream, group };
};

export const readDeleteRequest = (message: Buffer): GroupKey =>
  readKey(optionsOf(message), { stream: 1, all: 3, group: 2 });

export const readInfoRequest = (message: Buffer): GroupKey =>
  readKey(optionsOf(message), { stream: 1, all: 2, group: 3 });

export interface ReplayRequest extends GroupKey {
  /** How many parked events, undefined for all. */
  readonly count: number | undefined;
}

export const readReplayRequest = (message: Buffer): ReplayRequest => {
  const options = optionsOf(message);
  let count: number | undefined;
  const key = readKey(options, { stream: 2, all: 3, group: 1 }, (field) => {
    if (field !== 4) return false;
    count = options.uint53();
    return true;
  });
  return { ...key, count };
};

/** The stream whose groups are asked for, undefined for all groups. */
export const readListRequest = (message: Buffer): string | undefined => {
  const options = optionsOf(message);
  let stream: string | undefined;
  for (let field = options.next(); field !== 0; field = options.next()) {
    if (field === 2) ({ stream } = readKey(options.message(), { stream: 1, all: 2, group: 0 }));
    else options.skip();
  }
  return stream;
};
