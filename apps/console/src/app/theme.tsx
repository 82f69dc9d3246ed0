import { useState } from 'react';

/** The colours of the console; `system` follows the reader's system. */
export type Theme = 'system' | 'light' | 'dark';

const key = 'ledger-console-theme';
const isTheme = (text: string | null): text is Theme =>
  text === 'system' || text === 'light' || text === 'dark';

/** The chosen colours. The console stores nothing else in a browser. */
export const keptTheme = (): Theme => {
  try {
    const kept = localStorage.getItem(key);
    return isTheme(kept) ? kept : 'system';
  } catch {
    // Storage may be switched off.
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
    // Without storage the next visit begins with the theme of the system.
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
