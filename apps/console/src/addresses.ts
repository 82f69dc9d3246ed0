/**
 * The address of the console. It follows from the address of this script, which is in the folder
 * `assets/` of the console, so a proxy may add any path prefix.
 */
const consoleUrl = new URL(/* @vite-ignore */ '..', import.meta.url);

/** The path under which the console's pages are, without a slash at its end. */
export const consolePath = consoleUrl.pathname.replace(/\/$/, '');

/** The address of the API, without a slash at its end. */
export const apiUrl = new URL(import.meta.env.DEV ? '.' : '..', consoleUrl).href.replace(/\/$/, '');
