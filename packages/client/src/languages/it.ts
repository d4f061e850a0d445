import type { Words } from './words.js';

/** Italian, formal; buttons in the second person, as is usual. */
export const words: Words = {
  label: 'Verifica prima dell’invio di un codice',
  checking: 'Attenda un momento, stiamo verificando la richiesta.',
  checkingMore: 'Al momento le richieste di codici sono molte. La verifica durerà un po’ più a lungo.',
  done: 'La verifica è completata.',
  waitFor: 'Potrà richiedere un codice tra {time}.',
  resendIn: 'Potrà richiedere un altro codice tra {time}.',
  ready: 'Ora può richiedere un codice.',
  otherWays: 'Al momento non possiamo inviare un codice al suo telefono. Scelga un’altra modalità.',
  denied: 'Non possiamo inviare un codice a questo numero. Lo controlli o ne usi un altro.',
  numberInvalid: 'Il numero non sembra corretto. Lo controlli, per favore.',
  offline: 'Non è stato possibile connettersi. Controlli la connessione a internet e riprovi.',
  tryLater: 'Ci sono stati troppi tentativi dalla sua rete. Riprovi tra {time}.',
  insecure: 'La verifica richiede una connessione sicura. Apra la pagina con https o scelga un’altra modalità.',
  failed: 'Non è stato possibile completare la verifica. Riprovi o scelga un’altra modalità.',
  expired: 'La verifica è scaduta. Invii di nuovo il modulo.',
  retry: 'Riprova',
  textUs: 'Invii questo testo via SMS al numero {number}, dal telefono di cui ha inserito il numero.',
  textUsWithin: 'Questo testo è valido per {time}.',
  openMessages: 'Apri l’app dei messaggi',
  copy: 'Copia',
  copied: 'Copiato',
};
