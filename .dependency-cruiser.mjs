/** The only arrows between packages: hashwx <- core <- client, core <- server <- lab. Inside a package: no cycle, no own index. */
const packages = '^packages/([^/]+)/src/';

export default {
  forbidden: [
    { name: 'no-cycle', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'hashwx-stands-alone',
      severity: 'error',
      from: { path: '^packages/hashwx/src/' },
      to: { path: '^packages/(core|client|server|lab)/' },
    },
    {
      name: 'core-stands-alone',
      severity: 'error',
      from: { path: '^packages/core/src/' },
      to: { path: '^packages/(client|server)/' },
    },
    {
      name: 'client-knows-core-only',
      severity: 'error',
      from: { path: '^packages/client/src/' },
      to: { path: '^packages/server/' },
    },
    {
      name: 'server-knows-core-only',
      severity: 'error',
      from: { path: '^packages/server/src/' },
      to: { path: '^packages/client/' },
    },
    {
      name: 'nobody-knows-the-lab',
      severity: 'error',
      from: { path: '^packages/(core|client|server)/' },
      to: { path: '^packages/lab/' },
    },
    {
      name: 'lab-knows-no-client',
      severity: 'error',
      from: { path: '^packages/lab/src/' },
      to: { path: '^packages/client/' },
    },
    {
      name: 'lab-through-the-servers-two-doors',
      severity: 'error',
      from: { path: '^packages/lab/src/' },
      to: { path: '^packages/server/src/', pathNot: '^packages/server/src/(index|lab)\\.ts$' },
    },
    {
      name: 'other-packages-through-their-index',
      severity: 'error',
      from: { path: packages, pathNot: '^packages/lab/' },
      to: { path: '^packages/[^/]+/src/', pathNot: ['^packages/$1/src/', '^packages/[^/]+/src/index\\.ts$'] },
    },
    {
      name: 'no-import-of-own-index',
      severity: 'error',
      from: { path: packages },
      to: { path: '^packages/$1/src/index\\.ts$' },
    },
    {
      name: 'outside-uses-built-packages',
      severity: 'error',
      from: { path: '^(demo|examples|browsers|e2e|bench)/' },
      to: { path: '^packages/[^/]+/src/.+', dependencyTypesNot: ['aliased-tsconfig', 'aliased-workspace'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'default'] },
  },
};
