/**
 * The console's address. This script is served from the folder `assets/` of the console, so the
 * folder above is the console. No path is fixed in the code, so a proxy may serve the console under
 * any path prefix.
 */
const consoleUrl = new URL(/* @vite-ignore */ '..', import.meta.url);

/** The path under which the console's pages are, without a slash at its end. */
export const consolePath = consoleUrl.pathname.replace(/\/$/, '');

/** The address of the API, without a slash at its end. */
export const apiUrl = new URL(import.meta.env.DEV ? '.' : '..', consoleUrl).href.replace(/\/$/, '');
