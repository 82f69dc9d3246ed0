import './sign-in.css';
import { useEffect, useRef, useState, type SubmitEvent } from 'react';
import mark from '../mark.svg';
import { Fault, Notice } from '../ui/notice.js';
import { TextField } from '../ui/field.js';
import { signInAsClient, signInByCode, takeCode } from './sign-in.js';

interface Attempt {
  readonly isRunning: boolean;
  readonly error?: Error;
}

const asError = (error: unknown): Error =>
  error instanceof Error ? error : new Error(String(error));

/** Runs a sign-in and keeps its error for the page. A successful sign-in replaces the page. */
const useAttempt = () => {
  const [attempt, setAttempt] = useState<Attempt>({ isRunning: false });
  const run = (signIn: () => Promise<void>): void => {
    setAttempt({ isRunning: true });
    signIn().catch((error: unknown) => {
      setAttempt({ isRunning: false, error: asError(error) });
    });
  };
  return { attempt, run };
};

/**
 * Signs in with the one-time code in the page's URL, if there is one. The command `ledger console`
 * prints links with such codes.
 */
const useCodeInAddress = (run: (signIn: () => Promise<void>) => void): void => {
  const isTaken = useRef(false);
  useEffect(() => {
    if (isTaken.current) return;
    isTaken.current = true;
    const code = takeCode();
    if (code !== undefined) run(() => signInByCode(code));
  });
};

export const SignInPage = ({ reason }: { reason?: string }) => {
  const { attempt, run } = useAttempt();
  useCodeInAddress(run);
  useEffect(() => {
    document.title = 'Sign in · Capture ledger';
  }, []);
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    run(() => signInAsClient(textOf(form, 'clientId'), textOf(form, 'clientSecret')));
  };
  return (
    <main className="sign-in">
      <section className="panel sign-in-panel" aria-labelledby="sign-in-title">
        <p className="brand">
          <img src={mark} alt="" /> Capture ledger
        </p>
        <h1 id="sign-in-title">Sign in</h1>
        {reason !== undefined && attempt.error === undefined && (
          <Notice tone="warn">
            <p>{reason}</p>
          </Notice>
        )}
        {attempt.error !== undefined && <Fault error={attempt.error} title="Not signed in" />}
        <form className="form" onSubmit={submit}>
          <TextField label="Client id" name="clientId" required autoComplete="username" autoFocus />
          <TextField
            label="Client secret"
            name="clientSecret"
            type="password"
            required
            autoComplete="current-password"
          />
          <button className="button primary" type="submit" disabled={attempt.isRunning}>
            {attempt.isRunning ? 'Signing in…' : 'Sign in'}
          </button>
        </form>
        <p className="soft small">
          Or run <code>npx ledger console</code> where the ledger runs, and open the link that it
          prints. The scopes of a client decide what it can see and do. The token is kept only in
          the memory of this page: closing or reloading the page signs out.
        </p>
      </section>
    </main>
  );
};

const textOf = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
};
