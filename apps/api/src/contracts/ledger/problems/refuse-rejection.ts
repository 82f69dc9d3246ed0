import type { Rejected } from '#ledger';
import { HttpError } from '../../../contract-kit/http-error.js';
import { rejectionProblems } from './rejection-problems.js';

/** The refusal that answers a rejection of the domain. An order of another store reads as one that is not there. */
export const refuseRejection = ({ code, detail }: Pick<Rejected, 'code' | 'detail'>) => {
  const problem = rejectionProblems[code];
  return new HttpError({
    status: problem.status,
    code: problem.code,
    detail: problem.status === 404 ? `${problem.title}.` : detail,
  });
};
