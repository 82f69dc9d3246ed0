import { projectionStatus } from '#read-models';
import type { ProjectionStatus } from '#read-models';
import type { Settings } from '#runtime';
import { exitCode } from '../exit-code.js';
import type { ExitCode } from '../exit-code.js';
import { printFault } from '../operator/print.js';
import { withDatabase } from '../operator/with-database.js';

/** A worker that lives renews its mark every second, or applies pages while it catches up. */
const stillSinceMsMost = 30_000;

/** Whether some worker moves the projections, or keeps them at the end of the log. */
const isMoving = ({ appliedAt, freshAt }: ProjectionStatus, nowMs: number): boolean =>
  [appliedAt, freshAt].some((at) => at !== undefined && nowMs - Date.parse(at) <= stillSinceMsMost);

/** `ledger worker --check`, for health checks of a container whose worker listens on nothing. */
export const checkWorker = async (settings: Settings): Promise<ExitCode> => {
  const status = await withDatabase(settings, projectionStatus);
  if (isMoving(status, Date.now())) return exitCode.done;
  printFault(`No worker has moved the projections since ${status.freshAt ?? status.appliedAt}.`);
  return exitCode.fault;
};
