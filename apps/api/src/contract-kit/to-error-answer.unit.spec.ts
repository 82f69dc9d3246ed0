import { HttpException } from '@nestjs/common';
import { describe, expect, test } from '@jest/globals';
import { TooManyWaitingForTurn } from '#runtime';
import {
  AppendTooLarge,
  EventStoreUnavailable,
  LogMismatch,
  OutcomeUnknown,
  TooManyConflicts,
  TooManyWaiting,
  UnreadableEvent,
} from '#event-log';
import { PositionWatchStopped, TooManyWaitingForPosition } from '#read-models';
import { toErrorAnswer } from './to-error-answer.js';
import { HttpError } from './http-error.js';

const coded = (code: string, message = 'x'): Error => Object.assign(new Error(message), { code });

describe('refusalOf', () => {
  test('answers what was refused as it says', () => {
    const refusal = { status: 418, code: 'TEAPOT', detail: 'x' };
    expect(toErrorAnswer(new HttpError(refusal))).toBe(refusal);
  });

  test.each([
    ['the event store away', new EventStoreUnavailable('x')],
    ['a queue that is full', new TooManyWaiting('x')],
    ['too many reads that wait', new TooManyWaitingForPosition(1)],
    ['a read that waits while the process stops', new PositionWatchStopped()],
    ['too many that wait for their turn', new TooManyWaitingForTurn()],
    ['PostgreSQL that refuses connections', coded('ECONNREFUSED')],
    ['PostgreSQL away at every address', new AggregateError([coded('ECONNREFUSED')])],
    ['PostgreSQL shutting down', coded('57P01')],
    ['PostgreSQL without connections', coded('53300')],
    ['PostgreSQL with a full disk', coded('53100')],
    ['a statement that took too long', coded('57014')],
    ['a pool without connections', new Error('timeout exceeded when trying to connect')],
    ['a connection that ended', new Error('Connection terminated unexpectedly')],
  ])('answers %s 503 with Retry-After', (_what, error) => {
    const refusal = toErrorAnswer(error);
    expect(refusal).toMatchObject({ status: 503, code: 'SERVICE_UNAVAILABLE' });
    expect(Number(refusal?.headers?.['Retry-After'])).toBeGreaterThanOrEqual(1);
  });

  test.each([
    ['order-1', 'ORDER_DAMAGED'],
    ['settlement-demo-se-SEK', 'SETTLEMENTS_DAMAGED'],
  ])('answers 409, and not that a repeat helps, what is damaged: %s', (streamId, code) => {
    const refusal = toErrorAnswer(
      new UnreadableEvent({ streamId, revision: 7, type: 'Odd' }, 'why'),
    );
    expect(refusal).toEqual({
      status: 409,
      code,
      detail: expect.stringMatching(/event 7 \(Odd\): why/),
    });
    expect(refusal?.detail).toContain('does not help');
  });

  test('tells a log that is another one from a store that is away', () => {
    const refusal = toErrorAnswer(new LogMismatch('it is empty'));
    expect(refusal).toMatchObject({ status: 503, code: 'LOG_MISMATCH' });
    expect(refusal?.detail).not.toContain('safe');
  });

  test('does not call the repeat safe when nobody knows whether it was recorded', () => {
    const refusal = toErrorAnswer(new OutcomeUnknown('x'));
    expect(refusal).toMatchObject({
      status: 503,
      code: 'OUTCOME_UNKNOWN',
      headers: { 'Retry-After': '1' },
    });
    expect(refusal?.detail).toContain('read the order, or repeat');
    expect(refusal?.detail).not.toContain('safe');
  });

  test('answers 413, without Retry-After, what is too large for the log', () => {
    const refusal = toErrorAnswer(new AppendTooLarge(2_000_000, 1_000_000));
    expect(refusal).toMatchObject({ status: 413, code: 'PAYLOAD_TOO_LARGE' });
    expect(refusal?.headers).toBeUndefined();
  });

  test('answers too many writers at once 409 with Retry-After', () => {
    expect(toErrorAnswer(new TooManyConflicts('x'))).toMatchObject({
      status: 409,
      headers: { 'Retry-After': '1' },
    });
  });

  test.each([
    [404, 'NOT_FOUND'],
    [413, 'PAYLOAD_TOO_LARGE'],
    [415, 'UNSUPPORTED_MEDIA_TYPE'],
    [400, 'BAD_REQUEST'],
  ])('answers the framework’s %d in our words', (status, code) => {
    expect(toErrorAnswer(new HttpException('their words', status))).toMatchObject({ status, code });
    const ofFastify = Object.assign(new Error('x'), { statusCode: status, code: 'ECONNRESET' });
    expect(toErrorAnswer(ofFastify)).toMatchObject({ status, code });
  });

  test.each([
    new TypeError('x is not a function'),
    coded('42P01'),
    coded('22P02'),
    new AggregateError([coded('ECONNREFUSED'), new TypeError('x')]),
    new HttpException('x', 500),
    'text',
    undefined,
  ])('does not excuse %s', (error) => {
    expect(toErrorAnswer(error)).toBeUndefined();
  });
});
