import { useState } from 'react';

interface Trail {
  /** The list that the cursors belong to. */
  readonly list: string;
  /** The cursors of the pages after the first, up to the one that is shown. */
  readonly cursors: readonly string[];
}

export interface CursorPages {
  readonly cursor: string | undefined;
  /** From 0. */
  readonly page: number;
  readonly back: () => void;
  readonly next: (cursor: string) => void;
}

/** The reader's place in a list of pages by cursor; another `list` begins at its first page. */
export const useCursorPages = (list: string): CursorPages => {
  const [trail, setTrail] = useState<Trail>({ list, cursors: [] });
  const cursors = trail.list === list ? trail.cursors : [];
  return {
    cursor: cursors.at(-1),
    page: cursors.length,
    back: () => {
      setTrail({ list, cursors: cursors.slice(0, -1) });
    },
    next: (cursor) => {
      setTrail({ list, cursors: [...cursors, cursor] });
    },
  };
};
