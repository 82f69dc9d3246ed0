/**
 * Runs the node of a build with its default limits, for the measurements in this folder:
 *
 *   node apps/event-node/bench/node-process.mjs <folder of the build> <data directory>
 *
 * When the node is ready, the process writes one line of JSON with the connection string. SIGTERM
 * ends it.
 */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [build, dataDir] = process.argv.slice(2);
const { href } = pathToFileURL(resolve(build, 'apps/event-node/src/main.js'));
const { runEventNode } = await import(href);
const node = await runEventNode({ host: '127.0.0.1', port: 0, dataDir });
process.once('SIGTERM', () => void node.stop());
process.stdout.write(`${JSON.stringify({ url: node.url })}\n`);
await node.closed;
