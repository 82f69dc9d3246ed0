const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;
const parentCheckMs = 500;

/** Why the process should stop. */
export type StopReason = (typeof signals)[number] | 'parent gone';

/**
 * npm passes SIGTERM and SIGINT on, but dies of SIGHUP and SIGKILL without a word; its script then gets another parent.
 * A process that npm did not start may lose its parent on purpose (`nohup`).
 */
const watchNpm = (gone: () => void): void => {
  if (process.env['npm_lifecycle_event'] === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    gone();
  }, parentCheckMs);
  timer.unref();
};

/**
 * Fulfilled when the process is asked to stop: by a signal, or because its parent went away (the IPC channel of the
 * `ledger up` that forked it closed, or npm died), so that nothing outlives the command that was started (operations.md,
 * "Stop, restart, crash").
 */
export const stopRequest = async (): Promise<StopReason> =>
  new Promise((resolve) => {
    for (const signal of signals) {
      process.on(signal, () => {
        resolve(signal);
      });
    }
    const gone = (): void => {
      resolve('parent gone');
    };
    if (process.send === undefined) watchNpm(gone);
    else if (process.connected) process.once('disconnect', gone);
    else gone();
  });
