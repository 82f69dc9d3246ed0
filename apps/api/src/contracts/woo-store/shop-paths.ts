/** The addresses of a call: with the version of the API, and without. */
export const shopPaths = (call: string): string[] => [
  `wp-json/wc/store/v1/${call}`,
  `wp-json/wc/store/${call}`,
];
