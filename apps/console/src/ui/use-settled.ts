import { useEffect, useState } from 'react';

/** A value that changes quickly, once it has rested: a text while it is typed, a slider. */
export const useSettled = <Value>(value: Value, pauseMs: number): Value => {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => {
      setSettled(value);
    }, pauseMs);
    return () => {
      clearTimeout(timer);
    };
  }, [value, pauseMs]);
  return settled;
};

const typingPauseMs = 250;

export const useSettledText = (text: string): string => useSettled(text, typingPauseMs);
