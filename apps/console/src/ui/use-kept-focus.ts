import { useLayoutEffect, useRef, type FocusEvent, type RefObject } from 'react';

interface KeptFocus<Kind extends HTMLElement> {
  readonly ref: RefObject<Kind | null>;
  readonly onFocus: (event: FocusEvent) => void;
}

/**
 * Keeps the keyboard focus in a list when the row with the focused button is removed. The browser
 * would move the focus to the body, so a keyboard user would start again at the top of the page.
 * With this hook the list gets the focus instead.
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
