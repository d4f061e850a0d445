/** As in windows where a browser refuses to keep anything. */
Object.defineProperty(globalThis, 'indexedDB', {
  get() {
    throw new DOMException('refused', 'SecurityError');
  },
});

// A module, so that its names are its own.
export {};
