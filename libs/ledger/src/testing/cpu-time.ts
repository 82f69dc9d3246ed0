/**
 * Milliseconds of processor time that the work takes. Unlike elapsed time, processor time hardly
 * depends on how busy the machine is.
 */
export const cpuTimeMs = (work: () => void): number => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
};
