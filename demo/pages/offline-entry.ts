/** As where a device knows that it has no network. */
Object.defineProperty(Navigator.prototype, 'onLine', { get: () => false });

// A module, so that its names are its own.
export {};
