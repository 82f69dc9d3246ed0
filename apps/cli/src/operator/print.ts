import { printable, printableJson } from '#runtime';

/**
 * All that the commands write to a terminal goes through here, so that a text of a caller is shown and never acted on;
 * eslint forbids the streams everywhere else.
 */
export const printLines = (lines: readonly string[]): void => {
  process.stdout.write(`${lines.map(printable).join('\n')}\n`);
};

/** One line of JSON; positions, which may outgrow a double, are strings of digits as in `/v1`. */
export const printJson = (value: unknown): void => {
  const text = JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'bigint' ? String(part) : part,
  );
  process.stdout.write(`${printableJson(text)}\n`);
};

/** A part of a JSON text that is written piece by piece. */
export const printJsonPart = (json: string): void => {
  process.stdout.write(
    json
      .split('\n')
      .map((line) => printableJson(line))
      .join('\n'),
  );
};

/** Says why a command did not do what was asked. Messages may have several lines. */
export const printFault = (message: string): void => {
  process.stderr.write(`${message.split('\n').map(printable).join('\n')}\n`);
};

/** Where progress is shown, in place of an answer. */
export const progressStream = (): NodeJS.WriteStream => process.stderr;

/** Whether answers go to a terminal, and not to a file or another program. */
export const isTerminal = (): boolean => process.stdout.isTTY;

/** Whoever reads our output may go away before us, as a closed terminal does; that must not end us half-way. */
export const outliveTheReader = (): void => {
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
};
