import type { Words } from './words.js';

/** Spanish, formal, for Spain and America alike. */
export const words: Words = {
  label: 'Verificación antes de enviar un código',
  checking: 'Espere un momento, por favor. Estamos verificando su solicitud.',
  checkingMore: 'En este momento se solicitan muchos códigos. La verificación tardará un poco más.',
  done: 'La verificación ha terminado.',
  waitFor: 'Podrá solicitar un código dentro de {time}.',
  resendIn: 'Podrá solicitar otro código dentro de {time}.',
  ready: 'Ya puede solicitar un código.',
  otherWays: 'En este momento no podemos enviar un código a su teléfono. Por favor, elija otra opción.',
  denied: 'No podemos enviar un código a este número. Por favor, revíselo o utilice otro.',
  numberInvalid: 'Este número no parece correcto. Por favor, revíselo.',
  offline: 'No se ha podido conectar. Por favor, revise su conexión e inténtelo de nuevo.',
  tryLater: 'Ha habido demasiados intentos desde su red. Por favor, inténtelo de nuevo dentro de {time}.',
  insecure: 'La verificación requiere una conexión segura. Por favor, abra la página con https o elija otra opción.',
  failed: 'No se ha podido completar la verificación. Por favor, inténtelo de nuevo o elija otra opción.',
  expired: 'La verificación ha caducado. Por favor, envíe el formulario de nuevo.',
  retry: 'Intentar de nuevo',
  textUs: 'Por favor, envíe este texto por SMS al {number} desde el teléfono cuyo número ha indicado.',
  textUsWithin: 'Este texto es válido durante {time}.',
  openMessages: 'Abrir la aplicación de mensajes',
  copy: 'Copiar',
  copied: 'Copiado',
};
