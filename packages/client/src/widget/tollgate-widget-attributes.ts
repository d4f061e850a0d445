/** The attributes of `<tollgate-widget>`, as templates of frameworks type them; what each says is in `TollgateWidgetElement`. */
export interface TollgateWidgetAttributes {
  readonly endpoint: string;
  readonly action: string;
  readonly channel?: 'sms' | 'voice' | undefined;
  readonly phone?: string | undefined;
  readonly country?: string | undefined;
  readonly price?: 'complete' | 'submit' | undefined;
  readonly workers?: number | string | undefined;
  readonly signals?: 'off' | undefined;
  readonly 'worker-url'?: string | undefined;
  readonly name?: string | undefined;
  readonly field?: string | undefined;
  readonly appearance?: 'interaction-only' | 'always' | undefined;
  readonly theme?: 'auto' | 'light' | 'dark' | undefined;
  readonly size?: 'normal' | 'compact' | undefined;
  readonly language?: string | undefined;
  readonly 'resend-in'?: number | string | undefined;
  readonly reply?: string | undefined;
  readonly nonce?: string | undefined;
}
