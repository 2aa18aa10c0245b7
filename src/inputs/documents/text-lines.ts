/** Text that was taken out of a document, line by line. */
export class TextLines {
  private readonly lines: string[] = []
  /** Number of each line in the document, counted from 1. */
  private readonly numbers: number[] = []
  private current = ''
  private number = 1

  /** Appends to the current line. `number` is the line of the document where the text is. */
  append(text: string, number = 1): void {
    if (this.current === '') this.number = number
    this.current += text
  }

  get isEmpty(): boolean {
    return this.current.trim() === ''
  }

  get endsWithBlank(): boolean {
    return this.current === '' || /\s$/.test(this.current)
  }

  endLine(): void {
    this.lines.push(this.current.trimEnd())
    this.numbers.push(this.number)
    this.current = ''
  }

  result(): { readonly text: string; readonly lineNumbers: Int32Array } {
    if (this.current !== '') this.endLine()
    return { text: this.lines.join('\n'), lineNumbers: Int32Array.from(this.numbers) }
  }
}
