import { useEffect, useState } from 'react';
import { endSession, useSession } from '../session/session.js';
import { durationText } from '../time/times.js';
import { ThemeChoice } from './theme-choice.js';

const lookEveryMs = 30_000;
const msPerSecond = 1_000;

/** Ends the session when its token does, so that nothing is left on a screen that nobody guards. */
const useTimeLeft = (endsAt: number): number => {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => {
      setNow(Date.now());
      if (Date.now() >= endsAt) endSession('The session has ended after its hour. Sign in again.');
    }, lookEveryMs);
    return () => {
      clearInterval(timer);
    };
  }, [endsAt]);
  return (endsAt - now) / msPerSecond;
};

/** The signed-in client, the time until its token ends, and the button to sign out. */
export const SignedIn = () => {
  const { clientId, endsAt } = useSession();
  const seconds = useTimeLeft(endsAt);
  return (
    <div className="who">
      <div>
        <p className="id">{clientId}</p>
        <p className="soft small until">signed in for {durationText(seconds)}</p>
      </div>
      <div className="row">
        <ThemeChoice />
        <button className="button quiet" type="button" onClick={() => endSession()}>
          Sign out
        </button>
      </div>
    </div>
  );
};
