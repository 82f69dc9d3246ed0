const fallback = 'en-US';

/** True for a tag that `Intl` takes; a browser may have one that it does not, `en-US@posix` say. */
export const isKnownLanguage = (tag: string): boolean => {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
};

/** The plots format numbers by the browser's language when they load, and fail at a wrong one. */
export const ensureKnownLanguage = (): void => {
  if (!isKnownLanguage(navigator.language))
    Object.defineProperty(navigator, 'language', { value: fallback, configurable: true });
};
