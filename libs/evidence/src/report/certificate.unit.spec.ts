import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { canonicalJson } from '#ledger';
import { GeneratedLog } from '../testing/generated-log.js';
import { logOf } from '../testing/tampered.js';
import type { Verification } from '../verification/verification.js';
import { verifyLog } from '../verification/verify-log.js';
import { assuranceOf, counted } from './assurance.js';
import { certificateOf, certificateText } from './certificate.js';

let log: GeneratedLog;
let hashes: readonly string[];
beforeAll(async () => {
  log = new GeneratedLog({ sealEvents: 10, sealMs: 1e12 });
  log.order('a', 21);
  await log.seal();
  hashes = log.events
    .filter(({ streamId }) => streamId === 'ledger-seal')
    .map(({ data }) => (data as { hash: string }).hash);
});

const verified = async (events = log.events, sealHash?: string) => {
  const end = events.at(-1)?.position?.commit ?? -1n;
  const verification: Verification = await verifyLog({ log: logOf(events), end, sealHash });
  return { verification, source: 'log' as const, sealHash, sealEvents: 10 };
};

const at = '2026-03-05T08:00:00.000Z';

describe('what a verification says of itself', () => {
  test('with seals: up to where they go, and what only a kept hash would tell', async () => {
    const { verdict, proved, notProved, warnings } = assuranceOf(await verified());
    expect(verdict).toBe('holds');
    expect(proved.join('\n')).toContain('match its beginning, 20 events up to position');
    expect(notProved.join('\n')).toMatch(
      /no event after the last seal \(3 events\) is missing[^]*\(--seal\)/,
    );
    expect(warnings).toEqual([]);
  });

  test('with a kept seal: what it vouches for, and that what came after it is not', async () => {
    const { proved, notProved } = assuranceOf(await verified(log.events, hashes[0]));
    expect(proved.join('\n')).toMatch(
      /whose hash was given matches the beginning of the log, 10 events up to position /,
    );
    expect(notProved.join('\n')).toContain(
      'after the seal whose hash was given (10 events) were not forged',
    );
    expect(notProved.join('\n')).not.toContain('(--seal)');
  });

  test('without any seal never that everything holds; too many events are strange', async () => {
    const events = log.events.filter(({ streamId }) => streamId !== 'ledger-seal');
    const { verdict, notProved, warnings } = assuranceOf(await verified(events));
    expect(verdict).toBe('not sealed');
    expect(notProved.join('\n')).toContain('nothing is sealed');
    expect(warnings).toEqual([
      expect.stringContaining('Not sealed: 23 events. A worker sets a seal after 10 events'),
    ]);
  });

  test('of an empty log never that everything holds', async () => {
    expect(assuranceOf(await verified([]))).toMatchObject({ verdict: 'empty', proved: [] });
  });

  test('of a seal that is not there: a finding, and nothing is claimed', async () => {
    const assurance = assuranceOf(await verified(log.events, 'f'.repeat(64)));
    expect(assurance).toMatchObject({ verdict: 'findings', proved: [] });
  });
});

describe('a verification that also compared the read model', () => {
  const readModelPosition = 2_000n;
  const differing = { kind: 'read-model', detail: 'a row is not what the log gives' } as const;

  test('with findings of the read model alone proves of the log what it did', async () => {
    const { verification, ...rest } = await verified(log.events, hashes[0]);
    const findings = { count: 250, first: [differing], ofReadModel: 250 };
    const found = { ...verification, ok: false, findings };
    const assurance = assuranceOf({ ...rest, verification: found, readModelPosition });
    expect(assurance.verdict).toBe('findings');
    expect(assurance.proved).toHaveLength(3);
    expect(assurance.proved.join('\n')).not.toContain('read model');
    expect(assurance.notProved.join('\n')).toContain('the read model agrees with the log');
    const ofLog = { ...found, findings: { ...findings, ofReadModel: 249 } };
    expect(assuranceOf({ ...rest, verification: ofLog }).proved).toEqual([]);
  });

  test('says that actions and seals are not projected, and which rows need a key it has not', async () => {
    const whole = { ...(await verified()), readModelPosition };
    const all = assuranceOf(whole);
    expect(all.proved.at(-1)).toMatch(
      /up to position 2000\. .*seals are not part of the read model/,
    );
    const without = assuranceOf({ ...whole, withoutCustomers: true });
    expect(without.verdict).toBe('holds');
    expect(without.proved.at(-1)).toContain('except its customers');
    expect(without.notProved.join('\n')).toMatch(/not compared, because .*LEDGER_SECRET_KEY/);
    expect(all.notProved.join('\n')).not.toContain('LEDGER_SECRET_KEY');
  });
});

describe('a certificate', () => {
  const certificate = async (sealHash: string) =>
    certificateOf({ ...(await verified(log.events, sealHash)), sealHash }, at);

  test('names the seal, its date, its position and the events that it vouches for', async () => {
    const [sealHash = ''] = hashes;
    const made = await certificate(sealHash);
    expect(made).toMatchObject({
      ...{ format: 'capture-ledger-certificate', version: 1, verifiedAt: at, source: 'log' },
      ...{ sealHash, verdict: 'holds', findingsCount: 0, findings: [], unsealedEvents: 3 },
      seal: {
        ...{ hash: sealHash, number: 0, events: 10, coversTo: '900', position: '2300' },
        sealedAt: expect.stringMatching(/^2026-/),
      },
    });
    const text = certificateText(made).join('\n');
    expect(text).toMatch(/Seal found {4}number 0, set at 2026-[^]*the first 10 events/);
    expect(text).toContain(made.sha256);
  });

  test('has a hash over everything else in it, as another reader computes it', async () => {
    const { sha256, ...said } = JSON.parse(JSON.stringify(await certificate(hashes[1]!))) as {
      sha256: string;
    };
    expect(createHash('sha256').update(canonicalJson(said)).digest('hex')).toBe(sha256);
  });

  test('of a seal that the log does not have says so', async () => {
    const made = await certificate('f'.repeat(64));
    expect(made).toMatchObject({ seal: null, verdict: 'findings', findingsCount: 1 });
    expect(certificateText(made).join('\n')).toMatch(
      /no seal of the log has this hash[^]*Findings \(1\)/,
    );
  });
});

test('a count of one has a singular noun', () => {
  expect(counted(1, 'event')).toBe('1 event');
  expect(counted(1, 'history', 'histories')).toBe('1 history');
});

test('every other count has a plural one', () => {
  expect(counted(0, 'event')).toBe('0 events');
  expect(counted(1_234, 'event')).toBe('1,234 events');
  expect(counted(2, 'history', 'histories')).toBe('2 histories');
});
