import { rejectionCodes } from '#ledger';
import { DescribeProblems } from './describe-problems.js';
import { rejectionProblems } from './rejection-problems.js';

/** What a command on an order can be refused with: the rejections that match, and those of every such command. */
export const DescribeCommandProblems = (rejections: RegExp): MethodDecorator => {
  const codes = rejectionCodes
    .map((code) => rejectionProblems[code].code)
    .filter((code) => rejections.test(code));
  return DescribeProblems(
    'ORDER_NOT_FOUND',
    'TOO_MANY_CONFLICTS',
    'ORDER_DAMAGED',
    'LOG_MISMATCH',
    'OUTCOME_UNKNOWN',
    'PAYLOAD_TOO_LARGE',
    'UNSUPPORTED_MEDIA_TYPE',
    'IDEMPOTENCY_KEY_REUSED',
    ...new Set(codes),
    'ORDER_HISTORY_FULL',
  );
};
