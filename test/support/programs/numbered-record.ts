/** A record of a client log that some evidence wants. Its text ends with the number. */
export function numberedRecord(number: number): string {
  const two = (value: number) => String(value).padStart(2, '0')
  const seconds = number % 86_400
  const [hour, minute] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  const time = `${two(hour)}:${two(minute)}:${two(seconds % 60)}`
  return `06/14/2016|${time}.123 0BC4:1A2C INFO  :: ErrorServerBusy from EWS, number ${number}\r\n`
}

/** The number of a record, from the text of its message. */
export const recordNumber = (message: string): number => Number(/, number (\d+)/.exec(message)?.[1])
