import { useState } from 'react';
import { keepTheme, keptTheme, type Theme } from './theme.js';

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
