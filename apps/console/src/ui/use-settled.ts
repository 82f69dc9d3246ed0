import { useEffect, useState } from 'react';

/**
 * Returns the value only after it has not changed for `pauseMs`. While a user is typing, the
 * previous value is returned, so that no request is sent for each key.
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
