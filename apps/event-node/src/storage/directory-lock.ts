import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, realpathSync, rmSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Another node runs on the directory. */
export class DirectoryInUse extends Error {
  override readonly name = 'DirectoryInUse';
}

/**
 * Holds a data directory for one node of this machine. The lock is a local socket named after the
 * directory: the system frees it with its process, so that nothing stale is left by SIGKILL.
 */
export class DirectoryLock {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async take(directory: string): Promise<DirectoryLock> {
    mkdirSync(directory, { recursive: true });
    const address = socketOf(realpathSync(directory));
    const server = await listen(address).catch(async (error: unknown) => {
      if (!isInUse(error) || (await isAnswered(address))) throw inUse(directory, error);
      rmSync(address, { force: true }); // Only a socket file outlives its process.
      return listen(address);
    });
    return new DirectoryLock(server);
  }

  async release(): Promise<void> {
    this.#server.close();
    await once(this.#server, 'close');
  }
}

/** Linux has socket names outside the file system, Windows pipes; elsewhere it is a file. */
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
