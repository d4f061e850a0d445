import { type SyntheticEvent, useRef } from 'react';
import { Tollgate, type TollgateWidgetElement } from '@tollgate/client/react';

interface SignUpProps {
  /** Called with the number once a text is on its way. */
  readonly onTexted: (phone: string) => void;
  /** Called by whom the gate named email, and who takes it. */
  readonly onEmail: () => void;
}

/** Asks for a number. */
export function SignUp({ onTexted, onEmail }: SignUpProps) {
  const widget = useRef<TollgateWidgetElement>(null);

  async function signUp(form: HTMLFormElement): Promise<void> {
    const fields = new FormData(form);
    const response = await fetch('/sign-up', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(Object.fromEntries(fields)),
    }).catch(() => Response.error());
    if (response.ok) onTexted(fields.get('phone') as string);
    // Shows what the gate answered, or that nothing came; after more work there is another token now.
    else if (await widget.current?.answer(response)) form.requestSubmit();
  }

  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    void signUp(event.currentTarget);
  };
  return (
    <form onSubmit={submit}>
      <label>
        Phone <input type="tel" name="phone" autoComplete="tel" required />
      </label>
      <Tollgate ref={widget} endpoint="/tollgate" action="signup" country="US">
        <button type="button" data-way="email" onClick={onEmail} hidden>
          Email me instead
        </button>
      </Tollgate>
      <button>Text me a code</button>
    </form>
  );
}
