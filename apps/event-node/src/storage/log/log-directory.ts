import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeFolder } from '#runtime';
import { UnknownFormat } from './faults.js';
import { Segments } from './segments.js';

/** The folder of the log within the data directory of a node. */
export const logDirectoryOf = (dataDir: string): string => join(dataDir, 'event-log');

/** The folder of the index. The index is derived from the log and is rebuilt if it is missing. */
export const indexDirectoryOf = (logDirectory: string): string => join(logDirectory, 'index');

/**
 * Thrown if a directory has no log although one is needed, or if a directory is not empty although
 * it must be empty.
 */
export class WrongDirectory extends Error {
  override readonly name = 'WrongDirectory';
}

/** Throws `UnknownFormat` for a log of the first format, which kept all events in LMDB. */
export const requireCurrentFormat = (logDirectory: string): void => {
  if (!existsSync(join(logDirectory, 'data.mdb'))) return;
  throw new UnknownFormat(
    `${logDirectory} holds an event log of an earlier format, which this node cannot read. ` +
      'Move the directory away to begin with an empty log.',
  );
};

/**
 * Opens the segment files of a log for reading. Throws `WrongDirectory` if the directory has none.
 */
export const segmentsOf = (logDirectory: string): Segments => {
  const bases = existsSync(logDirectory) ? Segments.basesIn(logDirectory) : [];
  if (existsSync(logDirectory)) requireCurrentFormat(logDirectory);
  if (bases.length === 0) throw new WrongDirectory(`There is no event log in ${logDirectory}.`);
  return new Segments(logDirectory, bases);
};

/** Throws `WrongDirectory` if a directory is not empty. */
export const requireEmpty = (directory: string): void => {
  if (!existsSync(directory) || readdirSync(directory).length === 0) return;
  throw new WrongDirectory(`${directory} is not empty.`);
};

/** Thrown if another node of this machine runs on the directory. */
export class DirectoryInUse extends Error {
  override readonly name = 'DirectoryInUse';
}

/**
 * A lock by which only one node of this machine can use a directory. The lock is a local socket
 * named after the directory. The system frees the socket when the process ends, even after SIGKILL.
 */
export class DirectoryLock {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async take(directory: string): Promise<DirectoryLock> {
    makeFolder(directory);
    const address = socketOf(realpathSync(directory));
    const server = await listen(address).catch(async (error: unknown) => {
      if (!isInUse(error) || (await isAnswered(address))) throw inUse(directory, error);
      rmSync(address, { force: true }); // No process answers: a killed process left the file.
      return listen(address);
    });
    return new DirectoryLock(server);
  }

  async release(): Promise<void> {
    this.#server.close();
    await once(this.#server, 'close');
  }
}

/**
 * The name of the socket of the lock. On Linux the name is outside the file system, on Windows it
 * is a pipe, and elsewhere a file.
 */
const socketOf = (directory: string): string => {
  const name = `event-node-${createHash('sha256').update(directory).digest('hex').slice(0, 32)}`;
  if (process.platform === 'linux') return `\0${name}`;
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`);
};

const listen = async (address: string): Promise<Server> => {
  const server = createServer((socket) => socket.destroy());
  server.unref();
  server.listen(address);
  await once(server, 'listening');
  return server;
};

const isInUse = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'EADDRINUSE';

const isAnswered = async (address: string): Promise<boolean> => {
  const socket = connect(address);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
};

const inUse = (directory: string, error: unknown): unknown =>
  isInUse(error)
    ? new DirectoryInUse(`The data directory ${directory} is in use by another event node.`)
    : error;
