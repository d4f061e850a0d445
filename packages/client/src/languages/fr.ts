import type { Words } from './words.js';

/** French, formal. */
export const words: Words = {
  label: 'Vérification avant l’envoi d’un code',
  checking: 'Veuillez patienter, nous vérifions votre demande.',
  checkingMore: 'De nombreux codes sont demandés en ce moment. La vérification prend un peu plus de temps.',
  done: 'La vérification est terminée.',
  waitFor: 'Vous pourrez demander un code dans {time}.',
  resendIn: 'Vous pourrez demander un autre code dans {time}.',
  ready: 'Vous pouvez maintenant demander un code.',
  otherWays: 'Nous ne pouvons pas envoyer de code sur votre téléphone pour le moment. Veuillez choisir un autre moyen.',
  denied: 'Nous ne pouvons pas envoyer de code à ce numéro. Veuillez le vérifier ou en utiliser un autre.',
  numberInvalid: 'Ce numéro semble incorrect. Veuillez le vérifier.',
  offline: 'La connexion n’a pas abouti. Veuillez vérifier votre accès à Internet et réessayer.',
  tryLater: 'Il y a eu trop de tentatives depuis votre réseau. Veuillez réessayer dans {time}.',
  insecure:
    'La vérification exige une connexion sécurisée. Veuillez ouvrir la page en https ou choisir un autre moyen.',
  failed: 'La vérification n’a pas abouti. Veuillez réessayer ou choisir un autre moyen.',
  expired: 'La vérification a expiré. Veuillez envoyer à nouveau le formulaire.',
  retry: 'Réessayer',
  textUs: 'Veuillez envoyer ce texte par SMS au {number}, depuis le téléphone dont vous avez saisi le numéro.',
  textUsWithin: 'Ce texte est valable {time}.',
  openMessages: 'Ouvrir l’application SMS',
  copy: 'Copier',
  copied: 'Copié',
};
