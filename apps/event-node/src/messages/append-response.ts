import { ProtoWriter } from '../protocol/proto-writer.js';
import { type AppendedAt, writeAppendedAt } from './appended-at.js';
import { type ExpectedRevision, writeExpectation } from './expected-revision.js';
import { writePosition } from './position.js';

const wrongRevisionFields = { revision: 8, any: 9, streamExists: 10, noStream: 11 };

export const appendSuccess = (at: AppendedAt): Buffer =>
  new ProtoWriter(64)
    .frame((response) => {
      writeAppendedAt(response, 1, at);
    })
    .finish();

/** A wrong revision is an answer of Append, not a failed call (event-node.md, section 4). */
export const appendWrongRevision = (expected: ExpectedRevision, current: number): Buffer =>
  new ProtoWriter(64)
    .frame((response) => {
      response.message(2, (wrong) => {
        if (current < 0) wrong.empty(7);
        else wrong.uint64(6, current);
        writeExpectation(wrong, wrongRevisionFields, expected);
      });
    })
    .finish();

/** `DeleteResp` and `TombstoneResp` are alike. */
export const removalResponse = (position: number): Buffer =>
  new ProtoWriter(32)
    .frame((response) => {
      writePosition(response, 1, position);
    })
    .finish();
