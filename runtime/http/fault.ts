/** What the system says of a failure: its code and what it was doing; `''` where it does not say. */
export interface Fault {
  readonly code: string
  readonly syscall: string
}

/** What the system says of a failure; fetch and its kin keep it in different places. */
export function faultOf(cause: unknown): Fault {
  for (let at = cause; at instanceof Error; at = at.cause) {
    const { code, syscall, erroredSysCall } = at as Error & Record<string, unknown>
    if (typeof code === 'string') return { code, syscall: String(syscall ?? erroredSysCall ?? '') }
  }
  return { code: '', syscall: '' }
}

/** Failures of a connection that was never made: nothing was sent. */
const NOT_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ERR_CONNECT_TIMEOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])

/** Whether nothing was sent when it happened. */
export function isBeforeSending({ code, syscall }: Fault): boolean {
  return syscall === 'connect' || NOT_CONNECTED.has(code)
}
