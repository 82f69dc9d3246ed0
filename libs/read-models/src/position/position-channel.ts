/** The channel on which the projection tells, with each page it commits, how far it has come. */
export const positionChannel = 'ledger_position';

/** The position in a notification; `undefined` if the payload is not one. */
export const parsePosition = (payload: string | undefined): bigint | undefined =>
  payload !== undefined && /^-?\d{1,19}$/.test(payload) ? BigInt(payload) : undefined;
