import { useLayoutEffect, useRef, type FocusEvent, type RefObject } from 'react';

interface KeptFocus<Kind extends HTMLElement> {
  readonly ref: RefObject<Kind | null>;
  readonly onFocus: (event: FocusEvent) => void;
}

/**
 * Keeps the focus near a row that is removed. If the focused button is in that row, the browser
 * moves the focus to the body, and a user of the keyboard would begin at the top of the page. With
 * this hook the list gets the focus instead.
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
