import '@fontsource-variable/inter/wght.css';
import './theme/tokens.css';
import './theme/base.css';
import './theme/layout.css';
import './theme/controls.css';
import './theme/data.css';
import './theme/table.css';
import './theme/plot.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/app.js';
import { ensureKnownLanguage } from './app/language.js';
import { applyTheme, keptTheme } from './app/theme.js';

ensureKnownLanguage();
applyTheme(keptTheme());
const root = document.getElementById('console');
if (root === null) throw new Error('The page has no place for the console');
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
