/** Version of the HTTP interface, its bodies and its stream. Raised by whatever an older reader would misread. */
export const PROTOCOL_VERSION = 1
