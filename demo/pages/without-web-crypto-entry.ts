/** As on a page that is served by http. */
Object.defineProperty(crypto, 'subtle', { value: undefined });

// A module, so that its names are its own.
export {};
