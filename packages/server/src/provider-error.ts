import { TollgateError } from './tollgate-error.js';

export interface ProviderAnswer {
  /** HTTP status of the provider's answer; absent where none came. */
  readonly status?: number | undefined;
  /** The provider's own code, or the code of the broken connection. */
  readonly providerCode?: number | string | undefined;
}

/**
 * A provider did not take a text: `provider-refused` (it answered 4xx, nothing was accepted), `provider-failed` (any
 * other answer) or `provider-silent` (none). It holds no message and no cause of the provider's: those carry numbers,
 * texts and credentials, and errors end up in logs.
 */
export class ProviderError extends TollgateError {
  override readonly name: string = 'ProviderError';
  readonly status: number | undefined;
  readonly providerCode: number | string | undefined;

  constructor(
    provider: string,
    code: 'provider-refused' | 'provider-failed' | 'provider-silent',
    { status, providerCode }: ProviderAnswer = {},
  ) {
    const details = [status, providerCode].filter((detail) => detail !== undefined).join(', ');
    super(code, `${provider}: ${code}${details && ` (${details})`}`);
    this.status = status;
    this.providerCode = providerCode;
  }
}
