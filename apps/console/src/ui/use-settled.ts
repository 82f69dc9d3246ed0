import { useEffect, useState } from 'react';

/** The last value that has not changed for `pauseMs`: of a text while it is typed, or a slider. */
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
