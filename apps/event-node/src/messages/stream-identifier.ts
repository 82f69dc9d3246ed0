import { ProtoReader } from '../protocol/proto-reader.js';
import { ProtoWriter } from '../protocol/proto-writer.js';

const STREAM_NAME = 3;

/** The name in a `StreamIdentifier`, '' if it has none. */
export const readStreamIdentifier = (message: Buffer): string => {
  const reader = new ProtoReader(message);
  let name = '';
  for (let field = reader.next(); field !== 0; field = reader.next()) {
    if (field === STREAM_NAME) name = reader.text();
    else reader.skip();
  }
  return name;
};

export const streamIdentifier = (name: string): Buffer =>
  new ProtoWriter(64).text(STREAM_NAME, name).finish();
