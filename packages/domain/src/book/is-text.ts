/** Whether what was decoded as UTF-8 was text: no NUL, and nothing a decoder puts in place of bytes it cannot read. */
export function isText(decoded: string): boolean {
  return !decoded.includes('\u0000') && !decoded.includes('\ufffd');
}
