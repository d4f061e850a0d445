/** What the stand-in lets in. Made up, and of no use anywhere else. */
export const STAND_IN_ACCOUNT = {
  accountSid: `AC${'0'.repeat(32)}`,
  authToken: 'only-the-stand-in-knows-me',
  verifyServiceSid: `VA${'0'.repeat(32)}`,
  /** The one number it sends from: Twilio's own test number. */
  from: '+15005550006',
} as const;

export interface StandInAccount {
  readonly accountSid: string;
  readonly authToken: string;
  readonly from: string;
}
