import tseslint from 'typescript-eslint';

/** No console, no dynamic code, no default exports where a name says more. */
const house = {
  'no-console': 'error',
  eqeqeq: 'error',
  'max-params': ['error', 3],
  complexity: ['error', 15],
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
  // A checked index is written `!` where the loop's own bound proves it.
  '@typescript-eslint/no-non-null-assertion': 'off',
  // Members of parsed JSON are read as value['name']: TypeScript demands it of index signatures.
  '@typescript-eslint/dot-notation': 'off',
  '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
  // An async function may answer at once: the store and the primitives do on Node.
  '@typescript-eslint/require-await': 'off',
};

export default tseslint.config(
  { ignores: ['**/dist/', '**/node_modules/', 'test-results/', 'playwright-report/', 'mutation/'] },
  {
    files: ['**/*.{ts,tsx}'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: house,
  },
  {
    files: ['demo/**', 'examples/**', 'bench/**', 'scripts/**', 'e2e/**'],
    rules: { 'no-console': 'off' },
  },
  {
    // A device's clock may be years off: what a page must know of time, it has from the server or counts itself.
    files: ['packages/client/src/**'],
    rules: { 'no-restricted-globals': ['error', { name: 'Date', message: 'The device’s clock is not to be used.' }] },
  },
  {
    files: ['**/test/**', 'e2e/**'],
    rules: { 'max-params': 'off' },
  },
);
