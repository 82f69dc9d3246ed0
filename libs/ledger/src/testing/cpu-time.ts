/**
 * Milliseconds of processor time that some work takes: unlike the clock it says little of the
 * machine's load.
 */
export const cpuTimeMs = (work: () => void): number => {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
};
