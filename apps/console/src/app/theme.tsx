import { useState } from 'react';

/** The colours of the console. `system` follows the setting of the user's operating system. */
export type Theme = 'system' | 'light' | 'dark';

const key = 'ledger-console-theme';
const isTheme = (text: string | null): text is Theme =>
  text === 'system' || text === 'light' || text === 'dark';

/** The colours that the user chose. Nothing else of the console is stored in the browser. */
export const keptTheme = (): Theme => {
  try {
    const kept = localStorage.getItem(key);
    return isTheme(kept) ? kept : 'system';
  } catch {
    // The browser may forbid storage. The colours of the system are used then.
    return 'system';
  }
};

export const applyTheme = (theme: Theme): void => {
  document.documentElement.dataset['theme'] = theme;
};

const keepTheme = (theme: Theme): void => {
  applyTheme(theme);
  try {
    localStorage.setItem(key, theme);
  } catch {
    // The browser may forbid storage. The choice then lasts only until the page is closed.
  }
};

const nextOf: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };
const names: Readonly<Record<Theme, string>> = {
  system: 'System',
  light: 'Light',
  dark: 'Dark',
};

export const ThemeChoice = () => {
  const [theme, setTheme] = useState(keptTheme);
  const next = nextOf[theme];
  return (
    <button
      className="button quiet"
      type="button"
      aria-label={`Colours: ${names[theme]}. Change to ${names[next]}`}
      onClick={() => {
        keepTheme(next);
        setTheme(next);
      }}
    >
      {names[theme]}
    </button>
  );
};
