import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { parseDecimal } from '#ledger';
import {
  isJsonNumber,
  type JsonObject,
  type JsonValue,
} from '../../../contract-kit/body/read-json.js';
import { membersOf } from '../ignored-body.guard.js';
import { invalidData } from '../medusa-envelope.js';

export interface RequestedRefund {
  /** The amount to refund in minor units, above 0. */
  readonly amount: number;
  readonly reason: string;
  readonly note?: string;
}

const reasonCharactersMax = 256;
/**
 * The maximum length of a note. The ledger stores a note as the refund's description, which has
 * this limit.
 */
const noteCharactersMax = 50;

/**
 * Returns whether a number is whole. The number's text is checked, because a double would round
 * `1.00000000000000000001` to 1.
 */
const isWhole = (text: string): boolean => (parseDecimal(text)?.exponent ?? -1) >= 0;

const amountFault = (value: JsonValue | undefined): string | undefined => {
  const text = isJsonNumber(value) ? value.toString() : '';
  const amount = isWhole(text) ? Number(text) : NaN;
  if (!Number.isSafeInteger(amount)) return 'amount must be an integer number';
  return amount > 0 ? undefined : 'amount must be a positive number';
};

const textFault = (
  name: string,
  value: JsonValue | undefined,
  most: number,
): string | undefined => {
  if (typeof value !== 'string') return `${name} must be a string`;
  if (value.trim() === '') return `${name} should not be empty`;
  return Array.from(value).length > most
    ? `${name} must be shorter than or equal to ${most} characters`
    : undefined;
};

/** The text of a string or a number. Values of other types were refused before. */
const textOf = (value: JsonValue | undefined): string =>
  typeof value === 'string' ? value : isJsonNumber(value) ? value.toString() : '';

/** Reads the refund in a body. @throws HttpError 400 that names every wrong field */
export const requestedRefund = ({ amount, reason, note }: JsonObject): RequestedRefund => {
  const hasNote = note !== undefined && note !== null && note !== '';
  const faults = [
    amountFault(amount),
    textFault('reason', reason, reasonCharactersMax),
    hasNote ? textFault('note', note, noteCharactersMax) : undefined,
  ].filter((fault) => fault !== undefined);
  if (faults.length > 0) throw invalidData(faults.join(', '));
  return {
    amount: Number(textOf(amount)),
    reason: textOf(reason),
    ...(hasNote && { note: textOf(note) }),
  };
};

/** Parameter decorator: passes the refund in the request's body to the controller's method. */
export const RefundBody = createParamDecorator((_: unknown, context: ExecutionContext) =>
  requestedRefund(membersOf(context.switchToHttp().getRequest<FastifyRequest>())),
);
