import { useEffect, useState } from 'react';

/**
 * The last value that has not changed for `pauseMs`, such as the text of a field while the user
 * types.
 */
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
