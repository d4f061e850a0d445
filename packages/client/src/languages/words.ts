/**
 * The sentences of the widget in one language. Each is plain text: never markup, and in the page as text, not HTML.
 * `{time}` is a duration as `Intl.NumberFormat` writes it with a unit ("25 seconds", "2 minutes"), `{number}` a phone
 * number. A person sees none of this unless a wait is noticed, or they must act.
 */
export interface Words {
  /** What the widget does, as its accessible name; read aloud, not shown. No full stop. */
  readonly label: string;
  /** A wait is noticed: a submit is held until the proof is complete. */
  readonly checking: string;
  /** In place of `checking` once the server has raised the work, which it does while many codes are asked for. */
  readonly checkingMore: string;
  /** The check that was waited for is complete. */
  readonly done: string;
  /** A first code can be asked for in `{time}`. */
  readonly waitFor: string;
  /** A code was sent, another can be asked for in `{time}`. */
  readonly resendIn: string;
  /** The wait of `waitFor` or `resendIn` is over. */
  readonly ready: string;
  /** No code can be sent to a phone for now; the page's other ways are open. Names neither texts nor calls. */
  readonly otherWays: string;
  /** No code is ever sent to a number of this kind. */
  readonly denied: string;
  /** What was typed is no number the server can read. */
  readonly numberInvalid: string;
  /** The server was not reached, whichever side's fault that is. */
  readonly offline: string;
  /** Too many challenges were asked for from this network; again in `{time}`. */
  readonly tryLater: string;
  /** The page is no secure context, so that the browser has no WebCrypto. */
  readonly insecure: string;
  /** The check could not be completed, for any other reason. */
  readonly failed: string;
  /** What was checked is too old to be sent. */
  readonly expired: string;
  /** A button beside `offline` and `failed`: begins again. */
  readonly retry: string;
  /** Beside a text for the site's own `{number}`: text it there, from the phone whose number was typed. */
  readonly textUs: string;
  /** Below `textUs`: the text is taken for `{time}`. */
  readonly textUsWithin: string;
  /** A link that opens the phone's app for messages, with the text of `textUs` written. */
  readonly openMessages: string;
  /** A button: copies the text of `textUs`. */
  readonly copy: string;
  /** In place of `copy` for a moment, once it is copied. */
  readonly copied: string;
}
