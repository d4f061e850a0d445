/** The vendors' code could not be loaded: the page's policy or an extension blocks it, or the network failed. */
export class VendorBlocked extends Error {
  override readonly name = 'VendorBlocked';
}
