import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Page, PageRequest } from '#access';
import { printable, printableJson } from '#runtime';
import { WrongUsage } from '../exit-code.js';

/**
 * Prints lines. Control characters are replaced, because a text from a caller, such as an order
 * number, could otherwise control the terminal. All commands print with the functions of this file,
 * as an ESLint rule ensures.
 */
export const printLines = (lines: readonly string[]): void => {
  process.stdout.write(`${lines.map(printable).join('\n')}\n`);
};

/** Prints the lines of a list. If there are none, it prints the sentence `none`, which says so. */
export const printList = (lines: readonly string[], none: string): void => {
  printLines(lines.length === 0 ? [none] : lines);
};

/**
 * Prints a value as one line of JSON. A bigint, such as a position in the log, is printed as a
 * string, as in `/v1`.
 */
export const printJson = (value: unknown): void => {
  const text = JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'bigint' ? String(part) : part,
  );
  process.stdout.write(`${printableJson(text)}\n`);
};

/** Prints a piece of a JSON text, such as one item of a list that is too long for memory. */
export const printJsonPart = (json: string): void => {
  process.stdout.write(json.split('\n').map(printableJson).join('\n'));
};

/**
 * Prints a message on standard error, such as the reason why a command failed. The message may have
 * several lines.
 */
export const printFault = (message: string): void => {
  process.stderr.write(`${message.split('\n').map(printable).join('\n')}\n`);
};

/**
 * The stream for progress displays. Standard error is used so that standard output contains only
 * the result.
 */
export const progressStream = (): NodeJS.WriteStream => process.stderr;

/** Returns true if standard output goes to a terminal. */
export const isTerminal = (): boolean => process.stdout.isTTY;

/**
 * Lets a command finish its work even if its output can no longer be written, for example because
 * the terminal was closed.
 */
export const outliveTheReader = (): void => {
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
};

const whyNot: Readonly<Record<string, string>> = {
  ENOENT: 'its folder does not exist; create the folder, or name another file',
  ENOTDIR: 'its folder is a file, not a folder; name another file',
  EISDIR: 'it is a folder; name a file in the folder',
  EEXIST: 'the file already exists and is not overwritten; name another, or remove it first',
  EACCES: 'this user may not write there; name another file',
  EROFS: 'the file system is read-only; name another file',
  ENOSPC: 'the disk is full; the file is incomplete',
};

/**
 * Writes a new file. Throws `WrongUsage` with the name of the file if it exists or cannot be
 * written.
 */
export const writeNewFile = async (file: string, content: Readable): Promise<void> => {
  try {
    await pipeline(content, createWriteStream(file, { flags: 'wx' }));
  } catch (error) {
    const why = whyNot[(error as NodeJS.ErrnoException).code ?? ''];
    if (why === undefined) throw error;
    throw new WrongUsage(`${file} cannot be written: ${why}.`, { cause: error });
  }
};

const pageItemsMax = 1_000;
/** The most items that a command lists. */
export const itemsMax = 100_000;

/** Reads all items of a directory, such as all clients, page by page, up to `itemsMax`. */
export const allItems = async <Item>(directory: {
  list(request: PageRequest): Promise<Page<Item>>;
}): Promise<Item[]> => {
  const items: Item[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await directory.list({ limit: pageItemsMax, ...(cursor && { cursor }) });
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null && items.length < itemsMax);
  return items;
};
