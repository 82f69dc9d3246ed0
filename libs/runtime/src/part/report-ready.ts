/** What a part tells the process that forked it. */
export interface ReadyReport {
  readonly ready: true;
  readonly url?: string;
  /** Where its processes serve their metrics. */
  readonly metricsUrls?: readonly string[];
}

export const isReadyReport = (message: unknown): message is ReadyReport =>
  typeof message === 'object' && message !== null && 'ready' in message && message.ready === true;

/** Tells the parent, if this process was forked by one, that the part is ready and where. */
export const reportReady = ({ url, metricsUrls }: Omit<ReadyReport, 'ready'>): void => {
  const report: ReadyReport = {
    ready: true,
    ...(url !== undefined && { url }),
    ...(metricsUrls !== undefined && { metricsUrls }),
  };
  if (process.connected) process.send?.(report);
};
