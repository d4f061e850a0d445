interface PolicyFactory {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): unknown };
}

let policy: ReturnType<PolicyFactory['createPolicy']> | undefined;

/**
 * The address of one of our own scripts, as a page takes it that demands Trusted Types: by the policy `tollgate`, which its
 * `trusted-types` has to name. Elsewhere the text as it is. Throws where the policy is refused; then the main thread solves.
 *
 * Typed as the text that `Worker` is typed to take.
 */
export function scriptAddress(url: string): string {
  const { trustedTypes } = globalThis as { trustedTypes?: PolicyFactory };
  if (!trustedTypes) return url;
  policy ??= trustedTypes.createPolicy('tollgate', { createScriptURL: (address) => address });
  return policy.createScriptURL(url) as string;
}
