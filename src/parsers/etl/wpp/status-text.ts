import { HRESULTS, NT_STATUS, WINDOWS_ERROR } from './status-names.ts'

/** HRESULT_FROM_WIN32 and HRESULT_FROM_NT put a code of another kind into an HRESULT. */
const OF_WINDOWS = 0x8007
const OF_NT = 0x1000_0000
/**
 * Of HTTP (winerror.h: HTTP_E_STATUS_…) and of SIP (RTC Client API: FACILITY_SIP_STATUS_CODE): the
 * status is the code.
 */
const OF_HTTP = 0x8019
const OF_SIP = 0x80ef

/** The code always, as the rules and the documentation name it; its name where that is known. */
const formatCode = (code: number, name: string | undefined): string =>
  `0x${code.toString(16).padStart(8, '0')}${name === undefined ? '' : `(${name})`}`

/** `0xc0000001(STATUS_UNSUCCESSFUL)` */
export const formatNtStatus = (code: number): string => formatCode(code, NT_STATUS[code])

/** `0x00002ee2(ERROR_WINHTTP_TIMEOUT)` */
export const formatWindowsError = (code: number): string => formatCode(code, WINDOWS_ERROR[code])

/** `0x80190190(HTTP 400)` */
export const formatHresult = (code: number): string =>
  formatCode(code, HRESULTS[code] ?? findWrappedName(code))

function findWrappedName(code: number): string | undefined {
  const facility = code >>> 16
  const inner = code & 0xffff
  if (facility === OF_WINDOWS) return WINDOWS_ERROR[inner]
  if ((facility === OF_HTTP || facility === OF_SIP) && inner >= 100 && inner < 700)
    return `${facility === OF_HTTP ? 'HTTP' : 'SIP'} ${inner}`
  return (code & OF_NT) !== 0 ? NT_STATUS[(code & ~OF_NT) >>> 0] : undefined
}
