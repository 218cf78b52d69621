declare module 'virtual:checkpoint' {
  /** Where the embedded models' checkpoints are served, by task; without those that were not there when the page was built. */
  const addresses: { readonly countdown?: string; readonly prosqa?: string }
  export default addresses
}
