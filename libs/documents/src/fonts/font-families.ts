/** A font of the Noto family, by the name of its package. */
export type FamilyName = `noto-sans-${string}`;

const byScript: readonly (readonly [RegExp, FamilyName])[] = [
  [/\p{Script=Arabic}/u, 'noto-sans-arabic'],
  [/\p{Script=Hebrew}/u, 'noto-sans-hebrew'],
  [/\p{Script=Thai}/u, 'noto-sans-thai'],
  [/\p{Script=Devanagari}/u, 'noto-sans-devanagari'],
  [/\p{Script=Bengali}/u, 'noto-sans-bengali'],
  [/\p{Script=Tamil}/u, 'noto-sans-tamil'],
  [/\p{Script=Telugu}/u, 'noto-sans-telugu'],
  [/\p{Script=Kannada}/u, 'noto-sans-kannada'],
  [/\p{Script=Sinhala}/u, 'noto-sans-sinhala'],
  [/\p{Script=Khmer}/u, 'noto-sans-khmer'],
  [/\p{Script=Ethiopic}/u, 'noto-sans-ethiopic'],
  [/\p{Script=Hangul}/u, 'noto-sans-kr'],
  [/[\p{Script=Hiragana}\p{Script=Katakana}ー]/u, 'noto-sans-jp'],
];

const hanzi = /[\p{Script=Han}\p{Script=Bopomofo}\u3000-\u303f\u30fb\uff01-\uffee]/u;
const kana = /[\p{Script=Hiragana}\p{Script=Katakana}]/u;
const hangul = /\p{Script=Hangul}/u;

/** China, Japan and Korea write some of the same characters differently: the letters beside them tell which is meant. */
const hanziFamilies = (text: string): readonly FamilyName[] => {
  if (kana.test(text)) return ['noto-sans-jp', 'noto-sans-sc', 'noto-sans-kr'];
  if (hangul.test(text)) return ['noto-sans-kr', 'noto-sans-jp', 'noto-sans-sc'];
  return ['noto-sans-sc', 'noto-sans-jp', 'noto-sans-kr'];
};

/** The fonts in which a letter of a text may be found, the best first; none for letters that the base fonts have. */
export const familiesOf = (letter: string, text: string): readonly FamilyName[] => {
  if (hanzi.test(letter)) return hanziFamilies(text);
  const found = byScript.find(([script]) => script.test(letter));
  return found === undefined ? [] : [found[1]];
};
