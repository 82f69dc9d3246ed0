import { projectionStatus, type ProjectionStatus } from '#read-models';
import type { Settings } from '#runtime';
import { exitCode, type ExitCode } from '../exit-code.js';
import { printFault } from '../operator/print.js';
import { withDatabase } from '../operator/with-database.js';

/** A live worker renews its mark each second, or applies pages while it catches up. */
const stillSinceMsMost = 30_000;

/** Returns whether a worker moves the projections or keeps them at the end of the log. */
const isMoving = ({ appliedAt, freshAt }: ProjectionStatus, nowMs: number): boolean =>
  [appliedAt, freshAt].some((at) => at !== undefined && nowMs - Date.parse(at) <= stillSinceMsMost);

/** `ledger worker --check`: the health check of a container, whose worker has no port. */
export const checkWorker = async (settings: Settings): Promise<ExitCode> => {
  const status = await withDatabase(settings, projectionStatus);
  if (isMoving(status, Date.now())) return exitCode.done;
  printFault(`No worker has moved the projections since ${status.freshAt ?? status.appliedAt}.`);
  return exitCode.fault;
};
