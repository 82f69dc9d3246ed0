import { defineConfig } from 'vite';

/** The API that gets the calls of a development server (`npx vite apps/console`). */
const api = process.env['LEDGER_URL'] ?? 'http://127.0.0.1:8080';

/**
 * The build of the console (docs/console.md). All addresses in it are relative (`addresses.ts`).
 */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  build: {
    outDir: '../../dist/apps/console/public',
    emptyOutDir: true,
    target: 'es2022',
    // Images stay files, which browsers cache.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      onLog: (level, log, tell) => {
        // `"use client"` in a library is for servers that render React, so no warning is needed.
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') tell(level, log);
      },
    },
  },
  server: {
    proxy: Object.fromEntries(['/v1', '/oauth2', '/health'].map((path) => [path, api])),
  },
});
