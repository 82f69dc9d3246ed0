/**
 * The addresses of the console and of the API, found from where this script was loaded, so that a
 * proxy may put a path prefix before both. The built script is in `assets/`.
 */
const consoleUrl = new URL(/* @vite-ignore */ '..', import.meta.url);

/** The path under which the console's pages are, without a slash at its end. */
export const consolePath = consoleUrl.pathname.replace(/\/$/, '');

/** The address of the API, without a slash at its end. */
export const apiUrl = new URL(import.meta.env.DEV ? '.' : '..', consoleUrl).href.replace(/\/$/, '');
