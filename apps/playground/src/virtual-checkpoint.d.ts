declare module 'virtual:checkpoint' {
  /** Where the embedded model's checkpoint is served; null when the page was built without one. */
  const address: string | null
  export default address
}
