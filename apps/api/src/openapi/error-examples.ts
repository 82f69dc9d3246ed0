/** So many codes of one status are shown as examples; its description names all of them. */
const shownMax = 4;

/** The correlation id of all examples. */
export const exampleId = '3f0c1d1e-9b0b-4a52-8c1f-0e6a54d0e9b0';

type Examples = Readonly<Record<string, { readonly summary: string; readonly value: object }>>;

/** One example for each code that an operation answers with a status. */
export const errorExamples = (
  codes: readonly string[],
  bodyOf: (code: string) => { readonly summary: string; readonly value: object },
): Examples => Object.fromEntries(codes.slice(0, shownMax).map((code) => [code, bodyOf(code)]));
