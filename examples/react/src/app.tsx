import { useState } from 'react';
import { SignUp } from './sign-up.js';

export function App() {
  const [phone, setPhone] = useState<string>();
  const [wantsEmail, setWantsEmail] = useState(false);
  return (
    <main>
      <h1>Sign up</h1>
      {phone !== undefined && <Notice text={`We texted you a code, to ${phone}`} />}
      {wantsEmail && <Notice text="Your site asks for an email address here" />}
      {phone === undefined && !wantsEmail && <SignUp onTexted={setPhone} onEmail={() => setWantsEmail(true)} />}
    </main>
  );
}

/** Takes the focus of the form that it comes in place of, so that it is read out and the keyboard goes on from there. */
function Notice({ text }: { readonly text: string }) {
  return (
    <p tabIndex={-1} ref={(node) => node?.focus()}>
      {text}
    </p>
  );
}
