/** The colours of the console; `system` follows the reader's system. */
export type Theme = 'system' | 'light' | 'dark';

const key = 'ledger-console-theme';
const isTheme = (text: string | null): text is Theme =>
  text === 'system' || text === 'light' || text === 'dark';

/** The only thing that the console stores in a browser. */
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

export const keepTheme = (theme: Theme): void => {
  applyTheme(theme);
  try {
    localStorage.setItem(key, theme);
  } catch {
    // Without storage the next visit begins with the theme of the system.
  }
};
