/** Text that was taken out of a document, line by line. */
export class TextLines {
  private readonly lines: string[] = []
  /** Number of each line in the document, counted from 1. */
  private readonly numbers: number[] = []
  private current = ''
  /** What is known of the current line, so that it is not read again for each of its parts. */
  isEmpty = true
  endsWithBlank = true
  private number = 1

  /** Appends to the current line. `number` is the line of the document where the text is. */
  append(text: string, number = 1): void {
    if (this.current === '') this.number = number
    this.current += text
    this.isEmpty &&= text.trim() === ''
    if (text !== '') this.endsWithBlank = /\s/.test(text.charAt(text.length - 1))
  }

  endLine(): void {
    this.lines.push(this.current.trimEnd())
    this.numbers.push(this.number)
    this.current = ''
    this.isEmpty = true
    this.endsWithBlank = true
  }

  result(): { readonly text: string; readonly lineNumbers: Int32Array } {
    if (this.current !== '') this.endLine()
    return { text: this.lines.join('\n'), lineNumbers: Int32Array.from(this.numbers) }
  }
}
