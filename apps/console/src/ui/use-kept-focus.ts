import { useLayoutEffect, useRef, type FocusEvent, type RefObject } from 'react';

interface KeptFocus<Kind extends HTMLElement> {
  readonly ref: RefObject<Kind | null>;
  readonly onFocus: (event: FocusEvent) => void;
}

/**
 * Keeps the focus of a list whose rows can go. With the button that had it the browser would give
 * it to the body, and somebody who works by keyboard would begin at the top of the page: the list
 * takes it instead.
 */
export const useKeptFocus = <Kind extends HTMLElement>(): KeptFocus<Kind> => {
  const ref = useRef<Kind>(null);
  const last = useRef<EventTarget>(null);
  useLayoutEffect(() => {
    const had = last.current;
    if (!(had instanceof Element) || had.isConnected) return;
    last.current = null;
    if (document.activeElement === document.body) ref.current?.focus({ preventScroll: true });
  });
  return {
    ref,
    onFocus: ({ target }) => {
      last.current = target;
    },
  };
};
