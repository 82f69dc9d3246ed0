import { once } from 'node:events';
import { createServer } from 'node:net';
import { InvalidSettings } from '#runtime';

const code = (error: unknown): unknown =>
  typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;

/** What is said when a part cannot listen where its settings say; other errors stay as they are. */
export const explainListenError = (
  error: unknown,
  variables: { readonly port: string; readonly host: string },
  at: { readonly port: number; readonly host: string },
): unknown => {
  if (code(error) === 'EADDRINUSE') {
    return new InvalidSettings([
      `${variables.port}: found ${at.port}, which another program on ${at.host} listens on already; ` +
        `allowed is a free port, or ${variables.port}=0 to pick one`,
    ]);
  }
  if (code(error) === 'EACCES') {
    return new InvalidSettings([
      `${variables.port}: found ${at.port}, which this user may not listen on; allowed is another port`,
    ]);
  }
  if (code(error) === 'EADDRNOTAVAIL' || code(error) === 'ENOTFOUND') {
    return new InvalidSettings([
      `${variables.host}: found "${at.host}", which is no address of this machine`,
    ]);
  }
  return error;
};

/** Fails early, and in plain words, if `port` on `host` cannot be listened on. */
export const checkPort = async (
  variables: { readonly port: string; readonly host: string },
  at: { readonly port: number; readonly host: string },
): Promise<void> => {
  const server = createServer();
  try {
    server.listen(at.port, at.host);
    await once(server, 'listening');
    server.close();
    await once(server, 'close');
  } catch (error) {
    throw explainListenError(error, variables, at);
  }
};
