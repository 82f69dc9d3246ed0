import { useId, useLayoutEffect, useRef, type ReactNode } from 'react';

interface DialogProps {
  readonly title: ReactNode;
  readonly onClose: () => void;
  /**
   * True while a command was sent and its outcome is unknown. The dialogue cannot be closed then.
   */
  readonly isBusy?: boolean;
  /** The buttons at the bottom of the dialogue. */
  readonly foot?: ReactNode;
  readonly children: ReactNode;
}

/**
 * A modal dialogue that Escape closes as well. After closing, the keyboard focus returns to the
 * element that had it before.
 */
export const Dialog = ({ title, onClose, isBusy = false, foot, children }: DialogProps) => {
  const id = useId();
  const element = useRef<HTMLDialogElement>(null);
  // Closing the dialogue returns the keyboard focus, but only while the dialogue is still in the
  // page. A layout effect is cleaned up before the removal, and a plain effect after it.
  useLayoutEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    return () => {
      dialog?.close();
      // The element that had the focus before may be gone or disabled. The main part of the page
      // gets the focus then.
      const focused = document.activeElement;
      if (focused === document.body || dialog?.contains(focused) === true)
        document.getElementById('main')?.focus({ preventScroll: true });
    };
  }, []);
  return (
    <dialog
      className="dialog"
      ref={element}
      aria-labelledby={id}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        // `cancel` is prevented below, but browsers close a dialogue at a second Escape all the
        // same. The key itself is therefore handled here.
        event.preventDefault();
        event.stopPropagation();
        if (!isBusy) onClose();
      }}
      onCancel={(event) => {
        event.preventDefault();
        event.stopPropagation();
        if (!isBusy) onClose();
      }}
    >
      <div className="dialog-head">
        <h2 id={id}>{title}</h2>
        <button className="button quiet" type="button" disabled={isBusy} onClick={onClose}>
          Close
        </button>
      </div>
      <div className="dialog-body">{children}</div>
      {foot !== undefined && <div className="dialog-foot">{foot}</div>}
    </dialog>
  );
};
