import { runEventNode } from './main.js';

/**
 * Runs a node as a process of its own: settings from the environment, one line of JSON when it is
 * ready.
 */
const {
  EVENT_NODE_HOST = '127.0.0.1',
  EVENT_NODE_PORT = '2113',
  DATA_DIR = './data',
} = process.env;

const node = await runEventNode({
  host: EVENT_NODE_HOST,
  port: Number(EVENT_NODE_PORT),
  dataDir: DATA_DIR,
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
