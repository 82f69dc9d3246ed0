/** What a part tells the process that forked it. */
export interface ReadyReport {
  readonly ready: true;
  readonly url?: string;
}

export const isReadyReport = (message: unknown): message is ReadyReport =>
  typeof message === 'object' && message !== null && 'ready' in message && message.ready === true;

/** Tells the parent, if this process was forked by one, that the part is ready and where. */
export const reportReady = (url: string | undefined): void => {
  const report: ReadyReport = url === undefined ? { ready: true } : { ready: true, url };
  if (process.connected) process.send?.(report);
};
