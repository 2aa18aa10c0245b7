/** What the user has to know about every redacted text. */
export const NOT_COVERED_NOTE = [
  'Not covered: names in free text that nothing in it identifies as names; ' +
    'message texts outside of SIP and EWS; times, unless --redact-shift moved them; ' +
    'encrypted or compressed content.',
  'Review the result before you send it.',
]
