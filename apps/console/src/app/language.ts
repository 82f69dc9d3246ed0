const fallback = 'en-US';

/** True for a language tag that `Intl` knows. Some browsers have others, such as `en-US@posix`. */
export const isKnownLanguage = (tag: string): boolean => {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
};

/** Replaces an unknown language of the browser: the library of the plots fails to load with it. */
export const ensureKnownLanguage = (): void => {
  if (!isKnownLanguage(navigator.language))
    Object.defineProperty(navigator, 'language', { value: fallback, configurable: true });
};
