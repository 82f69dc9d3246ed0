import type { ReactNode } from 'react';

interface ButtonProps {
  /** Beside `button`: `primary`, `danger`. */
  readonly look?: string;
  readonly isOff?: boolean;
  readonly onPress: () => void;
  readonly children: ReactNode;
}

/**
 * A button that keeps the focus while it cannot be pressed. A disabled one loses it: by
 * keyboard each press of `Next` would end at the top of the page.
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
