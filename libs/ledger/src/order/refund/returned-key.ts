/** Names a row of one capture: row ids and UUIDs have no blank, so the two parts stay apart. */
export const returnedKey = (captureId: string, rowId: string): string => `${captureId} ${rowId}`;

/** The row that a key names. */
export const returnedRow = (key: string): { captureId: string; rowId: string } => {
  const [captureId = '', rowId = ''] = key.split(' ');
  return { captureId, rowId };
};
