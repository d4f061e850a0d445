import type { Words } from './words.js';

/** German, formal. */
export const words: Words = {
  label: 'Prüfung vor dem Senden eines Codes',
  checking: 'Einen Moment bitte, wir prüfen Ihre Anfrage.',
  checkingMore: 'Im Moment werden viele Codes angefordert. Die Prüfung dauert etwas länger.',
  done: 'Die Prüfung ist abgeschlossen.',
  waitFor: 'Sie können in {time} einen Code anfordern.',
  resendIn: 'Sie können in {time} einen neuen Code anfordern.',
  ready: 'Sie können jetzt einen Code anfordern.',
  otherWays: 'Wir können gerade keinen Code an Ihr Telefon senden. Bitte wählen Sie einen anderen Weg.',
  denied: 'Wir können keinen Code an diese Nummer senden. Bitte prüfen Sie die Nummer oder nutzen Sie eine andere.',
  numberInvalid: 'Die Telefonnummer scheint nicht zu stimmen. Bitte prüfen Sie die Nummer.',
  offline: 'Es besteht keine Verbindung. Bitte prüfen Sie Ihren Internetzugang und versuchen Sie es erneut.',
  tryLater: 'Aus Ihrem Netz kamen zu viele Versuche. Bitte versuchen Sie es in {time} erneut.',
  insecure: 'Die Verbindung ist nicht sicher. Bitte öffnen Sie die Seite mit https oder wählen Sie einen anderen Weg.',
  failed: 'Die Prüfung war nicht möglich. Bitte versuchen Sie es erneut oder wählen Sie einen anderen Weg.',
  expired: 'Die Prüfung ist abgelaufen. Bitte senden Sie das Formular erneut ab.',
  retry: 'Erneut versuchen',
  textUs: 'Bitte senden Sie diesen Text vom Telefon mit der eingegebenen Nummer per SMS an {number}.',
  textUsWithin: 'Der Text ist {time} gültig.',
  openMessages: 'Nachrichten-App öffnen',
  copy: 'Kopieren',
  copied: 'Kopiert',
};
