import { jsonEvent, type JSONEventData } from '@eventstore/db-client';
import { describe, expect, test } from '@jest/globals';
import { AppendTooLarge } from '../faults/append-too-large.js';
import { LedgerFault } from '../faults/ledger-fault.js';
import { appendBytesMax, assertFitsOneAppend } from './assert-fits-one-append.js';

/** An event of exactly that many bytes: a type of 4 × 2, an object of 2, and `{"text":"..."}`. */
const eventOf = (bytes: number): JSONEventData =>
  jsonEvent({ type: 'Type', data: { text: 'x'.repeat(bytes - 8 - 2 - 11) }, metadata: {} });

const refusalOf = (...events: Parameters<typeof assertFitsOneAppend>[0]): unknown => {
  try {
    assertFitsOneAppend(events);
    return undefined;
  } catch (error) {
    return error;
  }
};

describe('events of one append', () => {
  test('may be as large as the limit together, and not a byte larger', () => {
    expect(refusalOf(eventOf(1_000), eventOf(appendBytesMax - 1_000))).toBeUndefined();
    expect(refusalOf(eventOf(1_000), eventOf(appendBytesMax - 999))).toBeInstanceOf(AppendTooLarge);
  });

  test('count by their bytes, not by their characters', () => {
    const text = 'å'.repeat(appendBytesMax / 2);
    expect(refusalOf(jsonEvent({ type: 'Type', data: { text } }))).toBeInstanceOf(AppendTooLarge);
  });

  test('that are too large are not worth a repeat', () => {
    expect(refusalOf(eventOf(2 * appendBytesMax))).not.toBeInstanceOf(LedgerFault);
  });
});
