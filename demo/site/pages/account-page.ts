import { html } from '../../html.js';
import { type Account } from '../accounts.js';
import { layout } from './layout.js';

export interface AccountParts {
  readonly account: Account;
  readonly inboxUrl: string;
  readonly saved: boolean;
}

export function accountPage({ account, inboxUrl, saved }: AccountParts): string {
  const greeting = account.displayName === '' ? 'You are signed in' : `Hello, ${account.displayName}`;
  return layout({
    title: 'Your account',
    inboxUrl,
    signedIn: true,
    main: html`<div class="card">
      <h1>${greeting}</h1>
      <p class="lead">Signed in with <strong class="nowrap">${account.address}</strong>. ${reported(account)}</p>
      ${saved && html`<p class="news" role="status">Your name is saved.</p>`}
      <form method="post" action="/account/name">
        <div class="field">
          <label for="name">What shall we call you?</label>
          <input
            id="name"
            name="name"
            type="text"
            autocomplete="nickname"
            maxlength="40"
            required
            value="${account.displayName}"
            aria-describedby="name-hint"
          />
          <p class="hint" id="name-hint">
            Doing something real tells the gate that this number belongs to a person (outcome “trusted”).
          </p>
        </div>
        <button type="submit">Save my name</button>
      </form>
      <form method="post" action="/sign-out" class="aside">
        <button type="submit" class="quiet-button">Sign out</button>
      </form>
    </div>`,
  });
}

const reported = (account: Account) =>
  account.channel === 'sms' && 'The gate was told that the code came back (outcome “verified”).';
