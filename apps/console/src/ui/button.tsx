import type { ReactNode } from 'react';

interface ButtonProps {
  /** Beside `button`: `primary`, `danger`. */
  readonly look?: string;
  /** It cannot be pressed now. */
  readonly isOff?: boolean;
  readonly onPress: () => void;
  readonly children: ReactNode;
}

/**
 * A button that keeps the focus while it cannot be pressed. A disabled one loses it, and who works
 * by keyboard would begin at the top of the page after each press of `Next`.
 */
export const Button = ({ look = '', isOff = false, onPress, children }: ButtonProps) => (
  <button
    className={`button ${look}`.trim()}
    type="button"
    aria-disabled={isOff}
    onClick={() => {
      if (!isOff) onPress();
    }}
  >
    {children}
  </button>
);
