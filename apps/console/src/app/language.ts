const fallback = 'en-US';

/**
 * True for a language tag that `Intl` accepts. Some browsers report tags that it rejects, such as
 * `en-US@posix`.
 */
export const isKnownLanguage = (tag: string): boolean => {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
};

/**
 * Replaces a language of the browser that `Intl` does not know, because the library that draws the
 * plots fails to load with such a language.
 */
export const ensureKnownLanguage = (): void => {
  if (!isKnownLanguage(navigator.language))
    Object.defineProperty(navigator, 'language', { value: fallback, configurable: true });
};
