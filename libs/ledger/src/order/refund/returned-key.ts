/** Names a row of one capture: row ids and UUIDs have no blank, so the two parts stay apart. */
export const returnedKey = (captureId: string, rowId: string): string => `${captureId} ${rowId}`;
