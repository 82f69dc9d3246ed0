import { defineConfig } from 'vite';

/** The development server (`npx vite apps/console`) forwards API calls to this address. */
const api = process.env['LEDGER_URL'] ?? 'http://127.0.0.1:8080';

/**
 * Builds the console (docs/console.md). All URLs in the build are relative, so that a proxy can
 * serve it under any path (see `addresses.ts`).
 */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  build: {
    outDir: '../../dist/apps/console/public',
    emptyOutDir: true,
    target: 'es2022',
    // Small images are not embedded as data URLs, because browsers cache files but not embedded
    // images.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      onLog: (level, log, tell) => {
        // Some libraries contain `"use client"`, which matters only when React is rendered on a
        // server. The bundler's warning about it is noise here.
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') tell(level, log);
      },
    },
  },
  server: {
    proxy: Object.fromEntries(['/v1', '/oauth2', '/health'].map((path) => [path, api])),
  },
});
