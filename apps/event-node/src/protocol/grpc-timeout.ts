const MS_BY_UNIT: Readonly<Record<string, number>> = {
  H: 3_600_000,
  M: 60_000,
  S: 1_000,
  m: 1,
  u: 0.001,
  n: 0.000_001,
};

/**
 * The instant (ms since the Unix epoch) that a `grpc-timeout` header sets; undefined without one.
 */
export const deadlineOf = (header: string | undefined, now: number): number | undefined => {
  const parts = header === undefined ? null : /^(\d{1,8})([HMSmun])$/.exec(header);
  const msPerUnit = MS_BY_UNIT[parts?.[2] ?? ''];
  return msPerUnit === undefined ? undefined : now + Number(parts?.[1]) * msPerUnit;
};
