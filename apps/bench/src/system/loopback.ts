const loopback = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** Whether the address is of this machine. A bench sends all it can, which is nobody else's network to carry. */
export const isLoopback = (url: string): boolean => loopback.test(new URL(url).hostname);

/** Throws if one of the addresses is not of this machine. */
export const assertLoopback = (urls: readonly (string | undefined)[]): void => {
  for (const url of urls) {
    if (url !== undefined && !isLoopback(url)) throw new Error(`${new URL(url).host} is not here.`);
  }
};
