import { useId, useLayoutEffect, useRef, type ReactNode } from 'react';

interface DialogProps {
  readonly title: ReactNode;
  readonly onClose: () => void;
  /** True while the outcome of a sent command is not known: the dialogue cannot be closed. */
  readonly isBusy?: boolean;
  /** The buttons below the content. */
  readonly foot?: ReactNode;
  readonly children: ReactNode;
}

/**
 * A modal dialogue, which Escape closes too. Then the element that had the focus before gets it
 * back.
 */
export const Dialog = ({ title, onClose, isBusy = false, foot, children }: DialogProps) => {
  const id = useId();
  const element = useRef<HTMLDialogElement>(null);
  // The cleanup of a layout effect runs before the element is removed. After the removal, the
  // dialogue could not give the focus back.
  useLayoutEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    return () => {
      dialog?.close();
      // If the element that had the focus before is gone or disabled, the page gets the focus.
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
        // Browsers close a dialogue at the second Escape even if `cancel` was prevented.
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
