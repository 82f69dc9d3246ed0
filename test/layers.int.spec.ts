import { afterAll, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * One forbidden import for each rule of .dependency-cruiser.mjs, as `[rule, importing file,
 * imported module]`. The test expects that the rule reports the import.
 */
const forbidden: readonly (readonly [string, string, string])[] = [
  ['libs/ledger ours', 'libs/ledger/src/order/a.ts', '#event-log'],
  ['libs/ledger npm', 'libs/ledger/src/order/b.ts', 'pg'],
  ['libs/ledger node', 'libs/ledger/src/order/c.ts', 'node:fs'],
  ['libs/event-log ours', 'libs/event-log/src/a.ts', '#read-models'],
  ['libs/event-log npm', 'libs/event-log/src/b.ts', 'pg'],
  ['libs/event-log node', 'libs/event-log/src/c.ts', 'node:fs'],
  ['libs/evidence ours', 'libs/evidence/src/a.ts', '#access'],
  ['libs/evidence npm', 'libs/evidence/src/b.ts', 'pg'],
  ['libs/evidence node', 'libs/evidence/src/c.ts', 'node:net'],
  ['libs/read-models ours', 'libs/read-models/src/a.ts', '#event-log'],
  ['libs/read-models npm', 'libs/read-models/src/b.ts', '@eventstore/db-client'],
  ['libs/read-models node', 'libs/read-models/src/c.ts', 'node:crypto'],
  ['libs/personal-data ours', 'libs/personal-data/src/a.ts', '#access'],
  ['libs/personal-data npm', 'libs/personal-data/src/b.ts', '@nestjs/common'],
  ['libs/personal-data node', 'libs/personal-data/src/c.ts', 'node:fs'],
  ['libs/access ours', 'libs/access/src/a.ts', '#ledger'],
  ['libs/access npm', 'libs/access/src/b.ts', 'fastify'],
  ['libs/access node', 'libs/access/src/c.ts', 'node:fs'],
  ['libs/webhooks ours', 'libs/webhooks/src/a.ts', '#read-models'],
  ['libs/webhooks npm', 'libs/webhooks/src/b.ts', 'fastify'],
  ['libs/webhooks node', 'libs/webhooks/src/c.ts', 'node:fs'],
  ['libs/documents ours', 'libs/documents/src/a.ts', '#event-log'],
  ['libs/documents npm', 'libs/documents/src/b.ts', 'fastify'],
  ['libs/documents node', 'libs/documents/src/c.ts', 'node:http'],
  ['libs/gateway ours', 'libs/gateway/src/a.ts', '#ledger'],
  ['libs/gateway npm', 'libs/gateway/src/b.ts', 'fastify'],
  ['libs/gateway node', 'libs/gateway/src/c.ts', 'node:fs'],
  ['libs/runtime ours', 'libs/runtime/src/a.ts', '#ledger'],
  ['libs/runtime npm', 'libs/runtime/src/b.ts', 'fastify'],
  ['apps/api ours', 'apps/api/src/a.ts', '../../worker/src/target.js'],
  ['apps/api npm', 'apps/api/src/b.ts', '@eventstore/db-client'],
  ['apps/worker ours', 'apps/worker/src/a.ts', '../../api/src/target.js'],
  ['apps/worker npm', 'apps/worker/src/b.ts', 'fastify'],
  ['apps/worker node', 'apps/worker/src/c.ts', 'node:fs'],
  ['apps/event-node ours', 'apps/event-node/src/a.ts', '#ledger'],
  ['apps/event-node npm', 'apps/event-node/src/b.ts', '@eventstore/db-client'],
  ['apps/gateway-sandbox ours', 'apps/gateway-sandbox/src/a.ts', '#ledger'],
  ['apps/gateway-sandbox npm', 'apps/gateway-sandbox/src/b.ts', 'pg'],
  ['apps/bench ours', 'apps/bench/src/a.ts', '../../api/src/target.js'],
  ['apps/bench npm', 'apps/bench/src/b.ts', 'fastify'],
  ['apps/console ours', 'apps/console/src/a.ts', '#ledger'],
  ['apps/console npm', 'apps/console/src/b.ts', 'fastify'],
  ['apps/console node', 'apps/console/src/c.ts', 'node:fs'],
  ['apps/cli ours', 'apps/cli/src/a.ts', '../../../test/support/target.js'],
  ['apps/cli npm', 'apps/cli/src/b.ts', 'fastify'],
  ['event-node model', 'apps/event-node/src/model/a.ts', '../protocol/target.js'],
  ['event-node protocol', 'apps/event-node/src/protocol/a.ts', '../storage/target.js'],
  ['event-node storage', 'apps/event-node/src/storage/log/a.ts', '../../streams/target.js'],
  ['event-node streams', 'apps/event-node/src/streams/a.ts', '../reading/target.js'],
  ['event-node reading', 'apps/event-node/src/reading/a.ts', '../protocol/target.js'],
  ['event-node messages', 'apps/event-node/src/messages/a.ts', '../services/target.js'],
  ['event-node services', 'apps/event-node/src/services/a.ts', '../target.js'],
  ['event-node http', 'apps/event-node/src/http/a.ts', '../services/target.js'],
  ['libs by name', 'apps/worker/src/by-path.ts', '../../../libs/ledger/src/index.js'],
  ['contracts apart', 'apps/api/src/contracts/walley/a.ts', '../ledger/target.js'],
  ['contracts on the kit', 'apps/api/src/contracts/walley/b.ts', '../../http/target.js'],
  ['kit below contracts', 'apps/api/src/contract-kit/a.ts', '../http/target.js'],
  ['core knows no contract', 'apps/api/src/http/a.ts', '../contracts/ledger/target.js'],
  ['webhook formats apart', 'libs/webhooks/src/formats/a.ts', './target.js'],
  ['webhooks know no format', 'libs/webhooks/src/sending/a.ts', '../formats/target.js'],
  ['no tests in products', 'apps/worker/src/d.ts', './testing/target.js'],
  ['no circles', 'apps/worker/src/circle.ts', './circle.js'],
  ['resolvable', 'apps/worker/src/e.ts', './is-not-there.js'],
];

/**
 * The files that the imports in `forbidden` lead to. The test creates these files, because an
 * import of a missing file breaks no rule.
 */
const targets = [
  ...['access', 'event-log', 'ledger', 'read-models'].map((name) => `libs/${name}/src/index.ts`),
  ...['apps/worker/src/target.ts', 'apps/api/src/target.ts', 'test/support/target.ts'],
  ...['protocol', 'reading', 'services', 'storage', 'streams'].map(
    (floor) => `apps/event-node/src/${floor}/target.ts`,
  ),
  'apps/event-node/src/target.ts',
  ...['apps/api/src/contracts/ledger/target.ts', 'apps/api/src/http/target.ts'],
  ...['apps/worker/src/testing/target.ts', 'libs/webhooks/src/formats/target.ts'],
];

const repository = join(import.meta.dirname, '..');
const tool = join(repository, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
const config = join(repository, '.dependency-cruiser.mjs');
const folder = mkdtempSync(join(tmpdir(), 'ledger-layers-'));

interface Violation {
  readonly from: string;
  readonly rule: { readonly name: string };
}

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const write = (path: string, text: string): void => {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
};

const violations = (): Violation[] => {
  for (const target of targets) write(target, 'export const target = 1;\n');
  for (const [, file, imported] of forbidden) write(file, `import '${imported}';\n`);
  const names = ['access', 'event-log', 'ledger', 'read-models'];
  const imports = names.map((name): [string, string] => [
    `#${name}`,
    `./libs/${name}/src/index.ts`,
  ]);
  write('package.json', JSON.stringify({ type: 'module', imports: Object.fromEntries(imports) }));
  write('tsconfig.json', '{}');
  symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
  const args = [tool, '--config', config, '--output-type', 'json', 'apps', 'libs', 'test'];
  const options = { cwd: folder, encoding: 'utf8' } as const;
  const report: unknown = JSON.parse(execFileSync(process.execPath, args, options));
  return (report as { summary: { violations: Violation[] } }).summary.violations;
};

test('every rule about imports reports the import that it forbids', async () => {
  const declared: unknown = await import(config);
  const { rules } = declared as { rules: { name: string }[] };
  const reported = violations();
  for (const [rule, from] of forbidden)
    expect(reported).toContainEqual(
      expect.objectContaining({ from, rule: expect.objectContaining({ name: rule }) }),
    );
  expect(forbidden.map(([rule]) => rule)).toEqual(rules.map(({ name }) => name));
});
