import { VersionedMap } from '../collections/versioned-map.js';
import type { Answer, Order, OrderCapture } from './order.js';

interface Written extends Omit<Order, 'captures' | 'answers'> {
  readonly captures: readonly (readonly [string, OrderCapture])[];
  readonly answers: readonly (readonly [string, Answer])[];
}

/**
 * The fold as text, for keeping many of them in little memory. For the process that wrote it only: it is no format of
 * record and may change with the code.
 */
export const orderText = ({ captures, answers, ...order }: Order): string => {
  const written: Written = {
    ...order,
    captures: [...captures.entries()],
    answers: [...answers.entries()],
  };
  return JSON.stringify(written);
};

/** The fold that `orderText` wrote. */
export const orderFromText = (text: string): Order => {
  const { captures, answers, ...order } = JSON.parse(text) as Written;
  return { ...order, captures: VersionedMap.of(captures), answers: VersionedMap.of(answers) };
};
