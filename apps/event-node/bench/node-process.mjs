/**
 * The node of a build, with its defaults, for measuring:
 *
 *   node apps/event-node/bench/node-process.mjs <folder of the build> <data directory>
 *
 * Writes one line of JSON with its connection string when it is ready, and ends by SIGTERM.
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
