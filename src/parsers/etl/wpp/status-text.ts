import { HRESULTS, NT_STATUS, WINDOWS_ERROR } from './status-names.ts'

/** Facility and flag with which HRESULT_FROM_WIN32 and HRESULT_FROM_NT wrap another code. */
const WIN32_FACILITY = 0x8007
const NT_FLAG = 0x1000_0000
/**
 * Facilities of HTTP (winerror.h: HTTP_E_STATUS_…) and of SIP (RTC Client API:
 * FACILITY_SIP_STATUS_CODE). The lower half is the status.
 */
const HTTP_FACILITY = 0x8019
const SIP_FACILITY = 0x80ef

/** The code in hexadecimal, followed by its name if that is known. */
const formatCode = (code: number, name: string | undefined): string =>
  `0x${code.toString(16).padStart(8, '0')}${name === undefined ? '' : `(${name})`}`

/** `0xc0000001(STATUS_UNSUCCESSFUL)` */
export const formatNtStatus = (code: number): string => formatCode(code, NT_STATUS[code])

/** `0x00002ee2(ERROR_WINHTTP_TIMEOUT)` */
export const formatWindowsError = (code: number): string => formatCode(code, WINDOWS_ERROR[code])

/** `0x80190190(HTTP 400)` */
export const formatHresult = (code: number): string =>
  formatCode(code, HRESULTS[code] ?? findWrappedName(code))

/** Name of a code that an HRESULT wraps; undefined when it is unknown. */
function findWrappedName(code: number): string | undefined {
  const facility = code >>> 16
  const inner = code & 0xffff
  if (facility === WIN32_FACILITY) return WINDOWS_ERROR[inner]
  if ((facility === HTTP_FACILITY || facility === SIP_FACILITY) && inner >= 100 && inner < 700)
    return `${facility === HTTP_FACILITY ? 'HTTP' : 'SIP'} ${inner}`
  return (code & NT_FLAG) !== 0 ? NT_STATUS[(code & ~NT_FLAG) >>> 0] : undefined
}
