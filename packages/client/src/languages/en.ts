import type { Words } from './words.js';

/** English, British. The language of every other language's missing sentences. */
export const words: Words = {
  label: 'Check before a code is sent',
  checking: 'Please wait a moment while we check your request.',
  checkingMore: 'Many codes are being asked for at the moment. The check takes a little longer.',
  done: 'The check is complete.',
  waitFor: 'You can ask for a code in {time}.',
  resendIn: 'You can ask for another code in {time}.',
  ready: 'You can ask for a code now.',
  otherWays: 'We cannot send a code to your phone right now. Please choose another way.',
  denied: 'We cannot send a code to this number. Please check it or use another number.',
  numberInvalid: 'The phone number seems to be incorrect. Please check it.',
  offline: 'No connection could be made. Please check your internet connection and try again.',
  tryLater: 'There have been too many attempts from your network. Please try again in {time}.',
  insecure: 'The check needs a secure connection. Please open this page’s https address or choose another way.',
  failed: 'The check could not be completed. Please try again or choose another way.',
  expired: 'The check has expired. Please send the form again.',
  retry: 'Try again',
  textUs: 'Please text this to {number}, from the phone whose number you entered.',
  textUsWithin: 'It is valid for {time}.',
  openMessages: 'Open the messages app',
  copy: 'Copy',
  copied: 'Copied',
};
