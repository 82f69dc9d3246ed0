import { describe, expect, test } from '@jest/globals';
import type { ExpectedRevision } from '../model/requests.js';
import {
  type RevisionCheck,
  checkExpectedRevision,
  checkRemoval,
  type StreamView,
} from './check-expected-revision.js';

/**
 * The id that a letter stands for. The tests write a stream or an append as a text with one letter
 * for each event.
 */
const idOf = (letter: string): Buffer => Buffer.alloc(16, letter);

interface Stream {
  readonly events: string;
  readonly flags?: 'tombstoned' | 'soft-deleted' | 'metadata';
  /**
   * The events, one letter each as in `events`, that `knownRevision` does not find because they are
   * too old.
   */
  readonly forgotten?: string;
}

const viewOf = ({ events, flags, forgotten = '' }: Stream): StreamView => ({
  isTombstoned: flags === 'tombstoned',
  isSoftDeleted: flags === 'soft-deleted',
  hasMetadata: flags !== undefined,
  revision: events.length - 1,
  idAt: (revision) => {
    const letter = events[revision];
    return letter === undefined ? undefined : idOf(letter);
  },
  knownRevision: (id) => {
    const letter = id.toString('utf8', 0, 1);
    const revision = events.lastIndexOf(letter);
    return revision < 0 || forgotten.includes(letter) ? undefined : revision;
  },
});

const shortForm = (judgement: RevisionCheck): string =>
  judgement.kind === 'repeated' ? `repeated ${judgement.revision}` : judgement.kind;

type Row = [stream: Stream, expected: ExpectedRevision, ids: string, judgement: string];

const abc: Stream = { events: 'abc' };
const none: Stream = { events: '' };
const tombstoned: Stream = { events: 'abc', flags: 'tombstoned' };
const softDeleted: Stream = { events: 'abc', flags: 'soft-deleted' };
const onlyMetadata: Stream = { events: '', flags: 'metadata' };

const appendTable: Row[] = [
  [tombstoned, 'any', 'x', 'stream-deleted'],
  [tombstoned, 'no_stream', 'x', 'stream-deleted'],
  [tombstoned, 'stream_exists', 'x', 'stream-deleted'],
  [tombstoned, 2, 'x', 'stream-deleted'],
  [tombstoned, 0, 'bc', 'stream-deleted'],

  [softDeleted, 'stream_exists', 'x', 'stream-deleted'],
  [none, 'stream_exists', 'x', 'wrong-revision'],
  [onlyMetadata, 'stream_exists', 'x', 'append'],
  [abc, 'stream_exists', 'x', 'append'],
  [abc, 'stream_exists', 'bc', 'repeated 2'],
  [abc, 'stream_exists', 'bx', 'wrong-revision'],

  [none, 'any', 'x', 'append'],
  [abc, 'any', 'x', 'append'],
  [abc, 'any', 'xa', 'append'],
  [abc, 'any', 'b', 'repeated 1'],
  [abc, 'any', 'abc', 'repeated 2'],
  [abc, 'any', 'cx', 'wrong-revision'],
  [softDeleted, 'any', 'x', 'append'],
  [{ events: 'abc', forgotten: 'a' }, 'any', 'a', 'append'],

  [abc, -1, 'a', 'repeated 0'],
  [abc, 'no_stream', 'ab', 'repeated 1'],
  [abc, 0, 'bc', 'repeated 2'],
  [abc, 0, 'b', 'repeated 1'],
  [abc, 0, 'bcx', 'wrong-revision'],
  [abc, 0, 'bx', 'wrong-revision'],
  [abc, 0, 'c', 'wrong-revision'],
  [abc, 1, 'x', 'wrong-revision'],
  [abc, 'no_stream', 'x', 'wrong-revision'],
  [softDeleted, 'no_stream', 'x', 'append'],
  [softDeleted, 'no_stream', 'a', 'repeated 0'],
  [softDeleted, 'no_stream', 'ax', 'wrong-revision'],
  [softDeleted, 0, 'x', 'wrong-revision'],

  [abc, 2, 'x', 'append'],
  [none, 'no_stream', 'x', 'append'],
  [onlyMetadata, 'no_stream', 'x', 'append'],
  [softDeleted, 2, 'x', 'append'],
  [abc, 3, 'x', 'wrong-revision'],
  [none, 0, 'x', 'wrong-revision'],
  [abc, 2n ** 64n - 1n, 'x', 'wrong-revision'],
];

const nameOf = ({ events, flags }: Stream): string => `[${events}] ${flags ?? ''}`.trim();
const titled = (table: Row[]): [string, Row][] =>
  table.map((row) => [`${nameOf(row[0])} expected ${row[1]}, ids ${row[2]} -> ${row[3]}`, row]);

describe('an append', () => {
  test.each(titled(appendTable))('%s', (_, [stream, expected, ids, judgement]) => {
    const judged = checkExpectedRevision(viewOf(stream), expected, Array.from(ids, idOf));
    expect(shortForm(judged)).toBe(judgement);
  });
});

const removalTable: Row[] = [
  [tombstoned, 'any', '', 'stream-deleted'],
  [abc, 'any', '', 'append'],
  [abc, 2, '', 'append'],
  [abc, 1, '', 'wrong-revision'],
  [abc, 3, '', 'wrong-revision'],
  [abc, 'no_stream', '', 'wrong-revision'],
  [abc, 'stream_exists', '', 'append'],
  [none, 'any', '', 'append'],
  [none, 'no_stream', '', 'append'],
  [none, 'stream_exists', '', 'wrong-revision'],
  [onlyMetadata, 'stream_exists', '', 'append'],
  [softDeleted, 'any', '', 'append'],
  [softDeleted, 'no_stream', '', 'append'],
  [softDeleted, 'stream_exists', '', 'stream-deleted'],
];

describe('a delete or tombstone', () => {
  test.each(titled(removalTable))('%s', (_, [stream, expected, , judgement]) => {
    expect(shortForm(checkRemoval(viewOf(stream), expected))).toBe(judgement);
  });
});
