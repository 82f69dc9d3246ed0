import { beforeAll, describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StoredEvent } from '#event-log/offline';
import { GeneratedLog } from '../testing/generated-log.js';
import { logOf, relinked, withData, useFolder } from '../testing/tampered.js';
import { writeExport } from './write-export.js';

const page = readFileSync(join(import.meta.dirname, '../../../../docs/audit.md'), 'utf8');
const codeOf = (language: string): string[] =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g'))].map(([, code]) => code!);

const folder = useFolder();
const script = join(folder.make(), 'check.py');
let log: GeneratedLog;

const isThere = (program: string): boolean => spawnSync(program, ['--version']).status === 0;
/**
 * Runs a test of one of the commands in docs/audit.md, but only if the programs that the command
 * needs are installed.
 */
const recipe = (programs: readonly string[], name: string, run: () => Promise<void>): void => {
  test(name, async () => {
    if (programs.every(isThere)) await run();
  });
};

beforeAll(async () => {
  writeFileSync(script, codeOf('python')[0]!);
  log = new GeneratedLog({ sealEvents: 20, sealMs: 1e12 });
  for (let order = 0; order < 20; order += 1) log.order(`n${order}`, order % 4);
  await log.seal();
});

const exportOf = async (events: readonly StoredEvent[]): Promise<string> => {
  const directory = folder.make();
  const end = events.at(-1)!.position!.commit;
  await writeExport({ log: logOf(events), directory, end, segmentBytes: 10_000 });
  return directory;
};

const check = async (events: readonly StoredEvent[]) => {
  const { status, stdout, stderr } = spawnSync('python3', [script, await exportOf(events)], {
    encoding: 'utf8',
  });
  return { status, said: stdout + stderr };
};

describe('the page for auditors', () => {
  recipe(['python3'], 'has a check that takes an export for what it is', async () => {
    const { events } = log;
    const seal = events.findLast(({ type }) => type === 'LedgerSealed')!;
    const { hash } = seal.data as { hash: string };
    const { status, said } = await check(events);
    expect(said).toMatch(
      new RegExp(`^${events.length} events, 3 seals hold; last seal ${hash}; \\d+ events`),
    );
    expect(status).toBe(0);
  });

  recipe(['python3'], 'has a check that finds what was changed, as ours does', async () => {
    const at = 30;
    const victim = log.events[at]!;
    const changed = log.events.with(at, withData(victim, { orderId: 'x' }));
    const place = `position ${victim.position!.commit}, ${victim.streamId} revision ${victim.revision}`;
    expect(await check(changed)).toMatchObject({ status: 1, said: `broken at ${place}\n` });
    const forged = relinked(changed, victim.streamId);
    expect(await check(forged)).toMatchObject({ status: 1, said: 'seal 1 does not hold\n' });
  });

  recipe(
    ['sha256sum', 'jq'],
    'has lines for the shell that make the first chain value and seal',
    async () => {
      const directory = await exportOf(log.events);
      const [chain, seal] = codeOf('sh').map((code) => {
        const { stdout } = spawnSync('sh', ['-c', code], { cwd: directory, encoding: 'utf8' });
        return stdout.slice(0, 64);
      });
      const first = log.events.find(({ type }) => type === 'LedgerSealed')!;
      expect(chain).toBe((log.events[0]!.metadata as { chain: string }).chain);
      expect(seal).toBe((first.data as { hash: string }).hash);
    },
  );
});
