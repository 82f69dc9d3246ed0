/** A text of a caller without what a terminal would act on: control characters, and those that turn the line round. */
export const printable = (text: string): string =>
  // eslint-disable-next-line no-control-regex -- These are the ones that are meant.
  text.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
