/** Loaded with the first puzzle that needs it: two thirds of a solver's size, and the preferred row does without. */
export { argon2id } from 'hash-wasm';
