import { runEventNode } from './main.js';
import { Users } from './protocol/users.js';

/**
 * Runs a node as a process of its own: settings from the environment, one line of JSON when it is
 * ready.
 */
const {
  EVENT_NODE_HOST = '127.0.0.1',
  EVENT_NODE_PORT = '2113',
  DATA_DIR = './data',
  EVENT_NODE_TLS_CERT_FILE: certFile,
  EVENT_NODE_TLS_KEY_FILE: keyFile,
  EVENT_NODE_USERS: users,
} = process.env;

const node = await runEventNode({
  host: EVENT_NODE_HOST,
  port: Number(EVENT_NODE_PORT),
  dataDir: DATA_DIR,
  tls: certFile && keyFile ? { certFile, keyFile } : undefined,
  users: users ? Users.parse(users) : undefined,
});

const stop = (): void => {
  void node.stop();
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);

process.stdout.write(`${JSON.stringify({ url: node.url, port: node.port, pid: process.pid })}\n`);

try {
  await node.closed;
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
