/** Writes a command's answer to standard output. */
export const printLines = (lines: readonly string[]): void => {
  process.stdout.write(`${lines.join('\n')}\n`);
};

/** One line of JSON; positions, which may outgrow a double, are strings of digits as in `/v1`. */
export const printJson = (value: unknown): void => {
  const text = JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'bigint' ? String(part) : part,
  );
  process.stdout.write(`${text}\n`);
};

/** Says why a command did not do what was asked. */
export const printFault = (message: string): void => {
  process.stderr.write(`${message}\n`);
};
