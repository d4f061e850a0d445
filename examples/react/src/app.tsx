import { useState } from 'react';
import { SignUp } from './sign-up.js';

export function App() {
  const [phone, setPhone] = useState<string>();
  return (
    <main>
      <h1>Sign up</h1>
      {phone === undefined ? <SignUp onTexted={setPhone} /> : <p>We texted you a code, to {phone}</p>}
    </main>
  );
}
